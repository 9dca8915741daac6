// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot.endpoint;

import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * All declared buffers.
 *
 * @param directory the folder of the segments
 * @param buffers the buffers by name
 * @param dispatch the threads that listeners share; {@code null} while none of these runs
 * @param replications the replications by name; {@code null} if none is declared
 */
public record BuffersDescriptor(String directory, Map<String, Summary> buffers, @Nullable Dispatch dispatch,
		@Nullable Map<String, ReplicationDescriptor> replications) implements OperationResponseBody {

	/**
	 * One buffer in a line.
	 *
	 * @param kind {@code array} or {@code message}
	 * @param role {@code writer} or {@code reader}
	 * @param writer the writer's state, for example {@code presumed-dead}; {@code null}
	 * if the segment cannot be read, and once closed
	 * @param alive whether the writer's heartbeat is fresh; {@code null} where the state
	 * is
	 * @param rate samples a second over the last five; {@code null} in the first second
	 * @param sequence the sequence of the newest sample; {@code null} while there is none
	 * @param overruns samples lost in this application; {@code null} if it reads none
	 * @param listeners how many listeners this application has
	 */
	public record Summary(String kind, String role, @Nullable String writer, @Nullable Boolean alive,
			@Nullable Double rate, @Nullable Long sequence, @Nullable Long overruns, int listeners) {
	}

	/**
	 * The threads that listeners share.
	 *
	 * @param threads how many there are
	 * @param active how many of them make a call
	 * @param waiting how many calls wait for one of them
	 */
	public record Dispatch(int threads, int active, int waiting) {
	}

}
