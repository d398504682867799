/** Tests over HTTP, against a real server on a real PostgreSQL. */
@NullMarked
package dev.sluice.server.http;

import org.jspecify.annotations.NullMarked;
