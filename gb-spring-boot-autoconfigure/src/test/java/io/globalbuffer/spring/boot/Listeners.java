// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.globalbuffer.ArrayWriter;
import io.globalbuffer.BufferWriter;
import io.globalbuffer.spring.GlobalBufferListener;
import io.globalbuffer.spring.listener.GlobalBufferListenerRegistry;
import io.globalbuffer.spring.listener.ListenerContainer;

/**
 * What the tests of listeners share: how to look at them, and beans that listen to
 * {@code imu}.
 */
final class Listeners {

	private Listeners() {
	}

	/** The live threads of a name. */
	static List<Thread> threads(String name) {
		return Thread.getAllStackTraces().keySet().stream().filter((thread) -> thread.getName().equals(name)).toList();
	}

	/** The container of the first listener. */
	static ListenerContainer container(GlobalBufferListenerRegistry registry) {
		return registry.all().iterator().next();
	}

	@SuppressWarnings("unchecked")
	static ArrayWriter<double[]> writer(Object bean) {
		return (ArrayWriter<double[]>) bean;
	}

	/** A writer of whatever the caller knows it writes. */
	@SuppressWarnings({ "unchecked", "TypeParameterUnusedInFormals" })
	static <T> BufferWriter<T> writerOf(Object bean) {
		return (BufferWriter<T>) bean;
	}

	static class Counting {

		@GlobalBufferListener("imu")
		public void receive(double[] sample) {
		}

	}

	static class Arrays {

		final List<double[]> received = new CopyOnWriteArrayList<>();

		@GlobalBufferListener("imu")
		void receive(double[] sample) {
			this.received.add(sample);
		}

	}

}
