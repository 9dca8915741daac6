// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.event;

import java.util.List;

import io.globalbuffer.spring.ListenerInfo;

/**
 * Samples were given up after a failure: they will not be attempted again. Published for
 * each such call, without the samples themselves: whoever needs those is an error
 * handler, which is asked with them, or listens to the buffer of
 * {@link io.globalbuffer.spring.GlobalBufferListener#failedTo() failedTo}.
 *
 * @param listener the listener
 * @param error what happened at last
 * @param sequences the numbers of the samples of the call; none where it is not known
 * which sample could not be decoded
 * @param kept whether the buffer of {@code failedTo} has received all of them
 */
public record SampleGivenUpEvent(ListenerInfo listener, Exception error, List<Long> sequences,
		boolean kept) implements ListenerEvent {
}
