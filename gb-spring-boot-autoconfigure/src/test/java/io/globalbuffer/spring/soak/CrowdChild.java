// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.soak;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.OnExisting;
import io.globalbuffer.process.Commands;
import io.globalbuffer.process.JavaCommand;
import io.globalbuffer.process.ParentProcess;
import io.globalbuffer.spring.soak.SoakStream.NumberedWriter;

/**
 * A process that writes streams until it is killed, or its second command closes them.
 * Its first command are their segments, answered when all are open.
 */
final class CrowdChild implements Commands {

	/** Starts the process, which waits for its commands then. */
	static final JavaCommand COMMAND = JavaCommand.of(CrowdChild.class)
		.with(JavaCommand.NATIVE_ACCESS, JavaCommand.QUICK_START);

	static final String CLOSE = "close";

	private static final Duration TAKE_OVER_TIMEOUT = Duration.ofSeconds(30);

	private static final long PERIOD_MILLIS = 50;

	/** One round of so many laps the readers. */
	private static final int LONG_ROUNDS = 10;

	private final CountDownLatch closing = new CountDownLatch(1);

	private List<NumberedWriter> writers = List.of();

	private Thread writing = Thread.ofPlatform().daemon().unstarted(this::write);

	private CrowdChild() {
	}

	static void main() throws Exception {
		ParentProcess.obey(new CrowdChild());
	}

	@Override
	public String run(String command) throws InterruptedException {
		if (command.equals(CLOSE)) {
			this.closing.countDown();
			this.writing.join();
			return "closed";
		}
		this.writers = Arrays.stream(command.split(" ", -1)).map(CrowdChild::open).toList();
		this.writing.start();
		return "writing";
	}

	private static NumberedWriter open(String segment) {
		return NumberedWriter.of(GlobalBuffer.create(segment, CrowdStreams.SPEC)
			.capacity(CrowdStreams.CAPACITY)
			.onExisting(OnExisting.TAKE_OVER)
			.takeOverTimeout(TAKE_OVER_TIMEOUT)
			.open());
	}

	private void write() {
		try {
			for (int round = 0; !this.closing.await(PERIOD_MILLIS, TimeUnit.MILLISECONDS); round++) {
				int samples = (round % LONG_ROUNDS == LONG_ROUNDS - 1) ? 2 * CrowdStreams.CAPACITY : 1;
				for (NumberedWriter writer : this.writers) {
					for (int sample = 0; sample < samples; sample++) {
						writer.write();
					}
				}
			}
		}
		catch (InterruptedException ex) {
			// as good as the command
		}
		this.writers.forEach(NumberedWriter::close);
	}

}
