// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.event;

import io.globalbuffer.spring.ListenerInfo;

/**
 * A listener has lost samples because they were overwritten first; at most once in the
 * interval of {@code globalbuffer.listener.overrun-event-interval} for each listener.
 *
 * @param listener the listener
 * @param missed how many since the last such event
 * @param total how many since the application started
 */
public record BufferOverrunEvent(ListenerInfo listener, long missed, long total) implements ListenerEvent {
}
