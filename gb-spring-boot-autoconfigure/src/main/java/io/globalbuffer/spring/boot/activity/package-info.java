// SPDX-License-Identifier: Apache-2.0
/**
 * Events of what buffers and listeners do, or do no more.
 */
@NullMarked
package io.globalbuffer.spring.boot.activity;

import org.jspecify.annotations.NullMarked;
