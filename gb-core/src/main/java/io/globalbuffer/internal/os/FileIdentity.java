package io.globalbuffer.internal.os;

import org.jspecify.annotations.Nullable;

/**
 * Which file a name leads to.
 *
 * @param key device and inode; {@code null} where the system has no such thing
 * @param regular whether it is a regular file
 */
public record FileIdentity(@Nullable Object key, boolean regular) {
}
