// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.event;

import java.time.Duration;

import io.globalbuffer.spring.ListenerInfo;

/**
 * A listener has received nothing for the interval of
 * {@code globalbuffer.listener.idle-event-interval}; published again each time it passes
 * once more.
 *
 * @param listener the listener
 * @param idleFor how long it has received nothing
 */
public record ListenerIdleEvent(ListenerInfo listener, Duration idleFor) implements ListenerEvent {
}
