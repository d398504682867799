/** Bulk imports over HTTP, on a real database. */
@NullMarked
package dev.sluice.server.imports;

import org.jspecify.annotations.NullMarked;
