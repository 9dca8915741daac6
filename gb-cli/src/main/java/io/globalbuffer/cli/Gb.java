// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

import io.globalbuffer.exception.BufferNotFoundException;
import io.globalbuffer.exception.GlobalBufferException;
import io.globalbuffer.recording.internal.value.ForeignText;
import io.globalbuffer.recording.internal.value.InvalidValueException;

/**
 * The command line {@code gb}.
 */
@Command(name = "gb", synopsisSubcommandLabel = "COMMAND", versionProvider = Gb.Version.class,
		header = "Looks at streams in shared memory, and has a hand in them.", footer = { "",
				"Exit codes: 0 done, 1 failed, 2 wrong usage, 3 no such stream or sample.", "", "Example: gb ls" })
public final class Gb implements Runnable {

	private static final Map<String, Function<Shell, GbCommand>> COMMANDS = new LinkedHashMap<>();
	static {
		COMMANDS.put("ls", ListCommand::new);
		COMMANDS.put("top", TopCommand::new);
		COMMANDS.put("info", InfoCommand::new);
		COMMANDS.put("cat", CatCommand::new);
		COMMANDS.put("hz", HzCommand::new);
		COMMANDS.put("write", WriteCommand::new);
		COMMANDS.put("record", RecordCommand::new);
		COMMANDS.put("replay", ReplayCommand::new);
		COMMANDS.put("rm", RemoveCommand::new);
		COMMANDS.put("gc", CleanCommand::new);
		COMMANDS.put("doctor", DoctorCommand::new);
		COMMANDS.put("completion", CompletionCommand::new);
	}

	@Spec
	CommandSpec spec = CommandSpec.create();

	@Option(names = { "-h", "--help" }, usageHelp = true, description = "Show this help and exit.")
	boolean help;

	@Option(names = { "-V", "--version" }, versionHelp = true, description = "Show the version and exit.")
	boolean version;

	@Option(names = "--debug", scope = ScopeType.INHERIT, description = "Show the stack of errors.")
	boolean debug;

	@Option(names = { "-d", "--directory" }, order = 90, scope = ScopeType.INHERIT, paramLabel = "FOLDER",
			description = "Where the streams lie; /dev/shm otherwise.")
	@Nullable Path directory;

	@Option(names = "--owner", order = 91, scope = ScopeType.INHERIT, paramLabel = "USER",
			description = "To whom the streams belong; the own user otherwise.")
	@Nullable String owner;

	Gb() {
	}

	/**
	 * Runs a command and ends the process with its exit code.
	 * @param arguments the command and its arguments
	 */
	public static void main(String[] arguments) {
		int exitCode = run(Shell.ofProcess(), arguments);
		// an exit loads the JDK's logging first
		if (exitCode != ExitCodes.OK) {
			System.exit(exitCode);
		}
	}

	static int run(Shell shell, String... arguments) {
		Gb gb = new Gb();
		CommandLine line = commandLine(gb, shell, arguments);
		try {
			int exitCode = line.execute(arguments);
			shell.out().flush();
			return exitCode;
		}
		catch (OutputClosedException ex) {
			return gb.failed(ex, shell);
		}
		catch (OutOfMemoryError ex) {
			shell.errors().line("gb: There is not memory enough for that: ask for less, or for --raw");
			return ExitCodes.FAILED;
		}
		finally {
			shell.errors().flush();
		}
	}

	private static CommandLine commandLine(Gb gb, Shell shell, String... arguments) {
		CommandLine line = new CommandLine(gb);
		commands(arguments).forEach((command) -> line.addSubcommand(command.apply(shell)));
		line.setColorScheme(Help.defaultColorScheme(shell.colours() ? Help.Ansi.ON : Help.Ansi.OFF));
		line.setOut(shell.out().printWriter());
		line.setErr(shell.errors().printWriter());
		line.setParameterExceptionHandler((ex, _) -> misused(ex, shell));
		line.setExecutionExceptionHandler((ex, failed, parsed) -> gb.failed(ex, shell));
		line.setCaseInsensitiveEnumValuesAllowed(true);
		// a stream may be called @x
		line.setExpandAtFiles(false);
		line.registerConverter(Duration.class, new DurationText());
		NumberText.register(line);
		return line;
	}

	/**
	 * The command line with all its commands.
	 */
	static CommandLine whole(Shell shell) {
		return commandLine(new Gb(), shell);
	}

	/**
	 * The one that is named, or all: most of a short command's time is the reading of
	 * annotations.
	 */
	private static Collection<Function<Shell, GbCommand>> commands(String... arguments) {
		Function<Shell, GbCommand> named = (arguments.length > 0) ? COMMANDS.get(arguments[0]) : null;
		return (named != null) ? List.of(named) : COMMANDS.values();
	}

	@Override
	public void run() {
		throw new ParameterException(this.spec.commandLine(), "Say which command");
	}

	private static int misused(ParameterException misuse, Shell shell) {
		shell.errors()
			.line("gb: " + ForeignText.printable(message(misuse)) + "; '"
					+ misuse.getCommandLine().getCommandSpec().qualifiedName() + " --help' shows how");
		return ExitCodes.USAGE;
	}

	private static String message(ParameterException misuse) {
		String message = String.valueOf(misuse.getMessage());
		if (!(misuse instanceof UnmatchedArgumentException unmatched)) {
			// picocli stutters
			return message.replace("option option", "option");
		}
		String first = unmatched.getUnmatched().getFirst();
		boolean command = misuse.getCommandLine().getParent() == null && !unmatched.isUnknownOption();
		return (command ? "There is no command '" + first + "'" : message) + unmatched.getSuggestions()
			.stream()
			.findFirst()
			.map((suggestion) -> ", perhaps '" + suggestion + "' was meant")
			.orElse("");
	}

	/**
	 * Says what went wrong.
	 */
	private int failed(Exception failure, Shell shell) {
		if (failure instanceof OutputClosedException closed && closed.isBrokenPipe()) {
			return ExitCodes.BROKEN_PIPE;
		}
		if (Interrupt.isUnderWay()) {
			return ExitCodes.INTERRUPTED;
		}
		shell.errors().line("gb: " + ForeignText.printable(message(failure)));
		if (this.debug) {
			StringWriter stack = new StringWriter();
			failure.printStackTrace(new PrintWriter(stack, true));
			shell.errors().text(stack.toString());
		}
		return switch (failure) {
			case CommandException known -> known.exitCode();
			case BufferNotFoundException _ -> ExitCodes.NOTHING_THERE;
			case InvalidValueException _ -> ExitCodes.FAILED;
			case IllegalArgumentException _ -> ExitCodes.USAGE;
			default -> ExitCodes.FAILED;
		};
	}

	private static String message(Exception failure) {
		return switch (failure) {
			case CommandException known -> String.valueOf(known.getMessage());
			case OutputClosedException closed -> "The output cannot be written: " + closed.getMessage();
			case GlobalBufferException known -> String.valueOf(known.getMessage());
			case IllegalArgumentException known -> String.valueOf(known.getMessage());
			default -> failure + "; --debug shows where";
		};
	}

	/**
	 * The version that the jar's manifest states.
	 */
	static final class Version implements IVersionProvider {

		@Override
		public String[] getVersion() {
			String version = Gb.class.getPackage().getImplementationVersion();
			return new String[] { "gb " + ((version != null) ? version : "of a build"), "JDK " + Runtime.version() };
		}

	}

}
