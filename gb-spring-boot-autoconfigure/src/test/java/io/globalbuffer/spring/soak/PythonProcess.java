// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.soak;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;

import io.globalbuffer.peer.PeerNames;
import io.globalbuffer.peer.PeerReply;
import io.globalbuffer.peer.PythonPeer;
import io.globalbuffer.peer.PythonVersion;

/**
 * A Python process that writes streams, and can be started again. A Python writer always
 * begins with a new segment.
 */
final class PythonProcess {

	private static final double PERIOD_SECONDS = 0.003;

	private final PythonVersion version;

	/** Arrays first. */
	private final List<SoakStream> streams;

	private final SoakSegments segments;

	private PythonPeer peer;

	private PeerReply<JsonNode> writing;

	private int starts;

	private PythonProcess(PythonVersion version, List<SoakStream> streams, SoakSegments segments) {
		this.version = version;
		this.streams = streams;
		this.segments = segments;
		this.peer = PythonPeer.start(version);
		boolean started = false;
		try {
			this.writing = write();
			started = true;
		}
		finally {
			if (!started) {
				stop();
			}
		}
	}

	static PythonProcess start(PythonVersion version, SoakSegments segments, SoakStream... streams) {
		return new PythonProcess(version, List.of(streams), segments);
	}

	/** Every second time by force. */
	void restart() {
		if (this.starts % 2 == 0) {
			this.peer.kill();
		}
		stop();
		this.peer = PythonPeer.start(this.version);
		this.writing = write();
	}

	/** Ends the process and removes its segments. */
	void stop() {
		this.peer.close();
		this.streams.forEach((stream) -> PeerNames.unlink(this.segments.of(stream)));
	}

	/** Lets it write nothing more, but not end. */
	void pause() {
		this.peer.call("stop", Map.of());
		this.writing.await();
	}

	int starts() {
		return this.starts;
	}

	private PeerReply<JsonNode> write() {
		this.starts++;
		List<List<Object>> arrays = new ArrayList<>();
		List<Integer> handles = new ArrayList<>();
		for (SoakStream stream : this.streams) {
			String segment = this.segments.of(stream);
			if (stream == SoakStream.POINTS) {
				handles.add(this.peer
					.call("create_message", Map.of("name", segment, "model", "Point", "capacity", stream.capacity()))
					.asInt());
			}
			else {
				String dtype = stream.spec().dtype().toString();
				long[] shape = stream.spec().shape();
				arrays.add(List.of(dtype, shape));
				handles.add(
						this.peer
							.call("create_array",
									Map.of("name", segment, "dtype", dtype, "capacity", stream.capacity(), "shape",
											shape))
							.asInt());
			}
		}
		return this.peer.send("run", Map.of("source", source(), "function", "write", "handles", handles, "arrays",
				arrays, "period", PERIOD_SECONDS));
	}

	/** The program that writes. */
	static String source() {
		try (InputStream script = PythonProcess.class.getResourceAsStream("soak.py")) {
			if (script == null) {
				throw new IllegalStateException("There is no soak.py beside " + PythonProcess.class);
			}
			return new String(script.readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot read soak.py", ex);
		}
	}

}
