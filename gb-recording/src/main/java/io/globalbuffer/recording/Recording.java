// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.recording;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A recording, as it is when it is opened: what a {@link Recorder} adds later is not
 * seen. Nothing is kept open.
 * {@snippet :
 * for (RecordedStream stream : Recording.open(Path.of("drive")).streams()) {
 * 	try (RecordedSamples samples = stream.samples()) {
 * 		samples.forEachRemaining((sample) -> use(sample.time(), sample.bytes()));
 * 	}
 * }
 * }
 */
public final class Recording {

	private final Path folder;

	private final List<RecordedStream> streams;

	private Recording(Path folder, List<RecordedStream> streams) {
		this.folder = folder;
		this.streams = List.copyOf(streams);
	}

	/**
	 * Opens a recording.
	 * @param folder the folder that was recorded into
	 * @return the recording
	 * @throws RecordingException if it cannot be read, or is none
	 */
	public static Recording open(Path folder) {
		List<RecordedStream> streams = new ArrayList<>();
		try (Stream<Path> files = Files.list(folder)) {
			for (Path file : files.filter(Files::isDirectory).sorted().toList()) {
				RecordedStream.look(new StreamFolder(file)).ifPresent(streams::add);
			}
		}
		catch (IOException ex) {
			throw new RecordingException("The recording '" + folder + "' cannot be read: " + ex, ex);
		}
		if (streams.isEmpty()) {
			throw new RecordingException("There is no recorded stream in '" + folder + "'", null);
		}
		return new Recording(folder, streams);
	}

	/**
	 * Returns where it lies.
	 * @return the folder
	 */
	public Path folder() {
		return this.folder;
	}

	/**
	 * Returns its streams.
	 * @return at least one
	 */
	public List<RecordedStream> streams() {
		return this.streams;
	}

	/**
	 * Returns a stream.
	 * @param name its name
	 * @return the stream; empty if it was not recorded
	 */
	public Optional<RecordedStream> stream(String name) {
		return this.streams.stream().filter((stream) -> stream.name().equals(name)).findFirst();
	}

}
