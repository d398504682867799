@NullMarked
package dev.sluice.postgres.embedded;

import org.jspecify.annotations.NullMarked;
