// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.hostile;

import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.globalbuffer.ArrayReader;
import io.globalbuffer.ArrayWriter;
import io.globalbuffer.BufferReader;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.OnExisting;
import io.globalbuffer.ReaderBuilder;
import io.globalbuffer.Sample;
import io.globalbuffer.SegmentDirectory;
import io.globalbuffer.StartPosition;
import io.globalbuffer.exception.GlobalBufferException;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Whatever a segment's header and slots say: reading it gives samples or an exception of
 * this library, soon, and never touches what lies outside.
 */
@Timeout(60)
class HostileHeaderTests {

	private static final int ROUNDS = 1500;

	private static final long SEED = 20261122;

	/**
	 * A field.
	 *
	 * @param offset where it lies
	 * @param width 4 or 8 bytes
	 */
	private record Field(int offset, int width) {
	}

	/** Header, extension block, and the header of each of four slots of 128 bytes. */
	private static final List<Field> FIELDS = List.of(new Field(0, 4), new Field(4, 4), new Field(8, 4),
			new Field(12, 4), new Field(16, 8), new Field(24, 8), new Field(32, 4), new Field(36, 4), new Field(40, 8),
			new Field(48, 8), new Field(56, 8), new Field(64, 8), new Field(72, 8), new Field(80, 8), new Field(88, 4),
			new Field(92, 4), new Field(128, 8), new Field(136, 8), new Field(144, 4), new Field(152, 8),
			new Field(160, 8), new Field(208, 8), new Field(256, 8), new Field(8128, 4), new Field(8132, 4),
			new Field(8136, 4), new Field(8144, 8), new Field(8152, 8), new Field(8160, 8), new Field(8168, 8),
			new Field(8192, 4), new Field(8200, 8), new Field(8208, 4), new Field(8320, 4), new Field(8328, 8),
			new Field(8336, 4), new Field(8448, 4), new Field(8456, 8), new Field(8464, 4), new Field(8576, 4),
			new Field(8584, 8), new Field(8592, 4));

	@RegisterExtension
	final SegmentDirectory directory = new SegmentDirectory();

	@Test
	void eachFieldAtItsBoundaries() throws Exception {
		for (SegmentImage image : images()) {
			for (Field field : FIELDS) {
				long original = image.get(field.offset(), field.width());
				for (long value : boundaries(original).toArray()) {
					read(image.copy().put(field.offset(), field.width(), value));
				}
			}
		}
	}

	@Test
	void severalFieldsAtRandom() throws Exception {
		Random random = new Random(SEED);
		int attached = 0;
		for (SegmentImage image : images()) {
			for (int round = 0; round < ROUNDS; round++) {
				attached += read(mutate(image.copy(), random, FIELDS)) ? 1 : 0;
			}
		}
		// mutations that nobody gets past would test nothing behind the header
		assertThat(attached).isBetween(ROUNDS / 10, 2 * ROUNDS - ROUNDS / 10);
	}

	@Test
	void bytesAtRandom() throws Exception {
		Random random = new Random(SEED);
		for (SegmentImage image : images()) {
			for (int round = 0; round < ROUNDS / 3; round++) {
				SegmentImage mutated = image.copy();
				for (int start : new int[] { 0, SegmentImage.EXTENSION, SegmentImage.SLOTS_START }) {
					byte[] bytes = new byte[random.nextInt(1, 8)];
					random.nextBytes(bytes);
					mutated.put(start + random.nextInt(64), bytes);
				}
				read(mutated);
			}
		}
	}

	/** What a writer steps into is judged by the same header. */
	@Test
	void whoTakesOverOrReplacesFaresNoWorse() throws Exception {
		Random random = new Random(SEED);
		SegmentImage image = SegmentImage.ofArrays(this.directory.path());
		for (int round = 0; round < ROUNDS / 3; round++) {
			SegmentImage mutated = mutate(image.copy(), random, FIELDS);
			if (mutated.get(0, 4) == 0 || mutated.get(56, 8) == 0) {
				// its creator may still be at it: a second is spent on waiting
				continue;
			}
			mutated.store(this.directory.segment("v"));
			OnExisting onExisting = (round % 2 == 0) ? OnExisting.TAKE_OVER : OnExisting.REPLACE;
			AllReads.attempt(() -> {
				try (ArrayWriter<double[]> writer = GlobalBuffer.create("v", ArraySpec.of(DType.FLOAT64, 2))
					.directory(this.directory.path())
					.capacity(3)
					.onExisting(onExisting)
					.open()) {
					writer.write(new double[] { 1, 1 });
					return writer.stats();
				}
			});
		}
	}

