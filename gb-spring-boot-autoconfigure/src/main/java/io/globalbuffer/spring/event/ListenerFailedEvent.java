// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.event;

import io.globalbuffer.spring.ListenerInfo;

/**
 * An {@link Error} ended a listener. A {@link ListenerStoppedEvent} of the reason
 * {@link StopReason#ERROR} follows.
 *
 * @param listener the listener
 * @param error the error
 */
public record ListenerFailedEvent(ListenerInfo listener, Throwable error) implements ListenerEvent {
}
