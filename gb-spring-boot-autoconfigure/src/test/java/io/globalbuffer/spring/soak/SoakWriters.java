// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.soak;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.globalbuffer.ArrayWriter;
import io.globalbuffer.peer.PeerNames;
import io.globalbuffer.peer.PythonVersion;
import io.globalbuffer.process.JavaProcess;
import io.globalbuffer.spring.soak.SoakStream.By;
import io.globalbuffer.spring.soak.SoakStream.NumberedWriter;

/**
 * All writers of the soak, which come and go.
 */
final class SoakWriters {

	private final SoakSegments segments;

	private final List<WritingThread> threads;

	private final PythonProcess newer;

	private final PythonProcess older;

	/** How what was started ends, the newest first. */
	private final Deque<Runnable> ends = new ArrayDeque<>();

	private JavaProcess child;

	private int restarts;

	private int kills;

	private SoakWriters(SoakSegments segments, ArrayWriter<?> flags) {
		this.segments = segments;
		boolean complete = false;
		try {
			this.newer = PythonProcess.start(PythonVersion.V1_1_3, segments, SoakStream.NEWER, SoakStream.POINTS);
			this.ends.push(this.newer::stop);
			this.older = PythonProcess.start(PythonVersion.V1_0_2, segments, SoakStream.OLDER);
			this.ends.push(this.older::stop);
			this.child = startChild();
			this.ends.push(() -> this.child.close());
			this.threads = Arrays.stream(SoakStream.values())
				.filter((stream) -> stream.by() != By.CHILD && stream.by() != By.PYTHON)
				.map((stream) -> WritingThread.start(stream,
						() -> (stream.by() == By.BEAN) ? shared(flags) : stream.open(segments.of(stream))))
				.toList();
			complete = true;
		}
		finally {
			if (!complete) {
				close();
			}
		}
	}

	/**
	 * Starts them; all or, if one does not start, none.
	 * @param segments the segments' names
	 * @param flags the application's own writer
	 */
	static SoakWriters start(SoakSegments segments, ArrayWriter<?> flags) {
		return new SoakWriters(segments, flags);
	}

	void restartThread() {
		this.threads.get(this.restarts++ % this.threads.size()).restart();
	}

	/** Does nothing before the process has begun to write. */
	void killChild() {
		if (!this.child.hasAnswered()) {
			return;
		}
		this.child.kill();
		this.kills++;
		this.child = startChild();
	}

	void restartNewer() {
		this.newer.restart();
	}

	void restartOlder() {
		this.older.restart();
	}

	/**
	 * Ends all Java writers, the process by force, and has the Python writers write
	 * nothing more.
	 */
	void stopWriting() throws InterruptedException {
		this.child.kill();
		for (WritingThread thread : this.threads) {
			thread.stop();
		}
		this.newer.pause();
		this.older.pause();
	}

	/** How many samples Java writers have written in all. */
	Map<SoakStream, Long> written() {
		Map<SoakStream, Long> written = this.threads.stream()
			.collect(Collectors.toMap(WritingThread::stream, WritingThread::written));
		childStreams().forEach((stream) -> written.put(stream, stream.count(this.segments.of(stream))));
		return written;
	}

	/** How often Java writers were started, killed ones included. */
	int javaStarts() {
		return this.threads.stream().mapToInt(WritingThread::starts).sum() + (1 + this.kills) * 3;
	}

	/** How often the process was killed. */
	int kills() {
		return this.kills;
	}

	/** How often Python writers were started. */
	int pythonStarts() {
		return this.newer.starts() + this.older.starts();
	}

	/** Ends whatever is left, and removes the segments. */
	void close() {
		this.ends.forEach(Runnable::run);
		this.segments.all().forEach(PeerNames::unlink);
	}

	private static Stream<SoakStream> childStreams() {
		return Arrays.stream(SoakStream.values()).filter((stream) -> stream.by() == By.CHILD);
	}

	private JavaProcess startChild() {
		JavaProcess process = JavaProcess.start(SoakChild.COMMAND);
		process.send(SoakChild.write(childStreams(), this.segments));
		return process;
	}

	/** The bean, which is not to be closed. */
	private static NumberedWriter shared(ArrayWriter<?> bean) {
		NumberedWriter writer = NumberedWriter.of(bean);
		return new NumberedWriter() {

			@Override
			public void write() {
				writer.write();
			}

			@Override
			public long count() {
				return writer.count();
			}

			@Override
			public void close() {
				// the application does
			}

		};
	}

}
