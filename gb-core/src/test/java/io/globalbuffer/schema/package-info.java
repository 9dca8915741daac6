// SPDX-License-Identifier: Apache-2.0
@NullMarked
package io.globalbuffer.schema;

import org.jspecify.annotations.NullMarked;
