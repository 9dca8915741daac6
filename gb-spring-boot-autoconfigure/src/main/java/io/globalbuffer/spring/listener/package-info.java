// SPDX-License-Identifier: Apache-2.0
/**
 * Listener methods and the threads that feed them: declared buffers, method resolution,
 * containers and their registry.
 */
@NullMarked
package io.globalbuffer.spring.listener;

import org.jspecify.annotations.NullMarked;
