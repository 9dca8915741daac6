// SPDX-License-Identifier: Apache-2.0
/**
 * Streams recorded to files that numpy and pandas open, and read back. The files are
 * described in docs/recordings.md.
 */
@NullMarked
package io.globalbuffer.recording;

import org.jspecify.annotations.NullMarked;
