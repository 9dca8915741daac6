// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.event;

/**
 * Something happened to a declared buffer, or to one of its listeners or replications.
 * Events are published as payloads of Spring's application events, to be received by
 * {@code @EventListener} methods, by a thread of their own: they neither slow delivery
 * down nor fail it.
 */
public sealed interface GlobalBufferEvent
		permits ListenerEvent, ReplicationEvent, WriterLostEvent, WriterReturnedEvent {

	/**
	 * The declared buffer.
	 * @return its name
	 */
	String buffer();

}
