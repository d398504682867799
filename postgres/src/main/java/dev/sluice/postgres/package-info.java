/**
 * Every port of the core on PostgreSQL, by JDBC with explicit SQL. {@link
 * dev.sluice.postgres.Database} is the one place where transactions begin, end and fail. Nothing
 * here decides what a record means; nothing outside this module sees an SQLException.
 */
@NullMarked
package dev.sluice.postgres;

import org.jspecify.annotations.NullMarked;
