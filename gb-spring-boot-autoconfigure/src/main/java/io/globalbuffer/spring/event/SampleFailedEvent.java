// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.event;

import java.util.List;

import io.globalbuffer.Sample;
import io.globalbuffer.spring.ListenerInfo;

/**
 * A listener's method or filter threw, a sample could not be decoded, or what the method
 * returned could not be sent; published once per interval, as the error is logged, for
 * each class of exception, what failed and what was decided. Carries the samples, which
 * exist nowhere else any more. That samples are lost for good by it says
 * {@link SampleGivenUpEvent}.
 *
 * @param listener the listener
 * @param error what happened
 * @param samples the samples of the call: one, several of a batch, or none where a sample
 * could not be decoded
 */
public record SampleFailedEvent(ListenerInfo listener, Exception error,
		List<? extends Sample<?>> samples) implements ListenerEvent {
}
