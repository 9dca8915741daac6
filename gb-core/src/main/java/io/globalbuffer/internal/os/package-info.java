// SPDX-License-Identifier: Apache-2.0
/**
 * What the operating system is asked for.
 */
@NullMarked
package io.globalbuffer.internal.os;

import org.jspecify.annotations.NullMarked;
