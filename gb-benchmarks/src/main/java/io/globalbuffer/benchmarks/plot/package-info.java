// SPDX-License-Identifier: Apache-2.0
/**
 * Draws what was measured.
 */
@NullMarked
package io.globalbuffer.benchmarks.plot;

import org.jspecify.annotations.NullMarked;
