// SPDX-License-Identifier: Apache-2.0
@NullMarked
package io.globalbuffer.spring;

import org.jspecify.annotations.NullMarked;
