package dev.sluice.jsonata;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/** A regular expression as the matcher function it is: text to a match, or nothing. */
final class RegexFunction extends FunctionValue {
  private static final long serialVersionUID = 1L;
  final transient Regex regex;

  RegexFunction(Regex regex) {
    this.regex = regex;
  }

  @Override
  int arity() {
    return 2;
  }

  @Override
  @Nullable JsonNode invoke(
      @Nullable JsonNode[] arguments, @Nullable JsonNode context, Frame caller) {
    if (arguments.length == 0 || !(arguments[0] instanceof StringNode text)) {
      throw Failure.of("T0410", arguments.length == 0 ? null : arguments[0]).index(1);
    }
    int from = 0;
    if (arguments.length > 1 && Numbers.isNumeric(arguments[1])) {
      from = caller.run.numbers.index(Node.present(arguments[1]));
    }
    String subject = text.stringValue();
    return object(caller.run, subject, regex.find(caller.run, subject, Math.max(0, from)));
  }

  private @Nullable JsonNode object(Run run, String subject, Regex.@Nullable Match match) {
    if (match == null) {
      return null;
    }
    run.escaped = true;
    ObjectNode object = Values.object();
    object.put("match", subject.substring(match.start(), match.end()));
    object.put("start", match.start());
    object.put("end", match.end());
    object.set("groups", groups(match));
    object.set(
        "next",
        new NativeFunction(
            null,
            0,
            (frame, arguments, context) ->
                object(frame.run, subject, regex.next(frame.run, subject, match))));
    return object;
  }

  static ArrayNode groups(Regex.Match match) {
    ArrayNode groups = Values.array(match.groups().length);
    for (@Nullable String group : match.groups()) {
      groups.add(group == null ? NullNode.getInstance() : StringNode.valueOf(group));
    }
    return groups;
  }
}
