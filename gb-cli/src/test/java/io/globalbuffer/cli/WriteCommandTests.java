// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.cli;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.globalbuffer.ArrayReader;
import io.globalbuffer.ArrayWriter;
import io.globalbuffer.BufferReader;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.MessageWriter;
import io.globalbuffer.SegmentDirectory;
import io.globalbuffer.SegmentInfo;
import io.globalbuffer.Segments;
import io.globalbuffer.StartPosition;
import io.globalbuffer.peer.PeerNames;
import io.globalbuffer.peer.PythonPeer;
import io.globalbuffer.peer.PythonVersion;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;
import io.globalbuffer.schema.MessageLayout;
import io.globalbuffer.schema.MessageSpec;
import io.globalbuffer.telemetry.Telemetry;

import static org.assertj.core.api.Assertions.assertThat;

class WriteCommandTests {

	@RegisterExtension
	final SegmentDirectory directory = new SegmentDirectory();

	@Test
	void linesBecomeArraysNestedOrFlat() throws Exception {
		CommandRun run = write("[[1, 2], [3, 4]]\n\n[5, 6, 7, 8.5]\n", "--dtype", "float64", "--shape", "2,2");
		assertThat(run.errors()).isEqualTo("Wrote 2 samples to 'trial'\n");
		try (ArrayReader<double[]> reader = GlobalBuffer.attach("trial")
			.directory(this.directory.path())
			.startFrom(StartPosition.OLDEST)
			.asArray(ArraySpec.of(DType.FLOAT64, 2, 2))) {
			assertThat(reader.next().value()).containsExactly(1, 2, 3, 4);
			assertThat(reader.next().value()).containsExactly(5, 6, 7, 8.5);
		}
	}

	@Test
	void thePaceBeginsWithTheFirstSample() throws Exception {
		write("1\n2\n3\n", "--dtype", "uint8", "--rate", "20");
		try (ArrayReader<?> reader = GlobalBuffer.attach("trial")
			.directory(this.directory.path())
			.startFrom(StartPosition.OLDEST)
			.asArray()) {
			Instant first = reader.next().origin().writtenAt().orElseThrow();
			reader.next();
			Instant third = reader.next().origin().writtenAt().orElseThrow();
			assertThat(Duration.between(first, third)).isGreaterThanOrEqualTo(Duration.ofMillis(99));
		}
	}

	@Test
	void aStreamThatIsThereSaysWhatLinesMean() {
		write("[1]\n", "--dtype", "uint8", "--shape", "1", "--capacity", "7");
		write("[2]\n");
		assertThat(cat("-n", "5", "--values")).containsExactly("[1]", "[2]");
		assertThat(CommandRun.gb("ls", "-d", this.directory.path().toString()).out()).contains("uint8[1] x7");
	}

	@Test
	void whatCatShowsOfProtobufMessagesIsWrittenAgain() throws Exception {
		Telemetry message = Telemetry.newBuilder().setUint32Value(-1).putCounts("a", 7).addWeights(1.5).build();
		try (MessageWriter<Telemetry> former = GlobalBuffer.create("trial", MessageSpec.of(Telemetry.class))
			.directory(this.directory.path())
			.capacity(4)
			.open()) {
			former.write(message);
		}
		assertThat(write(cat("--values").getFirst() + "\n").errors()).isEqualTo("Wrote 1 sample to 'trial'\n");
		assertThat(write("{\"weight\":1}\n").errors())
			.isEqualTo("gb: Line 1: 'weight' is no field of globalbuffer.telemetry.Telemetry\n");
		try (BufferReader<Telemetry> reader = GlobalBuffer.attach("trial")
			.directory(this.directory.path())
			.startFrom(StartPosition.OLDEST)
			.as(Telemetry.class)) {
			assertThat(reader.next().value()).isEqualTo(message);
			assertThat(reader.next().value()).isEqualTo(message);
		}
	}

