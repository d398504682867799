/**
 * The bulk intake: an upload becomes an {@link dev.sluice.imports.Import}, a job with a state, a
 * progress and books. {@link dev.sluice.imports.Imports} takes files in and answers for them,
 * {@link dev.sluice.imports.ImportHandler} lands one chunk, {@link dev.sluice.imports.ImportStore}
 * and its sisters keep the job. Nothing of a file is held in memory but the chunk at hand, and no
 * job may be running that nobody works on.
 */
@NullMarked
package dev.sluice.imports;

import org.jspecify.annotations.NullMarked;
