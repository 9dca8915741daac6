// SPDX-License-Identifier: Apache-2.0
/**
 * Tests of recordings and their replay.
 */
@NullMarked
package io.globalbuffer.recording;

import org.jspecify.annotations.NullMarked;
