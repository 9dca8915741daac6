// SPDX-License-Identifier: Apache-2.0
/**
 * Where readers with an identity have come to, kept in files beside their segments.
 */
@NullMarked
package io.globalbuffer.internal.position;

import org.jspecify.annotations.NullMarked;
