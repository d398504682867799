package dev.sluice.host;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Functions of the system's C library that give an {@code int}, on Linux; null elsewhere, and where
 * they are not to be had: whoever asks does without.
 */
public final class CLibrary {
  private static final Logger log = LoggerFactory.getLogger(CLibrary.class);

  private CLibrary() {}

  /** One that takes these. */
  public static @Nullable MethodHandle find(String function, MemoryLayout... parameters) {
    return link(function, parameters);
  }

  /**
   * One that takes any number.
   *
   * @param fixed how many of the parameters it always takes
   */
  public static @Nullable MethodHandle findVariadic(
      String function, int fixed, MemoryLayout... parameters) {
    return link(function, parameters, Linker.Option.firstVariadicArg(fixed));
  }

  private static @Nullable MethodHandle link(
      String function, MemoryLayout[] parameters, Linker.Option... options) {
    if (!System.getProperty("os.name", "").equals("Linux")) {
      return null;
    }
    try {
      Linker linker = Linker.nativeLinker();
      FunctionDescriptor shape = FunctionDescriptor.of(JAVA_INT, parameters);
      return linker
          .defaultLookup()
          .find(function)
          .map(at -> linker.downcallHandle(at, shape, options))
          .orElse(null);
    } catch (RuntimeException | LinkageError e) {
      log.atDebug().addKeyValue("function", function).setCause(e).log("not to be had here");
      return null;
    }
  }
}
