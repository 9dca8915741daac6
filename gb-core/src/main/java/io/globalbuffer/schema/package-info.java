// SPDX-License-Identifier: Apache-2.0
/**
 * What a buffer holds: element types, array shapes, message types and their identity.
 */
@NullMarked
package io.globalbuffer.schema;

import org.jspecify.annotations.NullMarked;
