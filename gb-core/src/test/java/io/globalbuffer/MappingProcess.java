package io.globalbuffer;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Another process that has a file mapped for writing, and no lock on it, as a Python
 * writer has.
 */
final class MappingProcess implements AutoCloseable {

	private static final String READY = "ready";

	private final Process process;

	private MappingProcess(Process process) {
		this.process = process;
	}

	/** Starts it, and says in the segment that it is the writer. */
	static MappingProcess start(SegmentFile file, Path path) throws IOException {
		String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
		MappingProcess process = new MappingProcess(
				new ProcessBuilder(java, "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"),
						MappingProcess.class.getName(), path.toString())
					.redirectError(ProcessBuilder.Redirect.INHERIT)
					.start());
		assertThat(process.process.inputReader().readLine()).isEqualTo(READY);
		file.putLong(SegmentFile.PID, process.pid());
		return process;
	}

	long pid() {
		return this.process.pid();
	}

	@Override
	public void close() {
		this.process.destroyForcibly();
		assertThat(this.process.onExit().orTimeout(20, TimeUnit.SECONDS).join().isAlive()).isFalse();
	}

	/** Ends with its input. */
	public static void main(String[] arguments) throws IOException {
		try (FileChannel channel = FileChannel.open(Path.of(arguments[0]), StandardOpenOption.READ,
				StandardOpenOption.WRITE)) {
			channel.map(FileChannel.MapMode.READ_WRITE, 0, channel.size()).get(0);
			System.out.println(READY);
			assertThat(System.in.read()).isNegative();
		}
	}

}
