// SPDX-License-Identifier: Apache-2.0
/**
 * Replications from application.yml, over the application's Apache Kafka.
 */
@NullMarked
package io.globalbuffer.spring.boot.replication;

import org.jspecify.annotations.NullMarked;
