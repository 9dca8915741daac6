// SPDX-License-Identifier: Apache-2.0
/**
 * How a writer wakes readers that sleep in the kernel, by one word of the segment.
 */
@NullMarked
package io.globalbuffer.internal.wake;

import org.jspecify.annotations.NullMarked;
