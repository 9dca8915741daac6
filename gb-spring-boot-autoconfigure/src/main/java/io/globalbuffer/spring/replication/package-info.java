// SPDX-License-Identifier: Apache-2.0
/**
 * Streams that go over to other hosts, by topics of Apache Kafka.
 */
@NullMarked
package io.globalbuffer.spring.replication;

import org.jspecify.annotations.NullMarked;
