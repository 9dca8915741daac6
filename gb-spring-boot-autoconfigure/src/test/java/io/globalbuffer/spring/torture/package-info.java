// SPDX-License-Identifier: Apache-2.0
/**
 * Streams that are replicated while brokers, networks and processes come and go.
 */
@NullMarked
package io.globalbuffer.spring.torture;

import org.jspecify.annotations.NullMarked;
