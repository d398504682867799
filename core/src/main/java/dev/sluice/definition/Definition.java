package dev.sluice.definition;

/** One document: a kind, a name unique among its kind, and a hash of what it says. */
public interface Definition {

  /** {@code dataset}, {@code feed}, {@code import}, ... */
  String kind();

  String name();

  /** Where the document starts. */
  Position at();

  /** SHA-256 in hexadecimal over the content; comments, order and formatting do not matter. */
  String hash();
}
