// SPDX-License-Identifier: Apache-2.0
/**
 * Processes that are killed while they write, read, create or take over, and what the
 * others make of it.
 */
@NullMarked
package io.globalbuffer.kill;

import org.jspecify.annotations.NullMarked;
