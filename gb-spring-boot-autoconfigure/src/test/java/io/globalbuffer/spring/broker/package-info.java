// SPDX-License-Identifier: Apache-2.0
/**
 * A broker of Apache Kafka in a process of its own.
 */
@NullMarked
package io.globalbuffer.spring.broker;

import org.jspecify.annotations.NullMarked;
