// SPDX-License-Identifier: Apache-2.0
/**
 * Applications that are killed while their listeners go on where they stopped.
 */
@NullMarked
package io.globalbuffer.spring.kill;

import org.jspecify.annotations.NullMarked;
