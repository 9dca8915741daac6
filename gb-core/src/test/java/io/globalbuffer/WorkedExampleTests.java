// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.HexFormat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;
import io.globalbuffer.schema.MessageSpec;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The bytes of a segment, as Python writes them. Cases 5, 6, 8 and 9.
 */
class WorkedExampleTests {

	private static final String STATUS_SCHEMA = "{\"properties\":{\"cam_on\":{\"title\":\"Cam On\",\"type\":\"boolean\"},"
			+ "\"gain\":{\"title\":\"Gain\",\"type\":\"number\"}},\"required\":[\"gain\",\"cam_on\"],"
			+ "\"title\":\"Status\",\"type\":\"object\"}";

	@RegisterExtension
	final SegmentDirectory directory = new SegmentDirectory();

	record Status(double gain, boolean cam_on) {
	}

	/** Cases 5 and 8. */
	@Test
	void anArraySegmentIsTheOneThatPythonWrites() throws IOException {
		float[] first = new float[512];
		first[0] = 1;
		first[1] = 2;
		float[] second = new float[512];
		Arrays.fill(second, 7);
		try (ArrayWriter<float[]> csi = GlobalBuffer.create("csi", ArraySpec.of(DType.COMPLEX64, 64, 4))
			.directory(this.directory.path())
			.capacity(8)
			.open()) {
			csi.write(first);
			csi.write(second);
			byte[] bytes = Files.readAllBytes(this.directory.segment("csi"));
			assertThat(bytes).hasSize(27200);
			assertThat(hex(bytes, 0, 0x30)).isEqualTo("474255460100000001000000090000004008000000000000"
					+ "000800000000000040000000400000000200000000000000");
			assertThat(hex(bytes, 0x40, 0x60)).isEqualTo("00100000000000000020000000000000" + "00".repeat(16));
			assertThat(hex(bytes, 0x80, 0xb0))
				.isEqualTo(HexFormat.of().formatHex("complex64".getBytes(StandardCharsets.US_ASCII)) + "00".repeat(7)
						+ "02000000" + "00000000" + "4000000000000000" + "0400000000000000" + "00".repeat(8));
			assertThat(hex(bytes, 0xb0, SegmentFile.EXTENSION)).matches("0*");
			assertThat(hex(bytes, SegmentFile.EXTENSION, SegmentFile.EXTENSION + 4)).isEqualTo("47424a31");
			assertThat(hex(bytes, 0x2000, 0x2018))
				.isEqualTo("02000000000000000000000000000000" + "00080000" + "00000000");
			assertThat(hex(bytes, 0x2040, 0x2048)).isEqualTo("0000803f00000040");
			assertThat(hex(bytes, 0x2840, 0x2858))
				.isEqualTo("02000000000000000100000000000000" + "00080000" + "00000000");
			assertThat(hex(bytes, 0x3080, bytes.length)).matches("0*");
		}
	}

	/** Cases 6 and 8. */
	@Test
	void aMessageSegmentIsTheOneThatPythonWrites() throws IOException {
		try (BufferWriter<Status> status = GlobalBuffer
			.create("status", MessageSpec.of(Status.class).maxBytes(512).schema(STATUS_SCHEMA))
			.directory(this.directory.path())
			.capacity(4)
			.open()) {
			status.write(new Status(1.2, true));
			byte[] bytes = Files.readAllBytes(this.directory.segment("status"));
			assertThat(bytes).hasSize(11072);
			assertThat(hex(bytes, 0, 0x30)).isEqualTo("474255460100000002000000050000004002000000000000"
					+ "000200000000000040000000400000000100000000000000");
			assertThat(hex(bytes, 0x40, 0x60))
				.isEqualTo("00100000000000000020000000000000" + "c68fd54a96afb004" + "a3000000" + "01000000");
			assertThat(hex(bytes, 0x60, 0x100)).matches("0*");
			assertThat(new String(bytes, 0x100, 0xa3, StandardCharsets.US_ASCII)).isEqualTo(STATUS_SCHEMA);
			assertThat(hex(bytes, 0x1a3, SegmentFile.EXTENSION)).matches("0*");
			assertThat(hex(bytes, 0x2000, 0x2018))
				.isEqualTo("02000000000000000000000000000000" + "17000000" + "00000000");
			assertThat(hex(bytes, 0x2040, 0x2057))
				.isEqualTo("82a4" + hex("gain") + "cb3ff3333333333333" + "a6" + hex("cam_on") + "c3");
		}
	}

	/** Case 9. */
	@Test
	void whatIsNoFieldStaysZero() throws Exception {
		int length = 100;
		byte[] values = new byte[length];
		Arrays.fill(values, (byte) -1);
		try (ArrayWriter<byte[]> writer = GlobalBuffer.create("gaps", ArraySpec.of(DType.UINT8, length))
			.directory(this.directory.path())
			.capacity(3)
			.open();
				ArrayReader<byte[]> reader = GlobalBuffer.attach("gaps")
					.directory(this.directory.path())
					.asArray(byte[].class)) {
			for (int sample = 0; sample < 9; sample++) {
				writer.write(values);
				assertThat(reader.next().value()).isEqualTo(values);
				assertThat(reader.latest()).isPresent();
				try (Reservation aborted = writer.reserve()) {
					aborted.segment().fill((byte) -1);
				}
			}
		}
		byte[] bytes = Files.readAllBytes(this.directory.segment("gaps"));
		assertThat(hex(bytes, 0x50, 0x80)).as("hash, length and codec of messages").matches("0*");
		assertThat(hex(bytes, 0x85, 0x90)).as("after the dtype").matches("0*");
		assertThat(hex(bytes, 0xa0, 0x1000)).as("other dimensions, and the schema").matches("0*");
		assertThat(hex(bytes, 0x1000, 0x1008)).as("who took the first entry of the registry").matches("0*");
		assertThat(hex(bytes, 0x1040, SegmentFile.EXTENSION)).as("the other entries").matches("0*");
		assertThat(hex(bytes, 8140, 8144) + hex(bytes, 8176, 8192)).as("in the extension").matches("0*");
		int stride = 192;
		assertThat(bytes).hasSize(SegmentFile.SLOTS_START + 4 * stride);
		for (int slot = SegmentFile.SLOTS_START; slot < bytes.length; slot += stride) {
			assertThat(hex(bytes, slot + 4, slot + 8)).as("beside the lock").matches("0*");
			assertThat(hex(bytes, slot + 20, slot + 64)).as("behind the length").matches("0*");
			assertThat(hex(bytes, slot + 64, slot + 64 + length)).matches("f*");
			assertThat(hex(bytes, slot + 64 + length, slot + stride)).as("behind the payload").matches("0*");
		}
	}

	private static String hex(byte[] bytes, int from, int to) {
		return HexFormat.of().formatHex(bytes, from, to);
	}

	private static String hex(String text) {
		return HexFormat.of().formatHex(text.getBytes(StandardCharsets.US_ASCII));
	}

}
