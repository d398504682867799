/**
 * Holds what the server answers against {@code openapi.yaml}. {@link
 * dev.sluice.server.contract.Contract#hold} is called by the clients that the tests use, for every
 * answer they get, so that no test can see an answer that the document does not describe. It never
 * calls the server itself; {@code ContractCoverageTest}, which runs last, does.
 */
@NullMarked
package dev.sluice.server.contract;

import org.jspecify.annotations.NullMarked;
