// SPDX-License-Identifier: Apache-2.0
/**
 * Java and real Python processes at the two ends of one segment, in both directions.
 */
@NullMarked
package io.globalbuffer.interop;

import org.jspecify.annotations.NullMarked;
