// SPDX-License-Identifier: Apache-2.0
/**
 * Application events of buffers and listeners.
 */
@NullMarked
package io.globalbuffer.spring.event;

import org.jspecify.annotations.NullMarked;
