/**
 * The HTTP side: routes, problems (RFC 9457), cursors, idempotency keys, metrics. It starts at
 * {@link dev.sluice.server.http.HttpServer}; Javalin and Jetty are known here and nowhere else. An
 * answer of success must never be written before its commit, and no answer shows a stack trace.
 */
@NullMarked
package dev.sluice.server.http;

import org.jspecify.annotations.NullMarked;
