// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.cli;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

class HelpTests {

	static Stream<String> commands() {
		return Stream.of("ls", "top", "info", "cat", "hz", "write", "record", "replay", "rm", "gc", "doctor",
				"completion");
	}

	@ParameterizedTest
	@MethodSource("commands")
	void eachCommandHasHelpWithAnExample(String command) {
		CommandRun run = CommandRun.gb(command, "--help");
		assertThat(run.exitCode()).isZero();
		assertThat(run.errors()).isEmpty();
		assertThat(run.out()).contains("Usage: gb " + command).contains("Example: ").contains("--directory=FOLDER");
		assertThat(CommandRun.gb("--help").out()).containsPattern("\n  " + command + " +[A-Z]");
	}

	@Test
	void aWrongCommandLineSaysWhatIsWrong() {
		CommandRun run = CommandRun.gb("ls", "--for", "long");
		assertThat(run.exitCode()).isEqualTo(2);
		assertThat(run.errors()).startsWith("gb: Invalid value for option '--for'")
			.contains("for example 150ms")
			.endsWith("; 'gb ls --help' shows how\n");
		assertThat(CommandRun.gb("ls", "--for", "999999999h").exitCode()).isEqualTo(2);
		assertThat(CommandRun.gb("list").exitCode()).isEqualTo(2);
		assertThat(CommandRun.gb().errors()).isEqualTo("gb: Say which command; 'gb --help' shows how\n");
	}

	@Test
	void aNameThatBeginsWithAnAtSignIsNoFileOfArguments(@TempDir Path folder) throws Exception {
		Path file = Files.writeString(folder.resolve("arguments"), "one two");
		assertThat(CommandRun.gb("info", "@" + file).errors()).contains("There is no folder '@" + file + "'");
	}

	@Test
	void bashTakesTheCompletion() throws Exception {
		CommandRun run = CommandRun.gb("completion");
		assertThat(run.exitCode()).isZero();
		Process bash = new ProcessBuilder("bash", "-c",
				"source /dev/stdin; COMP_WORDS=(gb in); COMP_CWORD=1; _complete_gb; echo \"${COMPREPLY[@]}\"")
			.redirectErrorStream(true)
			.start();
		bash.getOutputStream().write(run.bytes());
		bash.getOutputStream().close();
		assertThat(new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("info\n");
	}

}
