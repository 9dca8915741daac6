// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot.endpoint;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * One declared buffer. Holds no value of a sample and no message of an exception that is
 * not this library's own: they could be secret. Times and durations are text, ISO 8601:
 * not every mapper that JMX is given knows them.
 *
 * @param name the declared name
 * @param kind {@code array} or {@code message}
 * @param role the role, for example {@code writer}
 * @param segment the segment's name
 * @param declared what is declared, for example {@code float64[6]}
 * @param layout what the segment holds that is there; {@code null} while there is none
 * @param error why that cannot be read as declared; {@code null} if it can
 * @param writer the writer; {@code null} if the segment cannot be read, and once closed
 * @param sequence the sequence of the newest sample; {@code null} while there is none
 * @param lastChangeSeen when a new sample was last seen, to half a second; {@code null}
 * if it never was
 * @param rate samples a second over the last five; {@code null} in the first second
 * @param listeners the listeners of this application by id
 * @param readers the readers of all processes that register, by entry
 * @param replications the replications of this application by name; {@code null} if there
 * is none
 */
public record BufferDescriptor(String name, String kind, String role, String segment, String declared,
		@Nullable Layout layout, @Nullable String error, @Nullable Writer writer, @Nullable Long sequence,
		@Nullable String lastChangeSeen, @Nullable Double rate, Map<String, Listener> listeners, List<Reader> readers,
		@Nullable Map<String, ReplicationDescriptor> replications) implements OperationResponseBody {

	/**
	 * What a segment holds.
	 *
	 * @param dtype the element type; {@code null} for messages
	 * @param shape the dimensions; {@code null} for messages
	 * @param capacity how many samples a reader may fall behind
	 * @param maxBytes the size of the largest message; {@code null} for arrays
	 * @param memoryBytes the segment's size
	 */
	public record Layout(@Nullable String dtype, @Nullable List<Long> shape, long capacity, @Nullable Long maxBytes,
			long memoryBytes) {
	}

	/**
	 * A segment's writer.
	 *
	 * @param state its state, for example {@code presumed-dead}
	 * @param alive whether its heartbeat is fresh
	 * @param pid its process; {@code null} without a segment
	 * @param lastHeartbeat when it last stamped; {@code null} if it never did, or closed
	 * @param heartbeatAge how long ago that was
	 * @param timeout how old a heartbeat may be to be fresh
	 */
	public record Writer(String state, boolean alive, @Nullable Long pid, @Nullable String lastHeartbeat,
			@Nullable String heartbeatAge, String timeout) {
	}

	/**
	 * A listener.
	 *
	 * @param state its state, for example {@code running}
	 * @param mode {@code next} or {@code latest}
	 * @param waitStrategy how it waits for the next sample, for example {@code auto}
	 * @param dispatch which threads call it: {@code thread} or {@code shared}
	 * @param delivered samples that reached the method
	 * @param filtered samples that its filter kept out
	 * @param lag how many samples it is behind the writer; {@code null} while not
	 * attached
	 * @param overruns samples lost because they were overwritten first
	 * @param skipped samples passed over on purpose
	 * @param errors how often something failed: the method, its filter, decoding a
	 * sample, sending what the method returned
	 * @param givenUp samples given up after that
	 * @param failedTo the buffer that receives these; {@code null} if there is none
	 * @param unkept those that it could not take; {@code null} if there is none
	 * @param lastError the class of the last error, and what it says if that is this
	 * library's own text; {@code null} if there was none
	 * @param lastErrorAt when it happened
	 * @param lastErrorPast whether the listener has got over it
	 * @param inCallSince since when it has been inside its method or what goes with that;
	 * {@code null} if it is not
	 * @param stopReason what ended it, for example {@code error-handler}; {@code null}
	 * unless it ended without being asked to
	 */
	public record Listener(String state, String mode, String waitStrategy, String dispatch, long delivered,
			long filtered, @Nullable Long lag, long overruns, long skipped, long errors, long givenUp,
			@Nullable String failedTo, @Nullable Long unkept, @Nullable String lastError, @Nullable String lastErrorAt,
			@Nullable Boolean lastErrorPast, @Nullable String inCallSince,
			@Nullable String stopReason) implements OperationResponseBody {
	}

	/**
	 * A reader of the segment, of whatever process.
	 *
	 * @param entry the number of its entry in the segment's registry
	 * @param pid its process
	 * @param own whether that is this one
	 * @param listener the id of the listener of this application that it is; {@code null}
	 * if it is none
	 * @param mode {@code next} or {@code latest}; {@code null} as long as its cursor was
	 * not used
	 * @param cursor the sequence of the next sample that it reads
	 * @param lag how many samples it is behind the writer, those it has lost included
	 * @param overruns samples lost because they were overwritten first
	 * @param lastSeen when it was seen last
	 */
	public record Reader(int entry, long pid, boolean own, @Nullable String listener, @Nullable String mode,
			long cursor, long lag, long overruns, String lastSeen) {
	}

}
