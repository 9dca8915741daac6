// SPDX-License-Identifier: Apache-2.0
/**
 * Real Python processes at the other end of a segment, for tests, and segments that such
 * processes wrote.
 */
@NullMarked
package io.globalbuffer.peer;

import org.jspecify.annotations.NullMarked;
