// SPDX-License-Identifier: Apache-2.0
/**
 * Threads that look after the streams that other threads of the process wait for: one
 * looks at those whose writers wake nobody, others sleep in the kernel for those that
 * cannot by themselves.
 */
@NullMarked
package io.globalbuffer.internal.watch;

import org.jspecify.annotations.NullMarked;
