package dev.sluice.run;

/**
 * What a request with an {@code Idempotency-Key} was answered.
 *
 * @param request SHA-256 of method, path and body: the same key with another request is a mistake
 * @param status of the HTTP answer
 * @param body of the HTTP answer
 */
@SuppressWarnings("ArrayRecordComponent") // never compared as a whole
public record Answer(String tenant, String key, byte[] request, int status, byte[] body) {}
