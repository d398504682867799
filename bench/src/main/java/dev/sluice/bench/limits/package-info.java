/** What a key's limit lets through, and what another tenant notices of it. */
@NullMarked
package dev.sluice.bench.limits;

import org.jspecify.annotations.NullMarked;
