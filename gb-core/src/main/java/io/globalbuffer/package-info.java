// SPDX-License-Identifier: Apache-2.0
/**
 * Named shared-memory ring buffers on one host: what a user of the library touches. Start
 * at {@link io.globalbuffer.GlobalBuffer}.
 */
@NullMarked
package io.globalbuffer;

import org.jspecify.annotations.NullMarked;
