package dev.sluice.server;

import dev.sluice.server.cli.CommandTree;

/** Where the process begins. */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    System.exit(CommandTree.run(arguments));
  }
}
