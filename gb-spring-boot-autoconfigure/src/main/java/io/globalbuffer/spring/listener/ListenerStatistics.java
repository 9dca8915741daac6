// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.listener;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * A listener's figures at one moment. The counts are since the application started, and
 * never fall.
 *
 * @param delivered samples handed to the method
 * @param lag how many samples the listener is behind the writer; empty while it is not
 * attached
 * @param overruns samples lost because they were overwritten first, in mode NEXT
 * @param skipped samples passed over on purpose, in mode LATEST or after a pause
 * @param filtered samples that the filter left out
 * @param errors how often the method threw, or a sample could not be decoded
 * @param lastError the class name of the last error of any kind
 */
public record ListenerStatistics(long delivered, OptionalLong lag, long overruns, long skipped, long filtered,
		long errors, Optional<String> lastError) {
}
