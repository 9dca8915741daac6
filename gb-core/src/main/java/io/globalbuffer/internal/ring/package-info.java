// SPDX-License-Identifier: Apache-2.0
/**
 * The seqlock protocol of the ring, and nothing else.
 */
@NullMarked
package io.globalbuffer.internal.ring;

import org.jspecify.annotations.NullMarked;
