// SPDX-License-Identifier: Apache-2.0
/**
 * How fast the core is, beside a bare copy and beside Agrona's broadcast buffer.
 */
@NullMarked
package io.globalbuffer.benchmarks.speed;

import org.jspecify.annotations.NullMarked;
