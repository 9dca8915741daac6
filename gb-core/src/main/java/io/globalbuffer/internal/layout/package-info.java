// SPDX-License-Identifier: Apache-2.0
/**
 * Where every byte of a segment lies.
 */
@NullMarked
package io.globalbuffer.internal.layout;

import org.jspecify.annotations.NullMarked;
