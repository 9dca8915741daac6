// SPDX-License-Identifier: Apache-2.0
/**
 * What a listener of an application adds to the core's own read.
 */
@NullMarked
package io.globalbuffer.benchmarks.listener;

import org.jspecify.annotations.NullMarked;
