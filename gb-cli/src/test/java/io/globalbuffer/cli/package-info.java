// SPDX-License-Identifier: Apache-2.0
/**
 * Commands on streams of Java and of Python, in this process, in others and in a
 * terminal.
 */
@NullMarked
package io.globalbuffer.cli;

import org.jspecify.annotations.NullMarked;
