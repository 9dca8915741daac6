// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.listener;

import java.util.List;

import io.globalbuffer.BufferWriter;
import io.globalbuffer.spring.listener.ListenerEndpoint.Target;

/**
 * Copies the samples that a listener gives up to another buffer, as they are in their
 * own. Where that fails it is counted and logged, and there is no other attempt. Used by
 * one thread at a time.
 */
final class FailedSamples {

	private final Target target;

	private final SampleSource source;

	private final ListenerCounters counters;

	private final ListenerErrorLog errorLog;

	FailedSamples(Target target, SampleSource source, ListenerCounters counters, ListenerErrorLog errorLog) {
		this.target = target;
		this.source = source;
		this.counters = counters;
		this.errorLog = errorLog;
	}

	/**
	 * Copies samples.
	 * @param failure what they were given up after
	 * @return whether the buffer has all of them
	 */
	boolean keep(CallFailure failure) {
		List<Object> originals = this.source.originals(failure);
		boolean all = true;
		for (int index = 0; index < originals.size(); index++) {
			List<Long> sequence = failure.sequences().stream().skip(index).limit(1).toList();
			all &= keep(originals.get(index), sequence);
		}
		return all;
	}

	private boolean keep(Object original, List<Long> sequence) {
		try {
			SameLayout.difference(this.source.layout(), this.target).ifPresent((difference) -> {
				throw new IllegalArgumentException(difference);
			});
			BufferWriter<Object> writer = this.target.writer();
			if (this.target.isOfMessages()) {
				writer.writeBytes((byte[]) original);
			}
			else {
				writer.write(original);
			}
			return true;
		}
		catch (RuntimeException ex) {
			this.counters.countUnkept();
			this.errorLog.log(new CallFailure(CallStage.KEEPING, ex, List.of(), sequence), Decision.UNKEPT);
			return false;
		}
	}

}
