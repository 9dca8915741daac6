// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
			lss                              | There is no command 'lss', perhaps 'ls' was meant
			reply x                          | There is no command 'reply', perhaps 'replay' was meant
			nonsense --json                  | There is no command 'nonsense'
			--jason                          | Unknown option: '--jason'
			ls --ownr x                      | Unknown options: '--ownr', 'x', perhaps '--owner' was meant
			ls x                             | Unmatched argument at index 1: 'x'
			cat                              | Missing required parameter: 'NAME'
			cat x -n abc                     | Invalid value for option '-n': 'abc' is no whole number
			cat x -n 99999999999999999999    | Invalid value for option '-n': '99999999999999999999' is no whole number
			cat x --format xml               | Invalid value for option '--format': expected one of [JSON, CSV, NPY]
			replay x --speed fast            | Invalid value for option '--speed': 'fast' is no number
			replay x --as y                  | Value for option '--as' (NAME=OTHER) should be in KEY=VALUE format
			record x -o y --split-bytes 0    | A part has at least 1 byte, not 0
			write x --dtype float7           | Unknown dtype 'float7'
			cat a/b                          | 'a/b' cannot be a buffer's name
			""")
	void whatIsWrongIsSaidInOneLine(String line, String message) {
		CommandRun run = CommandRun.gb(line.split(" "));
		assertThat(run.errors()).startsWith("gb: " + message).hasLineCount(1);
		assertThat(run.exitCode()).isEqualTo(2);
		assertThat(run.bytes()).isEmpty();
	}

	@Test
	void theDirectoryIsNamedBeforeTheCommandAsWellAsBehindIt(@TempDir Path folder) {
		for (String[] line : new String[][] { { "-d", folder.toString(), "info", "x" },
				{ "info", "x", "-d", folder.toString() }, { "info", "--directory=" + folder, "x" } }) {
			assertThat(CommandRun.gb(line).errors()).startsWith("gb: There is no stream 'x' in " + folder);
		}
		assertThat(CommandRun.gb("--owner", "0", "-d", folder.toString(), "ls", "--json").out()).isEqualTo("[ ]\n");
	}

	@Test
	void aNameThatBeginsWithAnAtSignIsNoFileOfArguments(@TempDir Path folder) throws Exception {
		Path file = Files.writeString(folder.resolve("arguments"), "one two");
		assertThat(CommandRun.gb("info", "@" + file).errors()).contains("There is no folder '@" + file + "'");
	}

	@Test
	void bashCompletesCommandsAndOptions() throws Exception {
		assertThat(completed("in")).containsExactly("info");
		assertThat(completed("cat --fo")).containsExactly("--follow", "--format");
	}

	@Test
	void bashCompletesStreams(@TempDir Path folder) throws Exception {
		for (String file : List.of("gb_imu", "gb_imu left", "gb_camera", "other")) {
			Files.createFile(folder.resolve(file));
		}
		for (String command : List.of("info", "cat --follow", "hz", "write", "record x", "rm")) {
			assertThat(completed(command + " -d " + folder + " i")).containsExactly("imu", "imu left");
		}
		assertThat(completed("cat --directory = " + folder + " ")).containsExactly("camera", "imu", "imu left");
		assertThat(completed("ls -d " + folder + " ")).isEmpty();
		assertThat(completed("cat -d " + folder + "/none ")).isEmpty();
	}

	/** What bash offers for the last word. */
	private static List<String> completed(String line) throws IOException {
		String[] words = line.split(" ", -1);
		String script = "compopt() { :; }; source /dev/stdin; COMP_WORDS=(gb \"$@\"); COMP_CWORD=" + words.length
				+ "; COMP_LINE=\"gb $*\"; _complete_gb; printf '%s\\n' \"${COMPREPLY[@]}\"";
		List<String> command = new ArrayList<>(List.of("bash", "-c", script, "bash"));
		command.addAll(List.of(words));
		Process bash = new ProcessBuilder(command).redirectErrorStream(true).start();
		bash.getOutputStream().write(CommandRun.gb("completion").bytes());
		bash.getOutputStream().close();
		return new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines()
			.filter((word) -> !word.isEmpty())
			.toList();
	}

}
