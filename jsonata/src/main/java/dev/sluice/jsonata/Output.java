package dev.sluice.jsonata;

import java.util.List;

/** What can be told of an expression's value without evaluating it. */
public sealed interface Output {

  /** Nothing. */
  record Unknown() implements Output {}

  /**
   * An object.
   *
   * @param names those it is written with, each as often as it is written
   * @param complete whether it can have no others
   */
  record Fields(List<Name> names, boolean complete) implements Output {

    public Fields {
      names = List.copyOf(names);
    }
  }

  /**
   * Certainly no object, if anything.
   *
   * @param what it is, with its article
   * @param token what makes it that: a literal, an operator
   * @param position as in {@link Name}, of the token
   */
  record Other(String what, String token, int position) implements Output {

    /** Index of the token's first character in the expression, a quotation mark included. */
    public int start(String expression) {
      return JsonataException.start(expression, position, token);
    }
  }

  /**
   * A name as it is written in an object.
   *
   * @param position characters from the start of the expression to the end of the name, as {@link
   *     JsonataException#position} counts
   */
  record Name(String name, int position) {

    /** Index of its first character in the expression, a quotation mark included. */
    public int start(String expression) {
      return JsonataException.start(expression, position, name);
    }
  }
}
