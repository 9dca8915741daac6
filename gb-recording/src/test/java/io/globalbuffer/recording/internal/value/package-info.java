// SPDX-License-Identifier: Apache-2.0
/**
 * Tests of plain values.
 */
@NullMarked
package io.globalbuffer.recording.internal.value;

import org.jspecify.annotations.NullMarked;
