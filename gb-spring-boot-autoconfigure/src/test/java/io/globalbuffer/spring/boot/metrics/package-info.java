// SPDX-License-Identifier: Apache-2.0
@NullMarked
package io.globalbuffer.spring.boot.metrics;

import org.jspecify.annotations.NullMarked;
