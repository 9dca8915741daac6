// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.listener;

import java.util.List;

import io.globalbuffer.Sample;

/**
 * Something that failed on the way of samples through a listener.
 *
 * @param stage how far they had come
 * @param error what was thrown
 * @param samples the samples; none where one could not be decoded
 * @param sequences their numbers; none where it is not known which one failed
 */
record CallFailure(CallStage stage, Exception error, List<? extends Sample<?>> samples, List<Long> sequences) {

	static CallFailure of(CallStage stage, Exception error, List<? extends Sample<?>> samples) {
		return new CallFailure(stage, error, samples, samples.stream().map(Sample::sequence).toList());
	}

}
