// SPDX-License-Identifier: Apache-2.0
/**
 * What can go wrong, one type a cause; every message says what happened, to which buffer,
 * and what to do.
 */
@NullMarked
package io.globalbuffer.exception;

import org.jspecify.annotations.NullMarked;
