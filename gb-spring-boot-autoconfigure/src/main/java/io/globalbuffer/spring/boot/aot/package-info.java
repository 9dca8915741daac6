// SPDX-License-Identifier: Apache-2.0
/**
 * What ahead-of-time processing cannot see by itself.
 */
@NullMarked
package io.globalbuffer.spring.boot.aot;

import org.jspecify.annotations.NullMarked;
