// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.event;

import io.globalbuffer.spring.ListenerInfo;

/**
 * A listener was started: its thread runs, whether there is a segment yet or not.
 *
 * @param listener the listener
 */
public record ListenerStartedEvent(ListenerInfo listener) implements ListenerEvent {
}
