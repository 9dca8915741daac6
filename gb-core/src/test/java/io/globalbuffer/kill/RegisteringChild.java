// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.kill;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import io.globalbuffer.ArrayReader;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.process.Commands;
import io.globalbuffer.process.JavaCommand;
import io.globalbuffer.process.ParentProcess;

/**
 * A JVM whose readers come and go at random. Its first command is the buffer's name.
 */
final class RegisteringChild implements Commands {

	/** Starts the process, which waits for commands then. */
	static final JavaCommand COMMAND = JavaCommand.of(RegisteringChild.class).with(JavaCommand.NATIVE_ACCESS);

	/**
	 * Lets readers come and go for a while, and returns the entries of those that are
	 * there.
	 */
	static final String SOME = "some";

	/** Lets readers come and go, and never returns. */
	static final String ENDLESS = "endless";

	/** So many that all entries are taken now and then. */
	private static final int MOST_READERS = 24;

	private static final int STEPS = 200;

	private final Random random = new Random(ProcessHandle.current().pid());

	private final List<ArrayReader<long[]>> readers = new ArrayList<>();

	private @Nullable String name;

	private RegisteringChild() {
	}

	/** The process. */
	static void main() throws Exception {
		ParentProcess.obey(new RegisteringChild());
	}

	@Override
	public String run(String command) {
		switch (command) {
			case SOME -> {
				for (int step = 0; step < STEPS; step++) {
					openOrClose();
				}
				return entries();
			}
			case ENDLESS -> {
				while (true) {
					openOrClose();
				}
			}
			default -> {
				this.name = command;
				return command;
			}
		}
	}

	private void openOrClose() {
		int reader = this.random.nextInt(MOST_READERS);
		if (reader < this.readers.size()) {
			this.readers.remove(reader).close();
		}
		else {
			this.readers.add(GlobalBuffer.attach(Objects.requireNonNull(this.name, "Which buffer?"))
				.asArray(AttachedReaders.SPEC));
		}
	}

	private String entries() {
		return this.readers.stream()
			.flatMapToInt((reader) -> reader.registryEntry().stream())
			.sorted()
			.mapToObj(Integer::toString)
			.collect(Collectors.joining(","));
	}

}
