// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.peer;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.StreamSupport;
import java.util.zip.GZIPInputStream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

/**
 * Whole segments that real Python peers wrote, with what is in them; made by
 * {@code src/test/python/golden.py}. Their process ids and heartbeats are those of the
 * moment they were written.
 */
public final class GoldenSegments {

	private static final JsonMapper json = new JsonMapper();

	private GoldenSegments() {
	}

	/**
	 * Return the segments of all releases, also as the source of a parameterized test:
	 * {@code @MethodSource("io.globalbuffer.peer.GoldenSegments#all")}.
	 * @return the segments, those of 1.0.0 first
	 */
	public static List<GoldenSegment> all() {
		return Arrays.stream(PythonVersion.values()).flatMap((version) -> of(version).stream()).toList();
	}

	/**
	 * Return the array segments of all releases.
	 * @return the segments, those of 1.0.0 first
	 */
	public static List<GoldenSegment> arrays() {
		return all().stream().filter((segment) -> segment.kind().equals("array")).toList();
	}

	/**
	 * Return the message segments of all releases, whatever their codec.
	 * @return the segments, those of 1.0.0 first
	 */
	public static List<GoldenSegment> messages() {
		return all().stream().filter((segment) -> segment.kind().equals("message")).toList();
	}

	/**
	 * Return the segments of one release.
	 * @param version the release
	 * @return the segments
	 */
	public static List<GoldenSegment> of(PythonVersion version) {
		try (InputStream stream = open(version, "index.json")) {
			return StreamSupport.stream(json.readTree(stream).path("segments").spliterator(), false)
				.map((expected) -> new GoldenSegment(version, expected))
				.toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot read the index of the golden segments of " + version, ex);
		}
	}

	/**
	 * Return one segment.
	 * @param version the release that wrote it
	 * @param name its name, such as {@code example-array}
	 * @return the segment
	 * @throws IllegalArgumentException if there is none of that name
	 */
	public static GoldenSegment of(PythonVersion version, String name) {
		return of(version).stream()
			.filter((segment) -> segment.name().equals(name))
			.findFirst()
			.orElseThrow(() -> new IllegalArgumentException(
					String.format(Locale.ROOT, "No golden segment '%s' of %s", name, version)));
	}

	private static InputStream open(PythonVersion version, String file) {
		String resource = String.format(Locale.ROOT, "/golden/%s/%s", version.number(), file);
		return Objects.requireNonNull(GoldenSegments.class.getResourceAsStream(resource), resource);
	}

	/**
	 * One segment.
	 *
	 * @param version the release that wrote it
	 * @param expected its entry in the index: {@code name}, {@code kind} (array,
	 * message), {@code capacity}, {@code count}, {@code size}, {@code slot_size},
	 * {@code pid}, {@code samples}; for arrays {@code dtype} and {@code shape}; for
	 * messages {@code codec} (msgpack, protobuf), {@code hash} (16 hexadecimal digits of
	 * the unsigned number) and {@code identity} (text, hexadecimal for protobuf)
	 */
	public record GoldenSegment(PythonVersion version, JsonNode expected) {

		/**
		 * Return what the segment is called in the index.
		 * @return the name
		 */
		public String name() {
			return this.expected.path("name").asText();
		}

		/**
		 * Return the kind of segment.
		 * @return array or message
		 */
		public String kind() {
			return this.expected.path("kind").asText();
		}

		/**
		 * Return the samples that are still readable, the oldest first.
		 * @return at most capacity samples
		 */
		public List<GoldenSample> samples() {
			return StreamSupport.stream(this.expected.path("samples").spliterator(), false)
				.map(GoldenSample::new)
				.toList();
		}

		/**
		 * Return the content of the segment.
		 * @return a new array
		 */
		public byte[] content() {
			try (InputStream stream = new GZIPInputStream(open(this.version, name() + ".gz"))) {
				return stream.readAllBytes();
			}
			catch (IOException ex) {
				throw new UncheckedIOException("Cannot read the golden segment " + this, ex);
			}
		}

		/**
		 * Make the segment a buffer.
		 * @param directory the folder of the buffers
		 * @param buffer the buffer's name
		 * @return the new file, {@code gb_} and the name
		 */
		public Path copyTo(Path directory, String buffer) {
			try {
				return Files.write(directory.resolve("gb_" + buffer), content());
			}
			catch (IOException ex) {
				throw new UncheckedIOException(
						String.format(Locale.ROOT, "Cannot copy the golden segment %s to %s", this, directory), ex);
			}
		}

		@Override
		public String toString() {
			return this.version + "/" + name();
		}

	}

	/**
	 * One sample of a segment.
	 *
	 * @param expected its entry in the index: {@code seq}, {@code hex}; for arrays
	 * {@code values}, flat in C order, complex numbers as re, im, dates and time spans as
	 * integers; for messages {@code message}, the fields written, bytes in hexadecimal
	 */
	public record GoldenSample(JsonNode expected) {

		/**
		 * Return the sample's number.
		 * @return the sequence number, 0 for the first ever written
		 */
		public long sequence() {
			return this.expected.path("seq").asLong();
		}

		/**
		 * Return the sample's bytes.
		 * @return a new array, exactly as long as the sample
		 */
		public byte[] payload() {
			return HexFormat.of().parseHex(this.expected.path("hex").asText());
		}

		/**
		 * Return the values of an array.
		 * @return a JSON array
		 */
		public JsonNode values() {
			return this.expected.path("values");
		}

		/**
		 * Return the fields of a message.
		 * @return a JSON object
		 */
		public JsonNode message() {
			return this.expected.path("message");
		}

	}

}
