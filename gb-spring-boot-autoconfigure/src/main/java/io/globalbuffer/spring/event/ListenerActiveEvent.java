// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.event;

import io.globalbuffer.spring.ListenerInfo;

/**
 * A listener that was {@linkplain ListenerIdleEvent idle} receives samples again.
 *
 * @param listener the listener
 */
public record ListenerActiveEvent(ListenerInfo listener) implements ListenerEvent {
}
