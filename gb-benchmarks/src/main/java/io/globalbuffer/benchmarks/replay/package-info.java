// SPDX-License-Identifier: Apache-2.0
/**
 * How well a replay keeps the recorded intervals.
 */
@NullMarked
package io.globalbuffer.benchmarks.replay;

import org.jspecify.annotations.NullMarked;
