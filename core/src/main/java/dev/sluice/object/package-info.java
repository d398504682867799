/**
 * Bytes by name: uploads, claim checks, exports. One port, {@link dev.sluice.object.ObjectStore},
 * that a folder and every cloud's object storage can keep.
 *
 * <p>What is visible under a key is whole: an object appears at its commit or not at all. Nothing
 * here holds an object in memory, and no key can reach outside its store.
 */
@org.jspecify.annotations.NullMarked
package dev.sluice.object;
