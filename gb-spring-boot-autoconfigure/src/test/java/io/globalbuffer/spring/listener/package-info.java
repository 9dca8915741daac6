// SPDX-License-Identifier: Apache-2.0
@NullMarked
package io.globalbuffer.spring.listener;

import org.jspecify.annotations.NullMarked;
