// SPDX-License-Identifier: Apache-2.0
/**
 * A stream derived from another one.
 */
@NullMarked
package io.globalbuffer.sample.statistics;

import org.jspecify.annotations.NullMarked;
