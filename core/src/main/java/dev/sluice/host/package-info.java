/** The machine that this process runs on, where the JDK has no way to ask something of it. */
@NullMarked
package dev.sluice.host;

import org.jspecify.annotations.NullMarked;
