/** Tests of the server as its users meet it, and of the house rules. */
@NullMarked
package dev.sluice.server;

import org.jspecify.annotations.NullMarked;
