package dev.sluice.asl.engine;

import dev.sluice.asl.model.Reference;
import dev.sluice.asl.model.Setting;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Settings that are numbers, and how AWS refuses what is none. */
final class Numbers {
  private static final int MAX_SECONDS = 99_999_999;

  private final Scope scope;

  Numbers(Scope scope) {
    this.scope = scope;
  }

  long integer(@Nullable Setting setting, long otherwise) {
    if (setting == null) {
      return otherwise;
    }
    JsonNode value = value(setting);
    if (value.isIntegralNumber() && value.canConvertToLong()) {
      return value.longValue();
    }
    BigDecimal number = number(value);
    if (number == null || number.stripTrailingZeros().scale() > 0) {
      throw refused(setting, value, "integer");
    }
    return number.longValue();
  }

  /** Whole seconds, at least one; null where the setting is not there. */
  @Nullable Integer seconds(@Nullable Setting setting) {
    if (setting == null) {
      return null;
    }
    long seconds = integer(setting, 0);
    if (seconds <= 0) {
      throw refused(setting, value(setting), "positive integer");
    }
    return (int) Math.min(seconds, MAX_SECONDS);
  }

  double decimal(@Nullable Setting setting, double otherwise) {
    if (setting == null) {
      return otherwise;
    }
    JsonNode value = value(setting);
    BigDecimal number = number(value);
    if (number == null) {
      throw refused(setting, value, "float");
    }
    return number.doubleValue();
  }

  private JsonNode value(Setting setting) {
    Reference path = setting.path();
    return path == null ? scope.typed(setting.value(), "number") : scope.path(path);
  }

  /** A number, or text that is one. */
  private static @Nullable BigDecimal number(JsonNode value) {
    if (value.isNumber() && Double.isFinite(value.doubleValue())) {
      return value.decimalValue();
    }
    if (!value.isString() || value.asString().length() > 40) {
      return null;
    }
    try {
      return new BigDecimal(value.asString());
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private static StateFailure refused(Setting setting, JsonNode value, String type) {
    Reference path = setting.path();
    String shown = value.isString() ? value.asString() : value.toString();
    return path == null
        ? StateFailure.refused(
            setting.field(),
            "The %s field value \"%s\" is not a valid %s".formatted(setting.field(), shown, type))
        : StateFailure.runtime(
            "The %sPath field refers to value \"%s\" which is not a valid %s: %s"
                .formatted(setting.field(), shown, type, path.text()));
  }
}
