// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.globalbuffer.peer.PythonPeers;
import io.globalbuffer.peer.PythonVersion;

/**
 * Recordings in numpy, read as the page on recordings says.
 */
final class NumpyRecordings {

	private NumpyRecordings() {
	}

	/**
	 * Runs Python code behind the documented example.
	 * @param code the code, which may call {@code parts(folder)}
	 * @param arguments its arguments
	 * @return what it printed, errors included
	 */
	static String run(String code, List<String> arguments) throws IOException {
		List<String> command = new ArrayList<>(
				List.of(PythonPeers.interpreter(PythonVersion.V1_1_3).toString(), "-c", documentedExample() + code));
		command.addAll(arguments);
		Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
		return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
	}

	private static String documentedExample() throws IOException {
		String page = Files.readString(Path.of("..", "docs", "recordings.md"));
		int begin = page.indexOf("```python\n") + "```python\n".length();
		return page.substring(begin, page.indexOf("```", begin));
	}

}
