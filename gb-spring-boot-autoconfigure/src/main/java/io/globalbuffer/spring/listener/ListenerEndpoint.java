// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.listener;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import io.globalbuffer.BufferWriter;
import io.globalbuffer.Sample;
import io.globalbuffer.StartPosition;
import io.globalbuffer.spring.GlobalBufferErrorHandler;
import io.globalbuffer.spring.ListenerInfo;
import io.globalbuffer.spring.SampleFilter;

/**
 * Everything a {@code @GlobalBufferListener} says, resolved and checked.
 *
 * @param info which listener it is
 * @param beanName the bean whose method it calls
 * @param buffer the buffer it listens to
 * @param method the method to call
 * @param startFrom where it starts in a segment that holds samples
 * @param identity under which it goes on after a restart; {@code null} if it does not
 * @param autoStartup whether it starts with the application
 * @param minInterval the shortest time from call to call; zero for none
 * @param maxBatch how many samples a batch holds at most
 * @param errorHandler decides about errors
 * @param filter decides about samples, if anything does
 * @param target receives what the method returns, if anything does
 */
record ListenerEndpoint(ListenerInfo info, String beanName, BufferDefinition buffer, ListenerMethod method,
		StartPosition startFrom, @Nullable String identity, boolean autoStartup, Duration minInterval, int maxBatch,
		GlobalBufferErrorHandler errorHandler, @Nullable SampleFilter<Object> filter, @Nullable Target target) {

	/** Whether the method receives a sample. */
	@SuppressWarnings("unchecked")
	boolean accepts(Sample<?> sample) {
		return this.filter == null || this.filter.accepts((Sample<Object>) sample);
	}

	/** The listener as people find it. */
	String describe() {
		return this.info.method() + " of bean '" + this.beanName + "'";
	}

	/**
	 * Where the return values go.
	 *
	 * @param buffer the declared buffer
	 * @param writer its writer
	 */
	record Target(BufferDefinition buffer, BufferWriter<Object> writer) {
	}

}
