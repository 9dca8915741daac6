// SPDX-License-Identifier: Apache-2.0
/**
 * Application events of buffers, listeners and replications.
 */
@NullMarked
package io.globalbuffer.spring.event;

import org.jspecify.annotations.NullMarked;
