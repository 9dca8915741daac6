// SPDX-License-Identifier: Apache-2.0
/**
 * The command line {@code gb}: streams from a terminal. Built on the public types of the
 * core and of recordings.
 */
@NullMarked
package io.globalbuffer.cli;

import org.jspecify.annotations.NullMarked;
