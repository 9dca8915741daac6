// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.listener;

import java.util.List;

import io.globalbuffer.spring.buffer.BufferReaders;

/**
 * What the listeners of an application share.
 *
 * @param settings their defaults
 * @param readers opens their readers
 * @param advice what goes around each call, in this order
 * @param events publishes what happens to them
 * @param keepAlive keeps the process alive while they run
 * @param callThreads make the calls of those that share threads
 */
record ListenerServices(ListenerSettings settings, BufferReaders readers, List<DeliveryAdvice> advice,
		EventPublisher events, KeepAlive keepAlive, CallThreads callThreads) {

	/** The same, with threads of others. */
	ListenerServices with(CallThreads others) {
		return new ListenerServices(this.settings, this.readers, this.advice, this.events, this.keepAlive, others);
	}

}
