// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.listener;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.util.ReflectionUtils;

import io.globalbuffer.Sample;
import io.globalbuffer.spring.SampleMetadata;

/**
 * Calls a listener method, and sends what it returns.
 */
final class ListenerInvoker {

	private final ListenerEndpoint endpoint;

	private final ListenerMethod method;

	private final MethodHandle handle;

	/**
	 * Prepares the calls.
	 * @param endpoint the listener
	 * @throws IllegalStateException if the method is not accessible
	 */
	ListenerInvoker(ListenerEndpoint endpoint) {
		this.endpoint = endpoint;
		this.method = endpoint.method();
		MethodType type = this.method.metadata()
				? MethodType.methodType(Object.class, Object.class, SampleMetadata.class)
				: MethodType.methodType(Object.class, Object.class);
		try {
			ReflectionUtils.makeAccessible(this.method.method());
			this.handle = MethodHandles.lookup()
				.unreflect(this.method.method())
				.bindTo(this.method.bean())
				.asType(type);
		}
		catch (IllegalAccessException ex) {
			throw new IllegalStateException("Listener method " + endpoint.info().method() + " is not accessible", ex);
		}
	}

	/**
	 * Calls the method.
	 * @param samples the samples of the call: one, or those of a batch
	 * @param shape the dimensions of the first one
	 * @return what the method returns
	 * @throws Throwable what the method throws
	 */
	@Nullable Object invoke(TakenSamples samples, List<Long> shape) throws Throwable {
		Object argument = argument(samples);
		return this.method.metadata() ? this.handle.invokeExact(argument, metadata(samples, shape))
				: this.handle.invokeExact(argument);
	}

	/**
	 * Sends what the method returned, if that is to be sent.
	 * @param result what it returned
	 */
	void send(@Nullable Object result) {
		if (result != null && this.endpoint.target() != null) {
			this.endpoint.target().writer().write(result);
		}
	}

	private Object argument(TakenSamples samples) {
		if (this.method.batch()) {
			return this.method.wholeSample() ? samples.list() : samples.list().stream().map(Sample::value).toList();
		}
		Sample<?> sample = samples.first();
		return this.method.wholeSample() ? sample : sample.value();
	}

	private SampleMetadata metadata(TakenSamples samples, List<Long> shape) {
		Sample<?> first = samples.first();
		return new SampleMetadata(this.endpoint.buffer().name(), first.sequence(), samples.missed(), shape,
				first.generation(), first.origin());
	}

}
