/**
 * Who owns data and who may send it: tenants and their API keys. A request's key becomes a tenant
 * and a set of {@link dev.sluice.tenant.Scope}s. Of a secret only a hash is ever kept, and nothing
 * of it is ever written to a log or a message.
 */
@NullMarked
package dev.sluice.tenant;

import org.jspecify.annotations.NullMarked;
