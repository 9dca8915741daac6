// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.event;

import io.globalbuffer.spring.ListenerInfo;

/**
 * An {@link Error} ended a listener. A {@link ListenerStopped} of the reason
 * {@link StopReason#ERROR} follows.
 *
 * @param listener the listener
 * @param error the error
 */
public record ListenerFailed(ListenerInfo listener, Throwable error) implements ListenerEvent {
}