	@Test
	void fieldsThatChangeUnderAReaderAndAWriter() throws Exception {
		Random random = new Random(SEED);
		List<Field> shared = FIELDS.stream()
			.filter((field) -> (field.offset() >= 40 && field.offset() <= 56) || field.offset() >= 8128)
			.toList();
		try (ArrayWriter<double[]> writer = GlobalBuffer.create("v", ArraySpec.of(DType.FLOAT64, 2))
			.directory(this.directory.path())
			.capacity(3)
			.open();
				ArrayReader<?> reader = attach().asArray();
				ArrayReader<double[]> second = attach().asArray(double[].class)) {
			SegmentImage image = SegmentImage.ofArrays(this.directory.path());
			for (int round = 0; round < ROUNDS; round++) {
				mutate(image.copy(), random, shared).storeInPlace(writer.path());
				AllReads.read(reader);
				AllReads.attempt(() -> second.latest().stream().allMatch(HostileHeaderTests::requireWhole));
				AllReads.attempt(() -> second.next(Duration.ZERO).stream().allMatch(HostileHeaderTests::requireWhole));
				AllReads.attempt(() -> writer.write(new double[] { 7, 7 }));
				AllReads.attempt(writer::stats);
			}
			image.storeInPlace(writer.path());
			assertThat(second.latest().orElseThrow().sequence()).isEqualTo(4);
			assertThat(second.stats().written()).isNotNegative();
		}
	}

	@Test
	void lengthsThatChangeUnderAReaderOfMessages() throws Exception {
		SegmentImage image = SegmentImage.ofMessages(this.directory.path());
		image.store(this.directory.segment("v"));
		try (BufferReader<Map<String, Object>> reader = attach().asMap()) {
			for (long length : boundaries(64).toArray()) {
				SegmentImage mutated = image.copy();
				for (int slot = 0; slot < 4; slot++) {
					mutated.put(SegmentImage.SLOTS_START + slot * 128 + 16, Integer.BYTES, length);
				}
				mutated.storeInPlace(this.directory.segment("v"));
				AllReads.read(reader);
			}
			image.storeInPlace(this.directory.segment("v"));
			assertThat(reader.latest().orElseThrow().value()).containsEntry("sequence", 4L);
		}
	}

	/** The count says that there is a sample, and the slot that it was never written. */
	@Test
	void aSlotThatWasNeverWrittenIsNotDelivered() throws Exception {
		try (ArrayWriter<byte[]> writer = GlobalBuffer.create("v", ArraySpec.of(DType.UINT8, 0))
			.directory(this.directory.path())
			.capacity(2)
			.open(); ArrayReader<?> reader = attach().asArray()) {
			SegmentImage image = SegmentImage.of(Files.readAllBytes(writer.path()));
			image.put(40, Long.BYTES, 1).storeInPlace(writer.path());
			assertThat(reader.next(Duration.ZERO)).isEmpty();
			assertThatExceptionOfType(GlobalBufferException.class).isThrownBy(reader::latest);
		}
	}

	@Test
	void aCountThatFallsTakesNothingFromWhatWasWritten() throws Exception {
		SegmentImage image = SegmentImage.ofArrays(this.directory.path());
		image.store(this.directory.segment("v"));
		try (ArrayReader<?> reader = attach().asArray()) {
			image.put(40, Long.BYTES, 9).storeInPlace(this.directory.segment("v"));
			assertThat(reader.stats().written()).isEqualTo(4);
			image.put(40, Long.BYTES, 2).storeInPlace(this.directory.segment("v"));
			assertThat(reader.stats().written()).isEqualTo(4);
		}
	}

	private static boolean requireWhole(Sample<double[]> sample) {
		assertThat(sample.value()).hasSize(2).containsOnly(sample.value()[0]);
		return true;
	}

	private ReaderBuilder attach() {
		return GlobalBuffer.attach("v")
			.directory(this.directory.path())
			.startFrom(StartPosition.OLDEST)
			.contentionBudget(Duration.ofNanos(1000));
	}

	private List<SegmentImage> images() {
		return List.of(SegmentImage.ofArrays(this.directory.path()), SegmentImage.ofMessages(this.directory.path()));
	}

	private boolean read(SegmentImage image) throws Exception {
		image.store(this.directory.segment("v"));
		return AllReads.attachAndRead(this.directory.path(), "v");
	}

	private static SegmentImage mutate(SegmentImage image, Random random, List<Field> fields) {
		for (int i = random.nextInt(1, 5); i > 0; i--) {
			Field field = fields.get(random.nextInt(fields.size()));
			long original = image.get(field.offset(), field.width());
			long[] values = boundaries(original).toArray();
			long value = random.nextBoolean() ? values[random.nextInt(values.length)] : random.nextLong();
			image.put(field.offset(), field.width(), value);
		}
		return image;
	}

	private static LongStream boundaries(long original) {
		return LongStream.of(0, 1, 2, 3, 7, 8, 63, 64, 127, 128, 129, 255, 4095, 4096, 4097, 8191, 8192, 8193,
				0x7FFF_FFFF, 0x8000_0000L, 0xFFFF_FFFEL, 0xFFFF_FFFFL, 1L << 32, 1L << 62, Long.MAX_VALUE,
				Long.MIN_VALUE, -1, -2, -8, -64, -8192, original - 1, original + 1, original - 8, original + 8,
				original - 128, original + 128, original / 2, original * 2, original ^ Long.MIN_VALUE);
	}

}
