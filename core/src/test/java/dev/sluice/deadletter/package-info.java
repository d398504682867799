/** What the desk promises, whatever keeps the letters. */
@NullMarked
package dev.sluice.deadletter;

import org.jspecify.annotations.NullMarked;
