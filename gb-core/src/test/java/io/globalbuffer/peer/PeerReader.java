// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.peer;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A Python reader.
 */
public final class PeerReader {

	private final PythonPeer peer;

	private final int handle;

	private final JsonNode description;

	private PeerReader(PythonPeer peer, int handle, JsonNode description) {
		this.peer = peer;
		this.handle = handle;
		this.description = description;
	}

	static PeerReader of(PythonPeer peer, JsonNode reply) {
		return new PeerReader(peer, reply.path("handle").asInt(), reply);
	}

	/**
	 * Wrap the reader, so that it sleeps in the kernel.
	 * @return this reader
	 */
	public PeerReader sleeping() {
		this.peer.call("wrap", Map.of("handle", this.handle, "wrapper", "sleeping"));
		return this;
	}

	/**
	 * Return what Python made of the header.
	 * @return a node with {@code dtype}, {@code shape} and {@code nbytes}, each null for
	 * messages
	 */
	public JsonNode description() {
		return this.description;
	}

	/**
	 * Return the newest array.
	 * @return the array, or empty if there is none yet
	 */
	public Optional<PeerArray> latestArray() {
		JsonNode reply = latest();
		return reply.isNull() ? Optional.empty() : Optional.of(PeerArray.of(reply));
	}

	/**
	 * Return the newest message.
	 * @return its fields, or empty if there is none yet; bytes as {@code {"$hex":
	 * "00ff"}}
	 */
	public Optional<JsonNode> latestMessage() {
		JsonNode reply = latest();
		return reply.isNull() ? Optional.empty() : Optional.of(reply.path("message"));
	}

	private JsonNode latest() {
		return this.peer.call("latest", Map.of("handle", this.handle));
	}

	/**
	 * Wait for the next array.
	 * @param timeout how long Python waits
	 * @return the array
	 * @throws PeerException of type {@code Empty} if there is none in time
	 */
	public PeerArray nextArray(Duration timeout) {
		return PeerArray.of(startNext(timeout).await());
	}

	/**
	 * Wait for the next message.
	 * @param timeout how long Python waits
	 * @return its fields; bytes as {@code {"$hex": "00ff"}}
	 * @throws PeerException of type {@code Empty} if there is none in time
	 */
	public JsonNode nextMessage(Duration timeout) {
		return startNext(timeout).await().path("message");
	}

	/**
	 * Start to wait for the next sample.
	 * @param timeout how long Python waits
	 * @return the answer to come, with {@code values} and {@code hex}, or {@code message}
	 */
	public PeerReply<JsonNode> startNext(Duration timeout) {
		return this.peer.send("next", Map.of("handle", this.handle, "timeout", PeerWriter.seconds(timeout)));
	}

	/**
	 * Read filled arrays in order until those delivered and those skipped are a count.
	 * @param count how many
	 * @param timeout how long Python waits for that
	 * @return the summary, when the loop has ended
	 */
	public PeerReply<ReadSummary> readNext(int count, Duration timeout) {
		return readLoop("next", count, timeout);
	}

	/**
	 * Read filled arrays in order until the peer's next command, with {@code next_into}.
	 * @param timeout how long Python reads at most
	 * @return the summary, when the loop has ended
	 */
	public PeerReply<ReadSummary> readUntilNextCommand(Duration timeout) {
		return this.peer
			.send("read_loop",
					Map.of("handle", this.handle, "mode", "next_into", "timeout", PeerWriter.seconds(timeout)))
			.map(ReadSummary::of);
	}

	/**
	 * Do the same as {@link #readNext} with {@code next_into}, which there is from 1.1
	 * on, and take a sample for torn, too, that is not filled with its sequence.
	 * @param count how many
	 * @param timeout how long Python waits for that
	 * @return the summary, when the loop has ended
	 */
	public PeerReply<ReadSummary> readNextInto(int count, Duration timeout) {
		return readLoop("next_into", count, timeout);
	}

	/**
	 * Poll the newest of filled arrays until a number of different ones was seen.
	 * @param count how many different ones
	 * @param timeout how long Python waits for that
	 * @return the summary, when the loop has ended
	 */
	public PeerReply<ReadSummary> pollLatest(int count, Duration timeout) {
		return readLoop("latest", count, timeout);
	}

	private PeerReply<ReadSummary> readLoop(String mode, int count, Duration timeout) {
		return this.peer
			.send("read_loop",
					Map.of("handle", this.handle, "mode", mode, "count", count, "timeout", PeerWriter.seconds(timeout)))
			.map(ReadSummary::of);
	}

	/**
	 * Return the samples this reader was too late for.
	 * @return the number since it attached
	 */
	public long overruns() {
		return this.peer.call("overruns", Map.of("handle", this.handle)).asLong();
	}

	/**
	 * Return whether Python takes the writer for alive.
	 * @return what {@code writer_alive} says
	 */
	public boolean isWriterAlive() {
		return this.peer.call("writer_alive", Map.of("handle", this.handle)).asBoolean();
	}

	/**
	 * Detach.
	 */
	public void close() {
		this.peer.call("close", Map.of("handle", this.handle));
	}

	/**
	 * What a loop over filled arrays found.
	 *
	 * @param delivered samples read; different ones if the newest was polled
	 * @param overruns samples skipped during the loop
	 * @param torn samples whose elements were not all equal, or not what they had to be
	 * @param disordered samples that were not greater than the one before
	 * @param first the number in the first sample, 0 if there was none
	 * @param last the number in the last sample, 0 if there was none
	 * @param timedOut whether the count was not reached
	 */
	public record ReadSummary(long delivered, long overruns, long torn, long disordered, long first, long last,
			boolean timedOut) {

		static ReadSummary of(JsonNode reply) {
			return new ReadSummary(reply.path("delivered").asLong(), reply.path("overruns").asLong(),
					reply.path("torn").asLong(), reply.path("disordered").asLong(), reply.path("first").asLong(),
					reply.path("last").asLong(), reply.path("timed_out").asBoolean());
		}

	}

}
