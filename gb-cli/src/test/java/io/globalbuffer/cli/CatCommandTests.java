// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.cli;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import com.google.protobuf.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.globalbuffer.ArrayWriter;
import io.globalbuffer.BufferWriter;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.MessageWriter;
import io.globalbuffer.SegmentDirectory;
import io.globalbuffer.peer.PeerNames;
import io.globalbuffer.peer.PeerWriter;
import io.globalbuffer.peer.PythonPeer;
import io.globalbuffer.peer.PythonPeers;
import io.globalbuffer.peer.PythonVersion;
import io.globalbuffer.recording.internal.value.Npy;
import io.globalbuffer.schema.ArrayLayout;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;
import io.globalbuffer.schema.MessageSpec;
import io.globalbuffer.telemetry.Mode;
import io.globalbuffer.telemetry.Point;
import io.globalbuffer.telemetry.Telemetry;

import static org.assertj.core.api.Assertions.assertThat;

class CatCommandTests {

	@RegisterExtension
	final SegmentDirectory directory = new SegmentDirectory();

	private final String name = PeerNames.random();

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			bool       | 0100                             | [true,false]
			int8       | 80ff                             | [-128,-1]
			uint8      | 80ff                             | [128,255]
			int16      | 0080ffff                         | [-32768,-1]
			uint16     | 0080ffff                         | [32768,65535]
			int32      | 00000080ffffffff                 | [-2147483648,-1]
			uint32     | 00000080ffffffff                 | [2147483648,4294967295]
			int64      | ffffffffffffff7f0000000000000080 | [9223372036854775807,-9223372036854775808]
			uint64     | ffffffffffffff7fffffffffffffffff | [9223372036854775807,18446744073709551615]
			float16    | 003e007c                         | [1.5,"Infinity"]
			float32    | cdcccc3d0000c07f                 | [0.1,"NaN"]
			float64    | 9a9999999999b93f000000000000f0ff | [0.1,"-Infinity"]
			complex64  | 0000803f00000040000000000000803f | [[1.0,2.0],[0.0,1.0]]
			datetime64[ns] | 01000000000000000000000000000080 | [1,null]
			""")
	void everyDtypeIsShownAndTakenBack(String dtype, String bytes, String shown) {
		byte[] sample = HexFormat.of().parseHex(bytes);
		ArrayLayout layout = new ArrayLayout(2, ArraySpec.of(DType.of(dtype), 2));
		try (BufferWriter<byte[]> writer = GlobalBuffer.create("values", layout)
			.directory(this.directory.path())
			.open()) {
			writer.write(sample);
		}
		CommandRun cat = cat("values", "--values");
		assertThat(cat.out()).isEqualTo(shown + "\n");
		assertThat(cat("values", "--raw").bytes()).isEqualTo(sample);
		CommandRun write = CommandRun.gb(cat.bytes(), "write", "values", "-d", this.directory.path().toString());
		assertThat(write.errors()).isEqualTo("Wrote 1 sample to 'values'\n");
		assertThat(cat("values", "--raw", "-n", "2").bytes()).isEqualTo(HexFormat.of().parseHex(bytes + bytes));
	}

	@Test
	void whatJavaHasNoNumberForIsItsBytes() {
		ArrayLayout layout = new ArrayLayout(2, ArraySpec.of(DType.raw("void24", 3), 1));
		try (BufferWriter<byte[]> writer = GlobalBuffer.create("raw", layout).directory(this.directory.path()).open()) {
			writer.write(new byte[] { 1, 2, 3 });
		}
		assertThat(cat("raw", "--values").out()).isEqualTo("[\"AQID\"]\n");
	}

	@Test
	void linesSayWhichSampleItIsAndWhenItWasWritten() {
		try (ArrayWriter<int[]> writer = matrices()) {
			writer.write(new int[] { 1, 2, 3, 4, 5, 6 });
			writer.write(new int[] { 7, 8, 9, 10, 11, 12 });
			Map<?, ?> newest = cat("matrices").object();
			assertThat(newest.get("sequence")).isEqualTo(1);
			assertThat(newest.get("missed")).isEqualTo(0);
			assertThat(newest.get("value")).isEqualTo(List.of(List.of(7, 8, 9), List.of(10, 11, 12)));
			assertThat(Instant.parse((String) newest.get("writtenAt"))).isBeforeOrEqualTo(Instant.now());
			assertThat(cat("matrices", "-n", "5").lines()).hasSize(2);
		}
	}

	@Test
	void csvHasAColumnForEachElement() {
		try (ArrayWriter<int[]> writer = matrices()) {
			writer.write(new int[] { 1, 2, 3, 4, 5, 6 });
			List<String> lines = cat("matrices", "--format", "csv").lines();
			assertThat(lines.get(0)).isEqualTo("sequence,missed,written_at,value[0][0],value[0][1],value[0][2],"
					+ "value[1][0],value[1][1],value[1][2]");
			assertThat(lines.get(1)).startsWith("0,0,").endsWith("Z,1,2,3,4,5,6");
		}
	}

	@Test
	void csvHasAColumnForEachFieldOfTheFirstMessage() {
		try (MessageWriter<Map<String, Object>> writer = messages()) {
			Map<String, Object> message = new LinkedHashMap<>();
			message.put("label", "a \"cup\", red");
			message.put("at", Map.of("x", 1.5));
			message.put("weights", List.of(1, 2));
			writer.write(message);
			writer.write(Map.of("label", "none"));
			assertThat(cat("messages", "-n", "2", "--format", "csv").lines()).containsExactly(
					"sequence,missed,written_at,label,at.x,weights", "0,0,,\"a \"\"cup\"\", red\",1.5,\"[1,2]\"",
					"1,0,,none,,");
			writer.write(Map.of("other", 1));
			CommandRun run = cat("messages", "-n", "2", "--format", "csv");
			assertThat(run.exitCode()).isEqualTo(1);
			assertThat(run.errors()).contains("other").contains("JSON lines");
		}
	}

	@Test
	void messagesAreShownWithoutTheirClass() {
		try (MessageWriter<Map<String, Object>> writer = messages()) {
			Map<String, Object> message = new LinkedHashMap<>();
			message.put("bytes", new byte[] { -1, 0 });
			message.put("big", new BigInteger("18446744073709551615"));
			message.put("time", Instant.parse("2026-01-02T03:04:05.5Z"));
			message.put("nothing", null);
			writer.write(message);
			assertThat(cat("messages", "--values").out()).isEqualTo("{\"bytes\":\"/wA=\",\"big\":18446744073709551615,"
					+ "\"time\":\"2026-01-02T03:04:05.500Z\",\"nothing\":null}\n");
			writer.writeBytes(new byte[] { 1, 2 });
			assertThat(cat("messages").object().keySet()).asString().contains("problem", "bytes");
		}
	}

	@Test
	void protobufMessagesAreShownWithoutTheirClass() {
		Telemetry message = Telemetry.newBuilder()
			.setUint32Value(-1)
			.setBytesValue(ByteString.copyFrom(new byte[] { -1, 0 }))
			.setMode(Mode.MODE_TRACKING)
			.addWeights(1.5)
			.putCounts("a", 7)
			.setPoint(Point.newBuilder().setX(1).setY(2))
			.build();
		try (MessageWriter<Telemetry> writer = GlobalBuffer.create("telemetry", MessageSpec.of(Telemetry.class))
			.directory(this.directory.path())
			.capacity(4)
			.open()) {
			writer.write(message);
			Map<?, ?> shown = cat("telemetry", "--values").object();
			assertThat(shown.get("uint32_value")).isEqualTo(4294967295L);
			assertThat(shown.get("bytes_value")).isEqualTo("/wA=");
			assertThat(shown.get("mode")).isEqualTo("MODE_TRACKING");
			assertThat(shown.get("weights")).isEqualTo(List.of(1.5));
			assertThat(shown.get("counts")).isEqualTo(Map.of("a", 7));
			assertThat(shown.get("point")).isEqualTo(Map.of("x", 1.0, "y", 2.0));
			assertThat(shown.containsKey("optional_number")).isFalse();
			writer.writeBytes(new byte[] { -1 });
			assertThat(cat("telemetry").object().get("bytes")).isEqualTo("/w==");
			assertThat(CommandRun.gb("info", "telemetry", "-d", this.directory.path().toString()).lines())
				.contains("  message globalbuffer.telemetry.Telemetry", "  mode: globalbuffer.telemetry.Mode = 16");
		}
	}

	@Test
	void samplesOfPythonAreShown() {
		try (PythonPeer peer = PythonPeer.start(PythonVersion.V1_1_3)) {
			peer.createArray(this.name, "complex64", 8, 2).write(1, 2, 3, 4.5);
			assertThat(CommandRun.gb("cat", this.name, "--values").out()).isEqualTo("[[1.0,2.0],[3.0,4.5]]\n");
			String messages = PeerNames.random();
			PeerWriter writer = peer.createMessage(messages, "Detection", 4, 512);
			writer.write(Map.of("label", "cup", "number", 7, "score", 0.5, "seen", true, "raw",
					PeerWriter.hex(new byte[] { -1, 0 }), "position", Map.of("x", 1, "y", 2), "weights", List.of(1.5)));
			assertThat(CommandRun.gb("cat", messages, "--values").object()).hasFieldOrPropertyWithValue("label", "cup")
				.hasFieldOrPropertyWithValue("raw", "/wA=");
		}
	}

	@Test
	void numpyLoadsWhatWasPrinted() throws Exception {
		try (ArrayWriter<int[]> writer = matrices()) {
			writer.write(new int[] { 1, 2, 3, 4, 5, 6 });
			writer.write(new int[] { 7, 8, 9, 10, 11, 12 });
			byte[] npy = cat("matrices", "-n", "2", "--format", "npy").bytes();
			assertThat(Npy.read(new ByteArrayInputStream(npy)))
				.isEqualTo(new Npy.Rows(2, ArraySpec.of(DType.INT32, 2, 3)));
			assertThat(numpy("a = numpy.load(io.BytesIO(sys.stdin.buffer.read())); print(a.dtype, a.tolist())", npy))
				.isEqualTo("int32 [[[1, 2, 3], [4, 5, 6]], [[7, 8, 9], [10, 11, 12]]]");
		}
	}

	@Test
	void followPrintsWhatComesAndCountsWhatIsLost() throws Exception {
		try (ArrayWriter<int[]> writer = matrices()) {
			for (int i = 0; i < 20; i++) {
				writer.write(new int[6]);
			}
			CommandRun run = cat("matrices", "--follow", "--from", "oldest", "-n", "4");
			assertThat(run.lines()).hasSize(4);
			assertThat(run.lines().getFirst()).startsWith("{\"sequence\":16,");
		}
	}

	@Test
	void anArrayWithoutElementsIsAnEmptyListHoweverLongItsOtherDimensionsAre() {
		ArrayLayout layout = new ArrayLayout(2, ArraySpec.of(DType.INT8, 1L << 40, 0));
		try (BufferWriter<byte[]> writer = GlobalBuffer.create("empty", layout)
			.directory(this.directory.path())
			.open()) {
			writer.write(new byte[0]);
			assertThat(cat("empty", "--values").out()).isEqualTo("[]\n");
		}
	}

	@Test
	void whatATerminalWouldObeyIsEscapedInJson() {
		try (MessageWriter<Map<String, Object>> writer = messages()) {
			String text = "\u001b[2J\u007f\u009b2J\u202e \u00e9";
			writer.write(Map.of("text", text));
			CommandRun run = cat("messages", "--values");
			assertThat(run.out()).isEqualTo("{\"text\":\"\\u001B[2J\\u007F\\u009b2J\\u202e \u00e9\"}\n");
			assertThat(run.object().get("text")).isEqualTo(text);
		}
	}

	@Test
	void theNewestIsPrintedHoweverFastTheWriterIs() throws Exception {
		try (ArrayWriter<int[]> writer = GlobalBuffer.create("fast", ArraySpec.of(DType.INT32, 1))
			.directory(this.directory.path())
			.capacity(1)
			.open()) {
			writer.write(new int[1]);
			Thread fast = Thread.startVirtualThread(() -> {
				while (!Thread.currentThread().isInterrupted()) {
					writer.write(new int[1]);
				}
			});
			for (int i = 0; i < 20; i++) {
				assertThat(cat("fast", "-n", "3").lines()).isNotEmpty();
			}
			fast.interrupt();
			fast.join();
		}
	}

	@Test
	void noSampleAndNoStreamHaveAnExitCodeOfTheirOwn() {
		try (ArrayWriter<int[]> _ = matrices()) {
			assertThat(cat("matrices").exitCode()).isEqualTo(3);
			assertThat(cat("matrices").errors())
				.isEqualTo("gb: Stream 'matrices' has no sample yet: --follow waits for the first\n");
			assertThat(cat("none").exitCode()).isEqualTo(3);
		}
	}

	@Test
	void messagesAreNoArraysForNumpy() {
		try (MessageWriter<Map<String, Object>> writer = messages()) {
			writer.write(Map.of("a", 1));
			CommandRun run = cat("messages", "--format", "npy");
			assertThat(run.exitCode()).isEqualTo(1);
			assertThat(run.errors()).isEqualTo("gb: Messages are no arrays: print JSON lines or CSV instead\n");
		}
	}

	private ArrayWriter<int[]> matrices() {
		return GlobalBuffer.create("matrices", ArraySpec.of(DType.INT32, 2, 3))
			.directory(this.directory.path())
			.capacity(4)
			.publishTime()
			.open();
	}

	private MessageWriter<Map<String, Object>> messages() {
		return GlobalBuffer.create("messages", MessageSpec.map()).directory(this.directory.path()).capacity(4).open();
	}

	private CommandRun cat(String... more) {
		List<String> arguments = new ArrayList<>(List.of("cat", "-d", this.directory.path().toString()));
		arguments.addAll(List.of(more));
		return CommandRun.gb(arguments.toArray(String[]::new));
	}

	static String numpy(String program, byte[] input) throws Exception {
		Path python = PythonPeers.interpreter(PythonVersion.V1_1_3);
		Process process = new ProcessBuilder(python.toString(), "-c", "import io, sys, numpy\n" + program)
			.redirectErrorStream(true)
			.start();
		process.getOutputStream().write(input);
		process.getOutputStream().close();
		String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
		assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
		return printed;
	}

}
