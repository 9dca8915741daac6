// SPDX-License-Identifier: Apache-2.0
/**
 * Bytes of samples as plain values, and these as JSON and files of numpy's.
 */
@NullMarked
package io.globalbuffer.recording.internal.value;

import org.jspecify.annotations.NullMarked;
