// SPDX-License-Identifier: Apache-2.0
/**
 * The writers of the two streams, each on a timed thread of its own.
 */
@NullMarked
package io.globalbuffer.sample.write;

import org.jspecify.annotations.NullMarked;
