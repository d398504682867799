/**
 * Where records land: a typed table declared by schema, key and mode. {@link
 * dev.sluice.dataset.DatasetStore} settles a batch in one transaction: rows, rejects, statistics,
 * counts and the settled mark, or nothing (rule 2). A stale lease must never change anything here.
 */
@NullMarked
package dev.sluice.dataset;

import org.jspecify.annotations.NullMarked;
