// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.torture;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;

import io.globalbuffer.peer.PeerReply;
import io.globalbuffer.peer.PythonPeer;

/**
 * A Python process, somebody else's, that does what {@link CheckedStreams} and
 * {@link ShortLivedSegments} do.
 */
final class TorturePeer {

	private final PythonPeer peer;

	private final String source;

	private TorturePeer(PythonPeer peer, String source) {
		this.peer = peer;
		this.source = source;
	}

	static TorturePeer of(PythonPeer peer) {
		try (InputStream script = TorturePeer.class.getResourceAsStream("torture.py")) {
			if (script == null) {
				throw new IllegalStateException("There is no torture.py beside " + TorturePeer.class);
			}
			String source = new String(script.readAllBytes(), StandardCharsets.UTF_8);
			return new TorturePeer(peer, source);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot read torture.py", ex);
		}
	}

	/** Creates a stream of int64 arrays and returns its handle. */
	int create(String name, int words, int capacity) {
		return this.peer
			.call("create_array", Map.of("name", name, "dtype", "int64", "capacity", capacity, "shape", List.of(words)))
			.asInt();
	}

	/** Attaches to a stream and returns its handle. */
	int attach(String name) {
		return this.peer.call("attach", Map.of("name", name)).path("handle").asInt();
	}

	void close(int handle) {
		this.peer.call("close", Map.of("handle", handle));
	}

	/** Starts to write, and answers how many when the time is over. */
	PeerReply<JsonNode> write(int handle, int words, Duration duration) {
		return run("write_words", List.of(handle), Map.of("length", words, "seconds", seconds(duration)));
	}

	/** Starts to read, until {@link #stop()}. */
	PeerReply<JsonNode> read(int inOrder, int newest) {
		return run("read_words", List.of(inOrder, newest), Map.of());
	}

	/**
	 * Starts to create and remove a buffer, and answers how often when the time is over.
	 */
	PeerReply<JsonNode> createAndUnlink(String name, Duration duration) {
		return run("create_and_unlink", List.of(), Map.of("name", name, "seconds", seconds(duration)));
	}

	/** Starts to attach again and again, until {@link #stop()}. */
	PeerReply<JsonNode> attachAgainAndAgain(String name) {
		return run("attach_again_and_again", List.of(), Map.of("name", name));
	}

	/** Ends what runs until the next command. */
	void stop() {
		this.peer.call("stop", Map.of());
	}

	private PeerReply<JsonNode> run(String function, List<Integer> handles, Map<String, ?> arguments) {
		Map<String, Object> request = new LinkedHashMap<>(arguments);
		request.put("source", this.source);
		request.put("function", function);
		request.put("handles", handles);
		return this.peer.send("run", request);
	}

	private static double seconds(Duration duration) {
		return duration.toNanos() / 1e9;
	}

}
