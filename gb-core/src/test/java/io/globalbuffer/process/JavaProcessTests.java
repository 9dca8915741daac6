// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.process;

import java.io.IOException;
import java.io.Writer;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The launcher of the other tests' processes, with this class as its child.
 */
class JavaProcessTests {

	private static final JavaCommand COMMAND = JavaCommand.of(JavaProcessTests.class).with(JavaCommand.QUICK_START);

	private static final String NEVER_RETURN = "never-return";

	private static final String FAIL = "fail";

	private static final String FAREWELL = "farewell";

	private static final int FAREWELL_CODE = 7;

	private static final long LIMIT_SECONDS = 60;

	/**
	 * The child, which answers what it is told. Told a farewell, it ends with a code of
	 * its own.
	 */
	static void main() throws Exception {
		ParentProcess.obey(new Commands() {

			private volatile String last = "";

			@Override
			public String run(String command) throws InterruptedException {
				switch (command) {
					case NEVER_RETURN -> new CountDownLatch(1).await();
					case FAIL -> throw new IllegalStateException("as it was told to");
					default -> this.last = command;
				}
				return this.last;
			}

			@Override
			public void end() {
				if (this.last.equals(FAREWELL)) {
					Runtime.getRuntime().halt(FAREWELL_CODE);
				}
			}

		});
	}

	@Test
	void commandsAreAnsweredInTheirOrder() {
		try (JavaProcess process = JavaProcess.start(COMMAND)) {
			process.send("one");
			process.send("größer");
			assertThat(process.answer()).isEqualTo("one");
			assertThat(process.answer()).isEqualTo("größer");
			assertThat(process.hasAnswered()).isFalse();
		}
	}

	@Test
	void aCommandThatFailsEndsTheProcess() {
		try (JavaProcess process = JavaProcess.start(COMMAND)) {
			assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> process.call(FAIL))
				.withMessageContaining("JavaProcessTests (process " + process.pid() + ")")
				.withMessageContaining("exit code 1");
			assertThat(process.hasAnswered()).isTrue();
			assertThatExceptionOfType(AssertionError.class).isThrownBy(process::answer);
			assertThatExceptionOfType(AssertionError.class).isThrownBy(process::kill)
				.withMessageContaining("before it was killed");
		}
	}

	@Test
	void anAnswerIsAwaitedAsLongAsIsSaid() {
		try (JavaProcess process = JavaProcess.start(COMMAND)) {
			process.send(NEVER_RETURN);
			assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> process.answer(Duration.ofMillis(20)))
				.withMessageContaining("has not answered within PT0.02S");
			process.kill();
			assertThat(ProcessHandle.of(process.pid())).isEmpty();
		}
	}

	@ParameterizedTest
	@CsvSource({ "begin,0", FAREWELL + "," + FAREWELL_CODE })
	void theProcessEndsWithItsInputEvenWhileACommandRuns(String command, int exitCode)
			throws IOException, InterruptedException {
		Process process = new ProcessBuilder(COMMAND.words()).redirectError(ProcessBuilder.Redirect.INHERIT).start();
		try {
			try (Writer commands = process.outputWriter()) {
				commands.write(command + "\n" + NEVER_RETURN + "\n");
				commands.flush();
				assertThat(process.inputReader().readLine()).isEqualTo(command);
			}
			assertThat(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
			assertThat(process.exitValue()).isEqualTo(exitCode);
		}
		finally {
			process.destroyForcibly();
		}
	}

}
