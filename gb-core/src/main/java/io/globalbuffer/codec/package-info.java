// SPDX-License-Identifier: Apache-2.0
/**
 * How messages become bytes.
 */
@NullMarked
package io.globalbuffer.codec;

import org.jspecify.annotations.NullMarked;
