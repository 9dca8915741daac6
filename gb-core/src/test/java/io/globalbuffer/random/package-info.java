// SPDX-License-Identifier: Apache-2.0
/**
 * Random values of random message types, exchanged with real Python processes: what the
 * tables of the wire format do not list.
 */
@NullMarked
package io.globalbuffer.random;

import org.jspecify.annotations.NullMarked;
