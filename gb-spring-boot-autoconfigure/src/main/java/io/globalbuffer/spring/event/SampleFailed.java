// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.event;

import java.util.List;

import io.globalbuffer.Sample;
import io.globalbuffer.spring.ListenerInfo;

/**
 * A listener method threw, or a sample could not be decoded; published once per class of
 * exception and interval, as the error is logged. Carries the samples, which exist
 * nowhere else any more.
 *
 * @param listener the listener
 * @param error what happened
 * @param samples the samples of the call: one, several of a batch, or none where a sample
 * could not be decoded
 */
public record SampleFailed(ListenerInfo listener, Exception error,
		List<? extends Sample<?>> samples) implements ListenerEvent {
}
