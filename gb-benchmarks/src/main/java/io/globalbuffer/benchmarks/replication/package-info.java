// SPDX-License-Identifier: Apache-2.0
/**
 * How fast a stream goes over to another process by Apache Kafka.
 */
@NullMarked
package io.globalbuffer.benchmarks.replication;

import org.jspecify.annotations.NullMarked;
