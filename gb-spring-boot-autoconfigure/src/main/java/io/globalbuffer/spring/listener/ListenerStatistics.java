// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.listener;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A listener's figures at one moment. The counts are since the application started, and
 * never fall.
 *
 * @param delivered samples that reached the method, each once
 * @param lag how many samples the listener is behind the writer; empty while it is not
 * attached
 * @param overruns samples lost because they were overwritten first, in mode NEXT
 * @param skipped samples passed over on purpose, in mode LATEST or after a pause
 * @param filtered samples that the filter left out
 * @param errors how often something failed: the method, the filter, decoding a sample,
 * sending what the method returned; each attempt counts
 * @param givenUp samples given up after such failures
 * @param unkept those of them that the buffer of {@code failedTo} could not take
 * @param lastError the last error of any kind
 * @param failingFor how long all calls have failed, from the first of them to the last;
 * zero if the last one succeeded; samples that the filter left out do not count
 * @param inCallFor how long the call that is running has been running; empty if none is
 */
public record ListenerStatistics(long delivered, OptionalLong lag, long overruns, long skipped, long filtered,
		long errors, long givenUp, long unkept, Optional<ListenerError> lastError, Duration failingFor,
		Optional<Duration> inCallFor) {
}
