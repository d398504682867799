package dev.sluice.server.cli;

import dev.sluice.server.ConfigFile;
import dev.sluice.server.Sluice;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code sluice demo}: the whole product on this machine, with two partners sending orders. */
@Command(
    name = "demo",
    description = "The whole product on this machine: examples, traffic, no login.")
final class DemoCommand implements Callable<Integer> {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Holds everything; ./data/demo unless given.")
  private Path data = Path.of("data", "demo");

  @Option(names = "--port", paramLabel = "N", description = "8080 unless given; 0: a free one.")
  private int port = 8080;

  @Option(
      names = "--rate",
      paramLabel = "N",
      description = "Orders a second from each partner; 3 unless given.")
  private int rate = 3;

  @Option(
      names = "--contacts",
      paramLabel = "N",
      description = "Rows of the file that BigCorp uploads; 20000 unless given.")
  private int contacts = 20_000;

  @Option(names = "--log", paramLabel = "FORMAT", description = "json (default) or text.")
  private @Nullable String log;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws InterruptedException {
    ServeOptions.logAs(log);
    if (rate < 1 || rate > 100_000) {
      throw new ParameterException(spec.commandLine(), "--rate is 1 to 100000");
    }
    if (contacts < 1 || contacts > 500_000) {
      throw new ParameterException(spec.commandLine(), "--contacts is 1 to 500000");
    }
    Path definitions = data.resolve("definitions");
    Examples.copy("nexusstream", definitions);
    Examples.copy("bigcorp", definitions);
    ConfigFile settings =
        new ConfigFile(
            data,
            "127.0.0.1",
            port,
            true,
            definitions,
            null,
            null,
            null,
            false,
            null,
            null,
            null,
            null);
    Sluice sluice = Sluice.start(settings.config());
    DemoPartner one = new DemoPartner("partner-a", sluice.url(), DemoOrders::partnerA, rate);
    DemoPartner two = new DemoPartner("partner-b", sluice.url(), DemoOrders::partnerB, rate);
    CountDownLatch stopped = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            Thread.ofPlatform()
                .name("stop")
                .unstarted(() -> {
                  one.close();
                  two.close();
                  sluice.close();
                  stopped.countDown();
                }));
    System.out.println(ServeCommand.ready(sluice.url()));
    tell(sluice.url(), definitions);
    one.start();
    two.start();
    importContacts(sluice.url());
    stopped.await();
    return 0;
  }

  /** Best effort: a demonstration without it is still one. */
  private void importContacts(String url) throws InterruptedException {
    String csv = DemoContacts.file(contacts, RandomGenerator.getDefault());
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url + "/api/imports?type=contacts&name=contacts.csv"))
            .header("Content-Type", "text/csv")
            .POST(HttpRequest.BodyPublishers.ofString(csv))
            .build();
    try (HttpClient http = HttpClient.newHttpClient()) {
      var _ = http.send(request, HttpResponse.BodyHandlers.discarding());
    } catch (IOException e) {
      System.err.println("the demonstration's file was not taken");
    }
  }

  private void tell(String url, Path definitions) {
    System.err.println(
        """
        Two partners are sending orders, and BigCorp has uploaded its contacts. Look at them:
          curl '%1$s/api/orders?limit=3'
          curl '%1$s/api/orders/stats?fresh=true'
          curl '%1$s/api/errors?limit=3'
          curl '%1$s/api/imports?limit=1'
          curl %1$s/api/books
          curl %1$s/metrics
        Data: %2$s   Definitions: %3$s   Stop with Ctrl-C.\
        """
            .formatted(url, data.toAbsolutePath().normalize(), definitions));
  }
}
