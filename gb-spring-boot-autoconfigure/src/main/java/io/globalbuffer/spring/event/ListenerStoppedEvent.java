// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.event;

import io.globalbuffer.spring.ListenerInfo;

/**
 * A listener has ended: its thread delivers nothing more.
 *
 * @param listener the listener
 * @param reason why
 */
public record ListenerStoppedEvent(ListenerInfo listener, StopReason reason) implements ListenerEvent {
}
