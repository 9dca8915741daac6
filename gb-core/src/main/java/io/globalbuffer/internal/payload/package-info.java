// SPDX-License-Identifier: Apache-2.0
/**
 * What samples are copied into and from, and what a reader expects of a segment.
 */
@NullMarked
package io.globalbuffer.internal.payload;

import org.jspecify.annotations.NullMarked;
