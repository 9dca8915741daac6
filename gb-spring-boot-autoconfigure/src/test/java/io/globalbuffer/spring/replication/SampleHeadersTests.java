// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.replication;

import java.time.Instant;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.globalbuffer.Position;
import io.globalbuffer.TraceContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class SampleHeadersTests {

	private static final Position PREVIOUS = SampleRecord.SECOND.at(17);

	private final SampleHeaders sample = new SampleHeaders();

	@Test
	void aSampleIsReadFromItsHeaders() {
		readOneOfEach();
		assertThat(this.sample.segment()).isEqualTo(SampleRecord.FIRST);
		assertThat(this.sample.sequence()).isEqualTo(5);
		assertThat(this.sample.gap()).isEqualTo(new SourceGap(3, false, PREVIOUS));
		assertThat(this.sample.published()).isEqualTo(1234);
		assertThat(this.sample.trace())
			.isEqualTo(TraceContext.of("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331", true));
		StreamSpec spec = StreamSpec.of(SampleRecord.NUMBERS);
		assertThat(this.sample.specHash()).isEqualTo(spec.hash());
		assertThat(this.sample.spec()).isNull();
	}

	@Test
	void whatIsAbsentIsNotThatOfTheRecordBefore() {
		readOneOfEach();
		Position segment = this.sample.segment();
		Instant time = Instant.parse("2026-11-28T06:00:00.123Z");
		assertThat(this.sample.read(SampleRecord.of(0).at(time).received(1))).isTrue();
		assertThat(this.sample.segment()).isSameAs(segment);
		assertThat(this.sample.gap()).isSameAs(SourceGap.NONE);
		assertThat(this.sample.published()).isEqualTo(time.toEpochMilli() * 1_000_000);
		assertThat(this.sample.trace()).isNull();
		assertThat(this.sample.spec()).isEqualTo(StreamSpec.of(SampleRecord.NUMBERS).bytes());
	}

	/** A sample with every header that there can be. */
	private void readOneOfEach() {
		assertThat(this.sample.read(SampleRecord.of(5)
			.with(RecordHeaders.MISSED, 3)
			.with(RecordHeaders.PREVIOUS, PREVIOUS.toString())
			.with(RecordHeaders.PUBLISHED, 1234)
			.with(RecordHeaders.TRACE, "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
			.with("another", 1)
			.received(0))).isTrue();
	}

	@Test
	void anotherSegmentIsSeen() {
		this.sample.read(SampleRecord.of(0).received(0));
		this.sample.read(SampleRecord.of(0).in(SampleRecord.SECOND).received(1));
		assertThat(this.sample.segment()).isEqualTo(SampleRecord.SECOND);
	}

	@Test
	void aRecordOfSomethingElseIsNoSample() {
		assertThat(this.sample.read(new ConsumerRecord<>("topic", 0, 0, new byte[0], new byte[0]))).isFalse();
		for (String header : RecordHeaders.FIRST) {
			ConsumerRecord<byte[], byte[]> record = SampleRecord.of(0).received(0);
			record.headers().remove(header);
			assertThat(this.sample.read(record)).as("without %s", header).isFalse();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331",
			"00-0af7651916cd43dd8448eb211c80319x-b7ad6b7169203331-01",
			"00-00000000000000000000000000000000-b7ad6b7169203331-01" })
	void aTraceThatCannotBeUnderstoodIsNone(String trace) {
		assertThat(this.sample.read(SampleRecord.of(0).with(RecordHeaders.TRACE, trace).received(0))).isTrue();
		assertThat(this.sample.trace()).isNull();
	}

	@Test
	void whatCannotBeUnderstoodIsRefused() {
		assertRefused(RecordHeaders.SEGMENT, null);
		assertRefused(RecordHeaders.SEGMENT, new byte[] { 'x' });
		assertRefused(RecordHeaders.SPEC_HASH, null);
		assertRefused(RecordHeaders.SEQUENCE, new byte[7]);
		assertRefused(RecordHeaders.SEQUENCE, new byte[] { -1, 0, 0, 0, 0, 0, 0, 0 });
		assertRefused(RecordHeaders.MISSED, null);
		assertRefused(RecordHeaders.MISSED, new byte[] { -1, 0, 0, 0, 0, 0, 0, 0 });
		assertRefused(RecordHeaders.PREVIOUS, new byte[0]);
	}

	/** Also behind a record that is understood. */
	private void assertRefused(String header, byte @Nullable [] value) {
		ConsumerRecord<byte[], byte[]> record = SampleRecord.of(0).with(RecordHeaders.MISSED, 1).received(0);
		for (Header before : record.headers().toArray()) {
			record.headers().remove(before.key());
			record.headers().add(before.key(), before.key().equals(header) ? value : before.value());
		}
		if (record.headers().lastHeader(header) == null) {
			record.headers().add(header, value);
		}
		assertThatIllegalArgumentException().isThrownBy(() -> this.sample.read(record));
		assertThatIllegalArgumentException().isThrownBy(() -> new SampleHeaders().read(record));
		this.sample.read(SampleRecord.of(0).received(0));
	}

}
