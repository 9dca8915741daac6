// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.event;

import io.globalbuffer.spring.ListenerInfo;

/**
 * A listener that was {@linkplain ListenerIdle idle} receives samples again.
 *
 * @param listener the listener
 */
public record ListenerActive(ListenerInfo listener) implements ListenerEvent {
}
