// SPDX-License-Identifier: Apache-2.0
/**
 * Segments that are damaged, half-made, truncated, foreign or out of memory: whatever is
 * done to one, nobody gets anything but an exception of this library, and no other buffer
 * notices. Nor does a JVM crash, which is why some tests run in one of their own.
 */
@NullMarked
package io.globalbuffer.hostile;

import org.jspecify.annotations.NullMarked;
