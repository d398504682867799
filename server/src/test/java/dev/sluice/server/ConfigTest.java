package dev.sluice.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigTest {
  @TempDir private Path folder = Path.of("");

  private ConfigFile file(String yaml) throws IOException {
    Path file = folder.resolve("sluice.yaml");
    Files.writeString(file, yaml);
    return ConfigFile.read(file);
  }

  private static String mistake(org.junit.jupiter.api.function.Executable work) {
    String message = String.valueOf(assertThrows(Mistake.class, work).getMessage());
    assertEquals(1, message.lines().count());
    return message;
  }

  @Test
  void defaults_are_loopback_with_a_login_and_an_embedded_database() {
    Config config = ConfigFile.EMPTY.config();

    assertEquals(new Config.Listen("127.0.0.1", 8080, true), config.listen());
    assertEquals(Set.of(Config.Role.values()), config.roles());
    assertTrue(config.backends() instanceof Backends.Embedded);
    assertEquals(config.data().resolve("definitions"), config.definitions());
  }

  @Test
  void flags_win_over_the_file() throws IOException {
    ConfigFile file = file("port: 1234\nhost: localhost\nroles: [api]\nnoAuth: true\n");
    ConfigFile flags =
        new ConfigFile(
            folder, null, 99, null, null, null, null, null, null, null, null, null, null);
    Config config = file.or(flags).config();

    assertEquals(new Config.Listen("localhost", 99, false), config.listen());
    assertEquals(Set.of(Config.Role.API), config.roles());
    assertEquals(folder.toAbsolutePath().normalize(), config.data());
  }

  @Test
  void origins_are_listed_and_the_access_log_switched_off() throws IOException {
    Config config =
        file("""
        corsOrigins: ['https://app.example.com', 'http://localhost:5173']
        accessLog: false
        """)
            .config();

    assertEquals(
        List.of("https://app.example.com", "http://localhost:5173"), config.listen().corsOrigins());
    assertFalse(config.listen().accessLog());
    assertTrue(
        mistake(() -> file("corsOrigins: [app.example.com]\n").config())
            .contains("must look like https://app.example.com"));
    assertTrue(
        mistake(() -> file("corsOrigins: [https://app.example.com/]\n").config())
            .contains("must look like https://app.example.com"));
    assertTrue(
        mistake(() -> file("corsOrigins: ['*']\nnoAuth: true\n").config())
            .contains("would let every web page in"));
  }

  @Test
  void no_login_is_refused_on_anything_but_loopback() {
    for (String host : new String[] {"0.0.0.0", "192.168.1.5", "example.com"}) {
      assertTrue(
          mistake(() -> file("noAuth: true\nhost: " + host + "\n").config())
              .contains("--no-auth is refused"));
    }
  }

  @Test
  void a_mistake_says_what_to_change() {
    assertTrue(mistake(() -> file("prot: 1\n")).contains("did you mean `port`?"));
    assertTrue(mistake(() -> file("port: many\n")).contains("`port` must be a whole number"));
    assertTrue(mistake(() -> file("a: [\n")).contains("is not YAML"));
    assertTrue(
        mistake(() -> file("database: jdbc:postgresql://h/d?password=x\n").config())
            .contains("--database-password env:NAME"));
    assertTrue(
        mistake(() ->
                file("""
                database: jdbc:postgresql://h/d
                databaseUser: sa
                databasePassword: env:NOPE
                """)
                    .config())
            .contains("must be env:NAME or file:PATH"));
  }
}
