// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring;

/**
 * Which replication something is about.
 *
 * @param name the declared name
 * @param direction which way the stream goes
 * @param buffer the declared buffer's name
 * @param topic the topic's name
 * @param stream the key of its records
 */
public record ReplicationInfo(String name, ReplicationDirection direction, String buffer, String topic, String stream) {
}
