// SPDX-License-Identifier: Apache-2.0
/**
 * How a reader waits for the next sample.
 */
@NullMarked
package io.globalbuffer.wait;

import org.jspecify.annotations.NullMarked;
