// SPDX-License-Identifier: Apache-2.0
/**
 * One mapped segment's life: creation, attachment, validation, take-over, liveness.
 */
@NullMarked
package io.globalbuffer.internal.segment;

import org.jspecify.annotations.NullMarked;
