package dev.sluice.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.live.Live;
import dev.sluice.live.LocalBroadcast;
import dev.sluice.live.Message;
import dev.sluice.live.Subscriber;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.junit.jupiter.api.Test;

/** One message at a time, and nobody is waited for without end. */
class LiveSocketTest {
  private final Live live =
      new Live(List.of(), new LocalBroadcast(InstantSource.system()), Live.Options.DEFAULT);
  private final LinkedBlockingQueue<Callback> sending = new LinkedBlockingQueue<>();
  private final LinkedBlockingQueue<String> texts = new LinkedBlockingQueue<>();
  private final CountDownLatch disconnected = new CountDownLatch(1);

  /** A peer that takes a message only when the test says so. */
  private Session peer() {
    return (Session)
        Proxy.newProxyInstance(
            Session.class.getClassLoader(),
            new Class<?>[] {Session.class},
            (proxy, method, arguments) -> {
              switch (method.getName()) {
                case "sendText" -> {
                  texts.add(arguments[0].toString());
                  sending.add((Callback) arguments[1]);
                }
                case "disconnect" -> disconnected.countDown();
                default -> throw new AssertionError(method.getName());
              }
              return null;
            });
  }

  private LiveSocket socket(Duration patience) {
    return new LiveSocket(peer(), patience, ready -> new Subscriber(live, null, 50, ready));
  }

  private static Message.Refusal refusal(String code) {
    return new Message.Refusal("", code, "");
  }

  @Test
  void messages_go_one_after_the_other() throws Exception {
    LiveSocket socket = socket(Duration.ofMinutes(5));
    for (String code : new String[] {"a", "b", "c"}) {
      socket.subscriber().refuse(refusal(code));
    }
    for (String code : new String[] {"a", "b", "c"}) {
      Callback callback = sending.poll(60, TimeUnit.SECONDS);
      assertTrue(texts.take().contains("\"" + code + "\""));
      assertEquals(0, texts.size(), "the next waits for this one");
      callback.succeed();
    }
    socket.subscriber().refuse(refusal("d"));
    sending.poll(60, TimeUnit.SECONDS).succeed();
    assertTrue(texts.take().contains("\"d\""));
  }

  @Test
  void a_peer_that_takes_nothing_is_cut_off_and_sent_nothing_more() throws Exception {
    LiveSocket socket = socket(Duration.ofMillis(50));
    socket.subscriber().refuse(refusal("a"));
    assertTrue(disconnected.await(60, TimeUnit.SECONDS));
    socket.subscriber().refuse(refusal("b"));
    sending.take().succeed();
    assertEquals(1, texts.size());
  }

  @Test
  void a_peer_that_breaks_is_cut_off() throws Exception {
    LiveSocket socket = socket(Duration.ofMinutes(5));
    socket.subscriber().refuse(refusal("a"));
    sending.poll(60, TimeUnit.SECONDS).fail(new java.io.IOException("broken pipe"));
    assertTrue(disconnected.await(60, TimeUnit.SECONDS));
  }
}
