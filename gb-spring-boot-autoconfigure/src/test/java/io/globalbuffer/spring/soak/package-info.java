// SPDX-License-Identifier: Apache-2.0
/**
 * Twenty listeners for minutes, while their writers, in this process and in others, come
 * and go.
 */
@NullMarked
package io.globalbuffer.spring.soak;

import org.jspecify.annotations.NullMarked;
