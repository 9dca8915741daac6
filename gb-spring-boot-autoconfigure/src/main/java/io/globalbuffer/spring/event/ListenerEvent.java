// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.event;

import io.globalbuffer.spring.ListenerInfo;

/**
 * Something happened to a listener.
 */
public sealed interface ListenerEvent extends GlobalBufferEvent permits ListenerStarted, ListenerStopped,
		ListenerFailed, ListenerIdle, ListenerActive, SampleFailed, SampleGivenUp, BufferOverrun {

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
