package dev.sluice.server.telemetry;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.common.export.HttpResponse;
import io.opentelemetry.sdk.common.export.HttpSender;
import io.opentelemetry.sdk.common.export.HttpSenderConfig;
import io.opentelemetry.sdk.common.export.MessageWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.function.Consumer;

/** Sends what the exporter made with the JDK's client, uncompressed and once. */
final class JdkSender implements HttpSender {
  private final HttpSenderConfig config;
  private final HttpClient client;

  JdkSender(HttpSenderConfig config) {
    this.config = config;
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(config.getConnectTimeout());
    if (config.getSslContext() != null) {
      builder.sslContext(config.getSslContext());
    }
    this.client = builder.build();
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Answer(int getStatusCode, String getStatusMessage, byte[] getResponseBody)
      implements HttpResponse {}

  @Override
  public void send(
      MessageWriter message, Consumer<HttpResponse> answered, Consumer<Throwable> failed) {
    HttpRequest request;
    try {
      ByteArrayOutputStream body = new ByteArrayOutputStream(message.getContentLength());
      message.writeMessage(body);
      request = request(body.toByteArray());
    } catch (IOException e) {
      failed.accept(e);
      return;
    }
    var _ =
        client
            .sendAsync(request, BodyHandlers.ofByteArray())
            .whenComplete((response, error) -> {
              if (response == null) {
                failed.accept(error);
              } else {
                answered.accept(
                    new Answer(
                        response.statusCode(), "status " + response.statusCode(), response.body()));
              }
            });
  }

  private HttpRequest request(byte[] body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(config.getEndpoint())
            .timeout(config.getTimeout())
            .header("Content-Type", config.getContentType())
            .POST(BodyPublishers.ofByteArray(body));
    config
        .getHeadersSupplier()
        .get()
        .forEach((name, values) -> values.forEach(value -> request.header(name, value)));
    return request.build();
  }

  @Override
  public CompletableResultCode shutdown() {
    client.shutdownNow();
    return CompletableResultCode.ofSuccess();
  }
}
