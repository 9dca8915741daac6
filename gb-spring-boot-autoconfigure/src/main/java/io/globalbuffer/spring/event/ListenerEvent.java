// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.event;

import io.globalbuffer.spring.ListenerInfo;

/**
 * Something happened to a listener.
 */
public sealed interface ListenerEvent extends GlobalBufferEvent
		permits ListenerStartedEvent, ListenerStoppedEvent, ListenerFailedEvent, ListenerIdleEvent, ListenerActiveEvent,
		SampleFailedEvent, SampleGivenUpEvent, BufferOverrunEvent {

	/**
	 * The listener.
	 * @return which one it is
	 */
	ListenerInfo listener();

	@Override
	default String buffer() {
		return listener().buffer();
	}

}
