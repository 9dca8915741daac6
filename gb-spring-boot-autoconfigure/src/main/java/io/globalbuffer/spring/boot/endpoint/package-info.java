// SPDX-License-Identifier: Apache-2.0
/**
 * The actuator endpoint {@code globalbuffer}.
 */
@NullMarked
package io.globalbuffer.spring.boot.endpoint;

import org.jspecify.annotations.NullMarked;
