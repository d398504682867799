/** What a running server tells about itself, and what is made of it: rules, dashboards, traces. */
@NullMarked
package dev.sluice.server.telemetry;

import org.jspecify.annotations.NullMarked;
