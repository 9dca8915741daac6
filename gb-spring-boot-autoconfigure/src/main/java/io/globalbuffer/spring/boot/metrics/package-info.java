// SPDX-License-Identifier: Apache-2.0
/**
 * Meters of buffers and listeners.
 */
@NullMarked
package io.globalbuffer.spring.boot.metrics;

import org.jspecify.annotations.NullMarked;
