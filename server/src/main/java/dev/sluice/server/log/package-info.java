/**
 * How log lines look: one JSON object each, or text for people; always on stderr, always with the
 * correlation id where there is one, never with data that a driver put into its message.
 */
@NullMarked
package dev.sluice.server.log;

import org.jspecify.annotations.NullMarked;
