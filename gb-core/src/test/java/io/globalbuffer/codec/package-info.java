// SPDX-License-Identifier: Apache-2.0
@NullMarked
package io.globalbuffer.codec;

import org.jspecify.annotations.NullMarked;
