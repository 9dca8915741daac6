// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.soak;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.globalbuffer.process.Commands;
import io.globalbuffer.process.JavaCommand;
import io.globalbuffer.process.ParentProcess;

/**
 * A process that writes streams until it is killed. Its one command is
 * {@code stream=segment …}, answered when all are being written.
 */
final class SoakChild implements Commands {

	/** Starts the process, which waits for its command then. */
	static final JavaCommand COMMAND = JavaCommand.of(SoakChild.class)
		.with(JavaCommand.NATIVE_ACCESS, JavaCommand.QUICK_START);

	private SoakChild() {
	}

	static void main() throws Exception {
		ParentProcess.obey(new SoakChild());
	}

	/** The command that has it write. */
	static String write(Stream<SoakStream> streams, SoakSegments segments) {
		return streams.map((stream) -> stream.name() + "=" + segments.of(stream)).collect(Collectors.joining(" "));
	}

	@Override
	public String run(String command) {
		List<WritingThread> threads = Arrays.stream(command.split(" ", -1))
			.map((word) -> word.split("=", 2))
			.map((words) -> WritingThread.start(SoakStream.valueOf(words[0]),
					() -> SoakStream.valueOf(words[0]).open(words[1])))
			.toList();
		return Integer.toString(threads.size());
	}

}
