// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which positions lie in the same segment.
 */
class PositionTests {

	@RegisterExtension
	final SegmentDirectory directory = new SegmentDirectory();

	private final PairBuffer pairs = new PairBuffer(this.directory);

	@Test
	void whatWasReadOfOneSegmentLiesInIt() throws InterruptedException {
		try (ArrayWriter<long[]> writer = this.pairs.create(3); ArrayReader<long[]> reader = this.pairs.attach()) {
			Position first = reader.position();
			PairBuffer.write(writer, 0, 2);
			reader.next();
			assertThat(reader.position()).isNotEqualTo(first);
			assertThat(reader.position().isSameSegment(first)).isTrue();
			assertThat(Position.parse(first.toString()).isSameSegment(reader.position())).isTrue();
			assertThat(first.isSameSegment(first.at(77))).isTrue();
		}
	}

	@Test
	void aSegmentThatWasMadeAnewIsAnotherOne() {
		Position before = position();
		GlobalBuffer.unlink(this.directory.path(), "b");
		assertThat(position().isSameSegment(before)).isFalse();
	}

	@Test
	void beforeTheFirstSegmentThereIsNoneToBeTheSame() {
		Path nowhere = this.directory.path();
		try (BufferReader<byte[]> reader = GlobalBuffer.attach("later").directory(nowhere).following().asRawBytes()) {
			Position none = reader.position();
			assertThat(none.isSameSegment(none)).isFalse();
			assertThat(none.isSameSegment(position())).isFalse();
			assertThat(position().isSameSegment(none)).isFalse();
		}
	}

	private Position position() {
		try (ArrayWriter<long[]> _ = GlobalBuffer.create("b", ArraySpec.of(DType.INT64, 2))
			.directory(this.directory.path())
			.capacity(3)
			.onExisting(OnExisting.TAKE_OVER)
			.open(); ArrayReader<long[]> reader = this.pairs.attach()) {
			return reader.position();
		}
	}

}
