// SPDX-License-Identifier: Apache-2.0
/**
 * Tests of recordings.
 */
@NullMarked
package io.globalbuffer.recording;

import org.jspecify.annotations.NullMarked;