	@Test
	void whatDoesNotFitIsSaidWithItsLine() {
		CommandRun run = write("[1]\n[300]\n", "--dtype", "uint8", "--shape", "1");
		assertThat(run.exitCode()).isEqualTo(1);
		assertThat(run.errors()).isEqualTo("gb: Line 2: 300 is no uint8\n");
		assertThat(write("[1, 2]\n").errors()).isEqualTo("gb: Line 1: too many numbers for uint8[1]\n");
		assertThat(write("[]\n").errors()).isEqualTo("gb: Line 1: too few numbers for uint8[1]: 0\n");
		assertThat(write("[\n").errors()).startsWith("gb: Line 1: This is no JSON: ");
		assertThat(cat("-n", "5", "--values")).containsExactly("[1]");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			float16 | 65505         | Line 1: 65505 is no float16
			float32 | [1e39]        | Line 1: 1.0E39 is no float32
			float64 | -1e400        | Line 1: "-Infinity" is no float64
			float64 | "Nan"         | Line 1: "Nan" is no float64
			""")
	void whatANumberCannotHoldIsRefused(String dtype, String line, String error) {
		assertThat(write(line + "\n", "--dtype", dtype).errors()).isEqualTo("gb: " + error + "\n");
	}

	@Test
	void messagesThatCannotBeWrittenAreSaidWithTheirLine() {
		assertThat(write("{}\n{\"a\": \"12345678\"}\n", "--max-bytes", "8").errors())
			.startsWith("gb: Line 2: the message has 12 bytes, and the stream takes at most 8");
		assertThat(write("{\"a\": 123456789012345678901234567890}\n").errors()).startsWith("gb: Line 1: ");
		assertThat(write("{\"a\": 1, \"a\": 2}\n").errors()).startsWith("gb: Line 1: This is no JSON: ");
		byte[] noText = { '{', '"', 'a', '"', ':', '"', (byte) 0xe9, '"', '}' };
		assertThat(CommandRun.gb(noText, "write", "trial", "-d", this.directory.path().toString()).errors())
			.startsWith("gb: Line 1: This is no JSON: ");
	}

	@Test
	void theLastLineNeedsNoEnd() {
		write("{\"a\": 1}\r\n{\"a\": 2}");
		assertThat(cat("-n", "5", "--values")).containsExactly("{\"a\":1}", "{\"a\":2}");
	}

	@Test
	void sizesThatTheStreamDoesNotHaveAreNotIgnored() {
		write("{}\n", "--capacity", "7");
		assertThat(write("{}\n", "--capacity", "8").errors()).contains("--replace");
		assertThat(write("{}\n", "--max-bytes", "8").errors()).contains("--replace");
		assertThat(write("{}\n", "--max-bytes", "4096", "--capacity", "7").exitCode()).isZero();
	}

	@Test
	void aStreamIsUnlinkedAlsoIfInputIsWrong() {
		assertThat(write("[1]\n[\n", "--dtype", "uint8", "--shape", "1", "--unlink").exitCode()).isEqualTo(1);
		assertThat(this.directory.segment("trial")).doesNotExist();
	}

	@Test
	void aSchemaThatIsNotThereIsSaid() {
		assertThat(write("{}\n", "--schema", "/nowhere").errors()).startsWith("gb: The schema cannot be read: ")
			.contains("/nowhere");
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';', textBlock = """
			<f4          ; (99999999999999999999,) ; Arrays of this kind cannot be written
			<f4          ; (1 2,)                  ; Arrays of this kind cannot be written
			|V9999999999 ; (2,)                    ; Unknown dtype
			>f4          ; (2,)                    ; This array is big-endian
			<f4          ; ()                      ; A single number has no rows
			<f8          ; (1, 2147483647)         ; One sample has 17179869176 bytes
			<f4          ; (3000000000, 1)         ; The .npy ends before its last 3000000000 samples
			""")
	void headersOfNpySayWhatIsWrongWithThem(String dtype, String shape, String error) {
		String header = "{'descr': '" + dtype + "', 'fortran_order': False, 'shape': " + shape + ", }\n";
		byte[] npy = ("\u0093NUMPY\u0001\0" + (char) header.length() + "\0" + header)
			.getBytes(StandardCharsets.ISO_8859_1);
		CommandRun run = CommandRun.gb(npy, "write", "trial", "--npy", "-d", this.directory.path().toString());
		assertThat(run.exitCode()).isEqualTo(1);
		assertThat(run.errors()).startsWith("gb: " + error);
		assertThat(CommandRun.gb(Arrays.copyOf(npy, 20), "write", "trial", "--npy").errors())
			.isEqualTo("gb: The .npy ends in its header\n");
	}

	@Test
	void whereAWriterLivesItIsRefused() {
		try (ArrayWriter<byte[]> writer = GlobalBuffer.create("trial", ArraySpec.of(DType.UINT8, 1))
			.directory(this.directory.path())
			.capacity(7)
			.open()) {
			for (String option : List.of("--unlink", "--replace")) {
				CommandRun run = write("[2]\n", "--dtype", "uint8", "--shape", "1", option);
				assertThat(run.exitCode()).isEqualTo(1);
				assertThat(run.errors()).startsWith("gb: ").contains(Long.toString(ProcessHandle.current().pid()));
			}
			assertThat(writer.stats().sequence()).isEmpty();
		}
	}

	@Test
	void anotherLayoutNeedsToBeReplaced() {
		write("[1]\n", "--dtype", "uint8", "--shape", "1");
		assertThat(write("{\"a\": 1}\n", "--dtype", "int16").errors()).contains("--replace");
		assertThat(write("{\"a\": 1}\n", "--replace", "--unlink").exitCode()).isZero();
		assertThat(this.directory.segment("trial")).doesNotExist();
	}

	@Test
	void rowsOfAnArrayOfNumpysBecomeSamples() throws Exception {
		byte[] npy = Base64.getDecoder()
			.decode(CatCommandTests.numpy("import base64; f = io.BytesIO(); "
					+ "numpy.save(f, numpy.arange(6, dtype='int16').reshape(3, 2)); "
					+ "print(base64.b64encode(f.getvalue()).decode())", new byte[0]));
		assertThat(
				CommandRun.gb(npy, "write", "trial", "--npy", "--rate", "1000", "-d", this.directory.path().toString())
					.errors())
			.isEqualTo("Wrote 3 samples to 'trial'\n");
		assertThat(cat("-n", "5", "--values")).containsExactly("[0,1]", "[2,3]", "[4,5]");
		assertThat(CommandRun.gb(new byte[20], "write", "trial", "--npy").errors()).startsWith("gb: This is no .npy");
	}

	@Test
	void pythonReadsTheMessages(@TempDir Path folder) throws Exception {
		String name = PeerNames.random();
		Path schema = folder.resolve("pod.schema.json");
		try (PythonPeer peer = PythonPeer.start(PythonVersion.V1_1_3)) {
			peer.define("class Pod(BaseModel):\n    number: int\n    note: Optional[str] = None\n");
			String model = PeerNames.random();
			peer.createMessage(model, "Pod", 4, 512);
			Files.write(schema, schemaOf(model));
			CommandRun.gb("{\"number\": 7, \"note\": \"x\"}\n".getBytes(StandardCharsets.UTF_8), "write", name,
					"--schema", schema.toString());
			assertThat(peer.attach(name, "Pod").latestMessage().orElseThrow().path("number").asInt()).isEqualTo(7);
		}
		finally {
			PeerNames.unlink(name);
		}
	}

	private static byte[] schemaOf(String name) {
		return Segments.inDefaultDirectory()
			.find(name)
			.flatMap(SegmentInfo::layout)
			.map((layout) -> ((MessageLayout) layout).identity().bytes())
			.orElseThrow();
	}

	private List<String> cat(String... more) {
		List<String> arguments = new ArrayList<>(List.of("cat", "trial", "-d", this.directory.path().toString()));
		arguments.addAll(List.of(more));
		return CommandRun.gb(arguments.toArray(String[]::new)).lines();
	}

	private CommandRun write(String input, String... more) {
		List<String> arguments = new ArrayList<>(List.of("write", "trial", "-d", this.directory.path().toString()));
		arguments.addAll(List.of(more));
		return CommandRun.gb(input.getBytes(StandardCharsets.UTF_8), arguments.toArray(String[]::new));
	}

}
