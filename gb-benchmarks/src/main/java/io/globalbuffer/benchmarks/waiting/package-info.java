// SPDX-License-Identifier: Apache-2.0
/**
 * How soon readers in another process see a sample, and what waiting for it costs.
 */
@NullMarked
package io.globalbuffer.benchmarks.waiting;

import org.jspecify.annotations.NullMarked;
