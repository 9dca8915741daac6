// SPDX-License-Identifier: Apache-2.0
/**
 * What an application with many listeners takes to start, to stop and to be monitored.
 */
@NullMarked
package io.globalbuffer.benchmarks.many;

import org.jspecify.annotations.NullMarked;
