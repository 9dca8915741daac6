// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import java.util.concurrent.Flow;

/**
 * Publishes the samples of a stream to subscribers that say how many they want: the
 * interface of the JDK for Reactive Streams, to which Reactor, RxJava, Mutiny and others
 * have adapters.
 * {@snippet :
 * try (BufferReader<Map<String, Object>> status = GlobalBuffer.attach("status").following().asMap()) {
 * 	SamplePublisher<Map<String, Object>> samples = status.publisher();
 * 	samples.subscribe(subscriber());
 * 	use(samples.delivered(), samples.overruns());
 * }
 * }
 * <p>
 * <b>Where a subscriber begins.</b> Each has a cursor of its own, which begins where the
 * reader's stands when it subscribes, as that of a {@link BufferReader#subscribe
 * subscription} does. If the reader has an {@linkplain ReaderBuilder#resumeAs identity},
 * a subscriber reads under it, one at a time: another one gets an
 * {@link IllegalStateException} by {@code onError}. A sample is done when its
 * {@code onNext} has returned and the next one was asked for, or the subscription ends;
 * where samples are passed on to other threads, or kept, let the caller
 * {@linkplain ReaderBuilder#doneByCaller() say so}.
 * <p>
 * <b>Demand.</b> No sample is read that was not asked for. What is overwritten until it
 * is counts as lost: {@link Sample#missed()} of the next sample says how much it was.
 * With {@link ReadMode#LATEST} a subscriber is given the newest sample each time, and
 * what lies between is skipped. Samples are never shared, also where the reader
 * {@linkplain ReaderBuilder#reusingArrays() reuses its arrays}.
 * <p>
 * <b>Signals</b> come one after the other, each when the one before it has returned:
 * {@code onSubscribe} on the thread that subscribes, all others on the executor that was
 * given, or else on a virtual thread of the subscription's own, which a subscriber may
 * block. A signal that throws, or that the executor refuses, is logged and ends the
 * subscription.
 * <ul>
 * <li>A message that cannot be decoded is logged, counted and left out. A read that fails
 * otherwise, for example since the segment was replaced by one that holds something else,
 * is logged and tried again.</li>
 * <li>{@code onComplete} comes when the reader is closed, which waits up to ten seconds
 * for an {@code onNext} that is running; no other comes afterwards. A writer that closes
 * ends nothing: another one may go on with the stream.</li>
 * <li>{@code onError} comes if memory of the segment was taken away and the reader does
 * not {@linkplain ReaderBuilder#following() follow}, with
 * {@link io.globalbuffer.exception.BufferLostException}; if less than one sample is asked
 * for, with {@link IllegalArgumentException}; and if a signal interrupts the
 * subscription's own thread, with {@link InterruptedException}.</li>
 * <li>{@code cancel} lets go of the cursor at once, also from inside {@code onNext}.</li>
 * </ul>
 * <p>
 * The counts are those of all subscribers of this publisher together, of ended ones too.
 * For the counts of one, give it a publisher of its own: it costs nothing.
 *
 * @param <T> the type of a sample
 */
public interface SamplePublisher<T> extends Flow.Publisher<Sample<T>> {

	/**
	 * Samples that {@code onNext} has returned from.
	 * @return a count
	 */
	long delivered();

	/**
	 * Samples that were left out since they are no such messages.
	 * @return a count
	 */
	long undecodable();

	/**
	 * Samples lost because they were overwritten before they were asked for, or were
	 * damaged. In {@link ReadMode#LATEST} those count as skipped.
	 * @return a count, always 0 in {@link ReadMode#LATEST}
	 */
	long overruns();

	/**
	 * Samples passed over on purpose in {@link ReadMode#LATEST}.
	 * @return a count, always 0 in {@link ReadMode#NEXT}
	 */
	long skipped();

}
