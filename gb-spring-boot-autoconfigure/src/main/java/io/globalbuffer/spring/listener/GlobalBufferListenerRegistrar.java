// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.listener;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

import io.globalbuffer.spring.buffer.BufferDefinitions;

/**
 * Registers listeners in code, beside those of {@code @GlobalBufferListener}: before the
 * application has started, when they start with the others, or at any time later. Safe
 * for use by many threads.
 */
public class GlobalBufferListenerRegistrar {

	private final ConfigurableListableBeanFactory beanFactory;

	private final BufferDefinitions buffers;

	private final GlobalBufferListenerRegistry registry;

	private @Nullable ListenerEndpointFactory endpoints;

	/**
	 * Creates a registrar.
	 * @param beanFactory where the beans are that registrations name
	 * @param buffers the declared buffers
	 * @param registry has the listeners then
	 */
	public GlobalBufferListenerRegistrar(ConfigurableListableBeanFactory beanFactory, BufferDefinitions buffers,
			GlobalBufferListenerRegistry registry) {
		this.beanFactory = beanFactory;
		this.buffers = buffers;
		this.registry = registry;
	}

	/**
	 * Adds a listener; starts it if the others run already, and it starts by itself.
	 * @param registration the listener
	 * @return the listener's life
	 * @throws UnknownBufferException if the buffer is not declared
	 * @throws InvalidListenerException if the listener cannot be, or there is one of that
	 * id; or if there is a segment that it cannot read, in which case it is not added
	 * either
	 */
	public ListenerContainer register(ListenerRegistration registration) {
		return register(registration.endpoint(endpoints()));
	}

	ListenerContainer register(ListenerEndpoint endpoint) {
		return this.registry.register(endpoint);
	}

	/**
	 * Stops a listener, which cannot be started again, and forgets it with its figures.
	 * @param id its id
	 * @return {@code false} if there is none, or another thread has unregistered it
	 */
	public boolean unregister(String id) {
		ListenerContainer container = this.registry.find(id).orElse(null);
		if (container == null) {
			return false;
		}
		container.retire();
		container.stop();
		return this.registry.remove(List.of(container));
	}

	/** Makes listeners; not before it is needed, since it asks for error handlers. */
	synchronized ListenerEndpointFactory endpoints() {
		if (this.endpoints == null) {
			this.endpoints = new ListenerEndpointFactory(this.beanFactory, this.buffers, this.registry.settings());
		}
		return this.endpoints;
	}

}
