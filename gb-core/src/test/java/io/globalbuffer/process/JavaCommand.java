// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.process;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The command that starts a JVM, the one these tests run in, with their class path.
 * Immutable.
 *
 * @param main the class whose {@code main} is run
 * @param options what the JVM is told; of two that contradict each other the later counts
 * @param arguments what {@code main} is told
 */
public record JavaCommand(Class<?> main, List<String> options, List<String> arguments) {

	/**
	 * Allows native access, as an application does that uses the buffers.
	 */
	public static final String NATIVE_ACCESS = "--enable-native-access=ALL-UNNAMED";

	/**
	 * Compiles soon and not well: for a process whose speed is not the point.
	 */
	public static final String QUICK_START = "-XX:TieredStopAtLevel=1";

	/** Says whether rings are seen through the window, here and in processes. */
	private static final String WINDOW = "globalbuffer.window";

	/** The index of its jar alone would fill a small heap, and no child compiles. */
	private static final String COMPILER = "kotlin-compiler";

	/**
	 * Copies both lists.
	 */
	public JavaCommand {
		options = List.copyOf(options);
		arguments = List.copyOf(arguments);
	}

	/**
	 * Return the command for a class, with a small heap and without other options.
	 * @param main the class whose {@code main} is run
	 * @param arguments what it is told
	 * @return the command
	 */
	public static JavaCommand of(Class<?> main, String... arguments) {
		return new JavaCommand(main, List.of("-XX:+UseSerialGC", "-Xmx256m", window(), "-cp", classPath()),
				List.of(arguments));
	}

	/**
	 * Return the option that has rings seen through the window, or not, as they are here.
	 * @return the option
	 */
	public static String window() {
		return "-D" + WINDOW + "=" + System.getProperty(WINDOW, "on");
	}

	/**
	 * Return the class path of these tests, for a process that compiles nothing.
	 * @return the class path
	 */
	public static String classPath() {
		return classPathWithout(COMPILER);
	}

	/**
	 * Return the class path of these tests without some of its jars.
	 * @param prefix how the names of their files begin
	 * @return the class path
	 */
	public static String classPathWithout(String prefix) {
		return Pattern.compile(File.pathSeparator, Pattern.LITERAL)
			.splitAsStream(System.getProperty("java.class.path"))
			.filter((entry) -> !new File(entry).getName().startsWith(prefix))
			.collect(Collectors.joining(File.pathSeparator));
	}

	/**
	 * Return this command with more options.
	 * @param more what the JVM is told besides; another {@code -cp} replaces the class
	 * path
	 * @return the longer command
	 */
	public JavaCommand with(String... more) {
		return new JavaCommand(this.main, Stream.concat(this.options.stream(), Stream.of(more)).toList(),
				this.arguments);
	}

	/**
	 * Return the words of the command line, for a {@link ProcessBuilder} or for a program
	 * that starts others.
	 * @return the words, the path of {@code java} first
	 */
	public List<String> words() {
		List<String> words = new ArrayList<>();
		words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		words.addAll(this.options);
		words.add(this.main.getName());
		words.addAll(this.arguments);
		return words;
	}

}
