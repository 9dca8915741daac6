// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.peer;

import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A Python writer. Array values are flat, in C order: complex numbers as re, im; dates
 * and time spans as their integers.
 */
public final class PeerWriter {

	private final PythonPeer peer;

	private final int handle;

	PeerWriter(PythonPeer peer, int handle) {
		this.peer = peer;
		this.handle = handle;
	}

	/**
	 * Wrap the writer, so that it wakes readers.
	 * @return this writer
	 */
	public PeerWriter waking() {
		this.peer.call("wrap", Map.of("handle", this.handle, "wrapper", "waking"));
		return this;
	}

	/**
	 * Write one array.
	 * @param values its flat values
	 */
	public void write(Number... values) {
		this.peer.call("write", Map.of("handle", this.handle, "value", values));
	}

	/**
	 * Write one array.
	 * @param payload its bytes, little-endian
	 */
	public void writeBytes(byte[] payload) {
		this.peer.call("write", Map.of("handle", this.handle, "value", hex(payload)));
	}

	/**
	 * Write one message through the model.
	 * @param message its fields; bytes as {@link #hex(byte[])}
	 */
	public void write(Map<String, ?> message) {
		this.peer.call("write", Map.of("handle", this.handle, "value", message));
	}

	/**
	 * Write several messages, or several arrays of flat values.
	 * @param samples the samples
	 * @param period the pause after each
	 * @return the answer to come
	 */
	public PeerReply<JsonNode> writeAll(List<?> samples, Duration period) {
		return this.peer.send("write_all", Map.of("handle", this.handle, "values", samples, "period", seconds(period)));
	}

	/**
	 * Write an array all of whose elements are a number.
	 * @param number the number; integers wrap
	 */
	public void fill(long number) {
		this.peer.call("fill", Map.of("handle", this.handle, "number", number));
	}

	/**
	 * Do the same as {@link #fill(long)} in a reservation.
	 * @param number the number; integers wrap
	 */
	public void reserveFill(long number) {
		this.peer.call("reserve_fill", Map.of("handle", this.handle, "number", number));
	}

	/**
	 * Write arrays filled with first, first + 1, and so on.
	 * @param first the first number
	 * @param count how many
	 * @param period the time from one to the next, zero for no pause at all
	 * @return the number of samples written, when all are
	 */
	public PeerReply<Long> fillLoop(long first, int count, Duration period) {
		return this.peer
			.send("fill_loop", Map.of("handle", this.handle, "first", first, "count", count, "period", seconds(period)))
			.map(JsonNode::asLong);
	}

	/**
	 * Write arrays filled with first, first + 1, and so on until the peer's next command
	 * or its end.
	 * @param first the first number
	 * @param period the time from one to the next, zero for no pause at all
	 * @return the number of samples written, when the loop has ended
	 */
	public PeerReply<Long> fillUntilNextCommand(long first, Duration period) {
		return this.peer.send("fill_loop", Map.of("handle", this.handle, "first", first, "period", seconds(period)))
			.map(JsonNode::asLong);
	}

	/**
	 * Call a function of a piece of Python source with this writer.
	 * @param source the source
	 * @param function the function's name; its first argument tells whether the next
	 * command is there, its second one is the writer
	 * @return what it returns, when it has ended
	 */
	public PeerReply<JsonNode> run(String source, String function) {
		return this.peer.send("run", Map.of("source", source, "function", function, "handles", List.of(this.handle)));
	}

	/**
	 * Stamp the heartbeat.
	 */
	public void heartbeat() {
		this.peer.call("heartbeat", Map.of("handle", this.handle));
	}

	/**
	 * Detach; the segment stays.
	 */
	public void close() {
		this.peer.call("close", Map.of("handle", this.handle));
	}

	/**
	 * Return the form in which bytes travel inside a message.
	 * @param bytes the bytes
	 * @return a map that the peer takes for bytes
	 */
	public static Map<String, String> hex(byte[] bytes) {
		return Map.of("$hex", HexFormat.of().formatHex(bytes));
	}

	static double seconds(Duration duration) {
		return duration.toNanos() / 1e9;
	}

}
