package dev.sluice.server.cli;

import java.util.Locale;
import java.util.random.RandomGenerator;

/** A file of contacts as BigCorp would upload it, one row in fifty with a mistake. */
final class DemoContacts {
  private static final String[] COUNTRIES = {"AT", "DE", "CH", "FR", "IT", "PL"};

  private DemoContacts() {}

  static String file(int rows, RandomGenerator random) {
    StringBuilder csv =
        new StringBuilder(
            "Customer,E-mail,First name,Last name,Phone,Country,Signed up,Balance,Updated\r\n");
    for (int i = 1; i <= rows; i++) {
      boolean bad = random.nextInt(50) == 0;
      csv.append(
          String.format(
              Locale.ROOT,
              "C%08d,%s,Ann%d,\"O'Neill, %d\",+43 660 %07d,%s,2%03d-0%d-1%d,%d.%02d,%s\r\n",
              i,
              bad && i % 2 == 0 ? "no address" : "customer" + i + "@example.com",
              random.nextInt(1_000),
              random.nextInt(1_000),
              random.nextInt(10_000_000),
              COUNTRIES[random.nextInt(COUNTRIES.length)],
              10 + random.nextInt(14),
              1 + random.nextInt(9),
              random.nextInt(10),
              random.nextInt(10_000),
              random.nextInt(100),
              bad && i % 2 == 1 ? "yesterday" : "2026-03-01T08:00:00Z"));
    }
    return csv.toString();
  }
}
