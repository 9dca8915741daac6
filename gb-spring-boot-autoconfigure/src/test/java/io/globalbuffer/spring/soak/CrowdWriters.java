// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.soak;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

import io.globalbuffer.ArrayReader;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.peer.PeerNames;
import io.globalbuffer.peer.PeerReply;
import io.globalbuffer.peer.PythonPeer;
import io.globalbuffer.peer.PythonVersion;
import io.globalbuffer.process.JavaProcess;

/**
 * The two processes that write the streams of the crowd, and that come and go: every
 * second time they are killed. A Python writer always begins with a new segment.
 */
final class CrowdWriters implements AutoCloseable {

	private static final double PERIOD_SECONDS = 0.05;

	private final CrowdStreams streams;

	private @Nullable JavaProcess java;

	private @Nullable PythonPeer python;

	private @Nullable PeerReply<JsonNode> writing;

	private int javaStarts;

	private int pythonStarts;

	CrowdWriters(CrowdStreams streams) {
		this.streams = streams;
	}

	/** Starts both. */
	void start() {
		startJava();
		startPython();
	}

	/** Does nothing before the process has begun to write. */
	void restartJava() {
		JavaProcess process = this.java;
		if (process == null || !process.hasAnswered()) {
			return;
		}
		process.answer();
		if (this.javaStarts % 2 == 0) {
			process.call(CrowdChild.CLOSE);
		}
		process.kill();
		startJava();
	}

	void restartPython() {
		if (this.pythonStarts % 2 == 0 && this.python != null) {
			this.python.kill();
		}
		endPython();
		startPython();
	}

	/**
	 * Ends the Java writers, by force, and has the Python writers write nothing more.
	 */
	void stopWriting() {
		if (this.java != null && this.python != null && this.writing != null) {
			// it may have begun just now
			this.java.answer();
			this.java.kill();
			this.python.call("stop", Map.of());
			this.writing.await();
		}
	}

	/** How many samples were committed, by the segments that Java writes. */
	Map<String, Long> written() {
		return this.streams.java().stream().collect(Collectors.toMap((segment) -> segment, CrowdWriters::count));
	}

	private static long count(String segment) {
		try (ArrayReader<long[]> reader = GlobalBuffer.attach(segment).asArray(CrowdStreams.SPEC)) {
			return reader.stats().sequence().orElse(-1) + 1;
		}
	}

	/** How often Java writers were started. */
	int javaStarts() {
		return this.javaStarts * this.streams.java().size();
	}

	/** How often Python writers were started. */
	int pythonStarts() {
		return this.pythonStarts * this.streams.python().size();
	}

	@Override
	public void close() {
		if (this.java != null) {
			this.java.close();
		}
		endPython();
		this.streams.all().forEach(PeerNames::unlink);
	}

	private void startJava() {
		JavaProcess started = JavaProcess.start(CrowdChild.COMMAND);
		this.java = started;
		this.javaStarts++;
		started.send(String.join(" ", this.streams.java()));
	}

	private void startPython() {
		PythonPeer started = PythonPeer.start(PythonVersion.V1_1_3);
		this.python = started;
		this.pythonStarts++;
		String dtype = CrowdStreams.SPEC.dtype().toString();
		long[] shape = CrowdStreams.SPEC.shape();
		List<Integer> handles = this.streams.python()
			.stream()
			.map((segment) -> started
				.call("create_array",
						Map.of("name", segment, "dtype", dtype, "capacity", CrowdStreams.CAPACITY, "shape", shape))
				.asInt())
			.toList();
		this.writing = started.send("run",
				Map.of("source", PythonProcess.source(), "function", "write", "handles", handles, "arrays",
						handles.stream().map((_) -> List.of(dtype, shape)).toList(), "period", PERIOD_SECONDS));
	}

	private void endPython() {
		if (this.python != null) {
			this.python.close();
			this.python = null;
			// and not the positions in it
			this.streams.python().forEach(GlobalBuffer::unlink);
		}
	}

}
