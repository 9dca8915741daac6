// SPDX-License-Identifier: Apache-2.0
/**
 * Other processes, and what they take of the machine.
 */
@NullMarked
package io.globalbuffer.benchmarks.process;

import org.jspecify.annotations.NullMarked;
