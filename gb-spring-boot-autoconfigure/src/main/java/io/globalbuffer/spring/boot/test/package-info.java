// SPDX-License-Identifier: Apache-2.0
/**
 * Help for tests of applications that use buffers.
 */
@NullMarked
package io.globalbuffer.spring.boot.test;

import org.jspecify.annotations.NullMarked;
