// SPDX-License-Identifier: Apache-2.0
/**
 * The pulse of the machine this program runs on, written to shared memory and shown on a
 * live page.
 */
@NullMarked
package io.globalbuffer.sample;

import org.jspecify.annotations.NullMarked;
