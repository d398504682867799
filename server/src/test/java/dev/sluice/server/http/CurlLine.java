package dev.sluice.server.http;

import dev.sluice.server.TestServer;
import java.util.ArrayList;
import java.util.List;

/** A line of documentation that calls curl: read as a shell would, sent as curl would. */
record CurlLine(String method, String path, List<String> headers, String body) {
  private static final String HOST = "localhost:8080";

  /** Throws where the line has an option that is not known here. */
  static CurlLine parse(String line) {
    List<String> words = words(line);
    if (!words.getFirst().equals("curl")) {
      throw new IllegalArgumentException("not a call of curl: " + line);
    }
    String method = "GET";
    String path = "";
    String body = "";
    List<String> headers = new ArrayList<>();
    for (int i = 1; i < words.size(); i++) {
      switch (words.get(i)) {
        case "-i", "-s" -> {}
        case "-X" -> method = words.get(++i);
        case "-H" -> {
          String[] header = words.get(++i).split(": ", 2);
          headers.addAll(List.of(header));
        }
        case "-d" -> {
          body = words.get(++i);
          method = method.equals("GET") ? "POST" : method;
        }
        default -> {
          if (!words.get(i).startsWith(HOST) || !path.isEmpty()) {
            throw new IllegalArgumentException("not understood: " + words.get(i));
          }
          path = words.get(i).substring(HOST.length());
        }
      }
    }
    if (!body.isEmpty() && !headers.contains("Content-Type")) {
      headers.addAll(List.of("Content-Type", "application/x-www-form-urlencoded"));
    }
    return new CurlLine(method, path, headers, body);
  }

  /** Blanks part words but in single quotes. */
  private static List<String> words(String line) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean quoted = false;
    for (char c : (line.strip() + " ").toCharArray()) {
      if (c == '\'') {
        quoted = !quoted;
      } else if (c != ' ' || quoted) {
        word.append(c);
      } else if (!word.isEmpty()) {
        words.add(word.toString());
        word.setLength(0);
      }
    }
    if (quoted) {
      throw new IllegalArgumentException("a quote is open: " + line);
    }
    return words;
  }

  TestServer.Reply send(TestServer server) {
    String[] sent = headers.toArray(new String[0]);
    return switch (method) {
      case "GET" -> server.get(path, sent);
      case "POST" -> server.post(path, body, sent);
      case "PUT" -> server.put(path, body, sent);
      case "DELETE" -> server.delete(path, body, sent);
      default -> throw new IllegalArgumentException(method);
    };
  }
}
