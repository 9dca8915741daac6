// SPDX-License-Identifier: Apache-2.0
/**
 * Declared buffers, checked: what they carry, and what opens their readers and writers.
 */
@NullMarked
package io.globalbuffer.spring.buffer;

import org.jspecify.annotations.NullMarked;
