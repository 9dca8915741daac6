// SPDX-License-Identifier: Apache-2.0
/**
 * Protobuf messages: what the tests of several packages share.
 */
@NullMarked
package io.globalbuffer.protobuf;

import org.jspecify.annotations.NullMarked;
