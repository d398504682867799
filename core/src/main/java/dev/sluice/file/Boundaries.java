package dev.sluice.file;

/** Finds where records end while bytes pass, in pieces of any size. For one thread. */
interface Boundaries {

  void accept(byte[] bytes, int from, int to) throws FileProblemException;

  /** There are no more bytes. */
  void end() throws FileProblemException;

  /** Bytes passed so far. */
  long position();

  /** The line of the next byte, from 1. */
  long line();
}
