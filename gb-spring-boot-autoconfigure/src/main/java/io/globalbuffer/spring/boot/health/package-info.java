// SPDX-License-Identifier: Apache-2.0
/**
 * Health: one component for each declared buffer.
 */
@NullMarked
package io.globalbuffer.spring.boot.health;

import org.jspecify.annotations.NullMarked;
