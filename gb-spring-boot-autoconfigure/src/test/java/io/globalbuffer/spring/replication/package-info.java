// SPDX-License-Identifier: Apache-2.0
@NullMarked
package io.globalbuffer.spring.replication;

import org.jspecify.annotations.NullMarked;
