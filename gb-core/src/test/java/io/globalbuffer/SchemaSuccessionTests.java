// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.globalbuffer.codec.WireFormat;
import io.globalbuffer.exception.InvalidSegmentException;
import io.globalbuffer.exception.SchemaMismatchException;
import io.globalbuffer.schema.MessageLayout;
import io.globalbuffer.schema.MessageSpec;
import io.globalbuffer.schema.SchemaIdentity;
import io.globalbuffer.schema.SchemaPolicy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

/**
 * The schemas of streams that change hands: at a take-over, and for readers that follow.
 */
class SchemaSuccessionTests {

	private static final Duration LONG = Duration.ofSeconds(20);

	private static final long SCHEMA_HASH = 80;

	private static final long SCHEMA_LENGTH = 88;

	@RegisterExtension
	final SegmentDirectory directory = new SegmentDirectory();

	record Pose(double x, double y) {
	}

	record Height(double x, double y, double z) {
	}

	record Label(double x, String y) {
	}

	record Price(@Nullable BigDecimal amount) {
	}

	@Test
	void aSegmentWithoutASchemaIsGivenOne() throws InterruptedException {
		try (BufferReader<Map<String, Object>> early = follow(MessageSpec.map())) {
			create(MessageSpec.map()).open().close();
			assertThat(early.latest()).isEmpty();
			try (BufferWriter<Pose> writer = takeOver(MessageSpec.of(Pose.class)).open()) {
				SchemaIdentity identity = MessageSpec.of(Pose.class).identity();
				assertThat(writer.layout()).contains(new MessageLayout(3, 4096, WireFormat.MESSAGE_PACK, identity));
				writer.write(new Pose(1, 2));
				assertThat(early.next().value()).containsEntry("y", 2.0);
				try (BufferReader<Pose> late = attach(MessageSpec.of(Pose.class).policy(SchemaPolicy.EXACT))) {
					assertThat(late.layout()).isEqualTo(writer.layout());
					assertThat(late.latest().orElseThrow().value()).isEqualTo(new Pose(1, 2));
				}
			}
		}
	}

	@Test
	void whoAttachesMeanwhileSeesTheOldOrTheNewSchema() throws Exception {
		SchemaIdentity identity = MessageSpec.of(Pose.class).identity();
		AtomicBoolean done = new AtomicBoolean();
		create(MessageSpec.map()).open().close();
		Background<Set<SchemaIdentity>> reader = Background.run(() -> {
			Set<SchemaIdentity> seen = new HashSet<>();
			do {
				try (BufferReader<Pose> pose = attach(MessageSpec.of(Pose.class))) {
					seen.add(identity(pose));
				}
			}
			while (!done.get());
			return seen;
		});
		SegmentFile file = new SegmentFile(this.directory.segment("s"));
		for (int round = 0; round < 200; round++) {
			takeOver(MessageSpec.of(Pose.class)).open().close();
			file.putLong(SCHEMA_HASH, SchemaIdentity.NONE.hash());
		}
		done.set(true);
		assertThat(reader.result()).isNotEmpty().isSubsetOf(SchemaIdentity.NONE, identity);
	}

	@Test
	void whoAsksForNoSchemaKeepsTheSegments() {
		create(MessageSpec.of(Pose.class)).open().close();
		SchemaIdentity identity = MessageSpec.of(Pose.class).identity();
		try (BufferWriter<Map<String, Object>> writer = takeOver(MessageSpec.map()).open()) {
			assertThat(identity(writer)).isEqualTo(identity);
		}
		try (BufferWriter<Pose> writer = takeOver(MessageSpec.of(Pose.class).schema("")).open()) {
			assertThat(identity(writer)).isEqualTo(identity);
		}
		try (BufferWriter<Height> writer = takeOver(MessageSpec.of(Height.class).policy(SchemaPolicy.IGNORE)).open()) {
			assertThat(identity(writer)).isEqualTo(identity);
		}
		takeOver(MessageSpec.of(Pose.class)).open().close();
	}

	@ParameterizedTest
	@EnumSource(value = SchemaPolicy.class, names = "IGNORE", mode = EnumSource.Mode.EXCLUDE)
	void anotherSchemaIsNotTakenOver(SchemaPolicy policy) {
		create(MessageSpec.of(Pose.class)).open().close();
		assertThatExceptionOfType(SchemaMismatchException.class)
			.isThrownBy(() -> takeOver(MessageSpec.of(Label.class).policy(policy)).open())
			.withMessageContaining("gb_s")
			.withMessageContaining("field 'y': text is asked for, the segment has a number")
			.withMessageContaining("onExisting");
		assertThatExceptionOfType(SchemaMismatchException.class)
			.isThrownBy(() -> takeOver(MessageSpec.of(Pose.class).maxBytes(100)).open())
			.withMessageContaining("at most 100 bytes");
		takeOver(MessageSpec.of(Pose.class)).open().close();
	}

	@Test
	void aSchemaThatWasNotGivenToTheEndIsNone() {
		create(MessageSpec.of(Pose.class)).open().close();
		SegmentFile file = new SegmentFile(this.directory.segment("s"));
		long hash = file.getLong(SCHEMA_HASH);
		file.putLong(SCHEMA_HASH, SchemaIdentity.NONE.hash());
		try (BufferReader<Label> reader = attach(MessageSpec.of(Label.class))) {
			assertThat(identity(reader)).isEqualTo(SchemaIdentity.NONE);
		}
		try (BufferWriter<Pose> writer = takeOver(MessageSpec.of(Pose.class)).open()) {
			assertThat(identity(writer)).isEqualTo(MessageSpec.of(Pose.class).identity());
			assertThat(file.getLong(SCHEMA_HASH)).isEqualTo(hash);
		}
		file.putInt(SCHEMA_LENGTH, 10);
		assertThatExceptionOfType(InvalidSegmentException.class).isThrownBy(() -> attach(MessageSpec.map()))
			.withMessageContaining("hash");
	}

	@Test
	void aWriterNeedsASchemaOrTheWordThatThereIsNone() {
		MessageSpec<Price> spec = MessageSpec.of(Price.class);
		for (OnExisting onExisting : OnExisting.values()) {
			assertThatIllegalArgumentException().isThrownBy(() -> create(spec).onExisting(onExisting).open())
				.withMessageContaining(Price.class.getTypeName())
				.withMessageContaining("component 'amount'")
				.withMessageContaining("MessageSpec.schema");
		}
		assertThat(this.directory.segment("s")).doesNotExist();
		try (BufferWriter<Price> writer = create(spec.schema("")).open(); BufferReader<Price> reader = attach(spec)) {
			assertThat(identity(writer)).isEqualTo(SchemaIdentity.NONE);
			assertThat(reader.latest()).isEmpty();
		}
	}

	@Test
	void aReaderWithoutAKnownSchemaChecksNothingUnlessEveryByteCounts() {
		create(MessageSpec.of(Pose.class)).open().close();
		attach(MessageSpec.of(Price.class)).close();
		attach(MessageSpec.of(Price.class).policy(SchemaPolicy.IGNORE)).close();
		assertThatIllegalArgumentException()
			.isThrownBy(() -> attach(MessageSpec.of(Price.class).policy(SchemaPolicy.EXACT)))
			.withMessageContaining("component 'amount'");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> follow(MessageSpec.of(Price.class).policy(SchemaPolicy.EXACT)))
			.withMessageContaining("component 'amount'");
	}

	@Test
	void aFollowingReaderGoesOverToACompatibleSchema() throws InterruptedException {
		try (BufferWriter<Pose> first = create(MessageSpec.of(Pose.class)).open();
				BufferReader<Pose> reader = follow(MessageSpec.of(Pose.class))) {
			first.write(new Pose(1, 1));
			assertThat(reader.next().value()).isEqualTo(new Pose(1, 1));
			first.unlink();
			try (BufferWriter<Height> second = create(MessageSpec.of(Height.class)).open()) {
				second.write(new Height(2, 2, 2));
				assertThat(reader.next(LONG).orElseThrow().value()).isEqualTo(new Pose(2, 2));
				assertThat(reader.generation()).isEqualTo(1);
			}
		}
	}

	@ParameterizedTest
	@EnumSource(SchemaPolicy.class)
	void aFollowingReaderMeetsAnIncompatibleSchemaByItsPolicy(SchemaPolicy policy) throws InterruptedException {
		try (BufferWriter<Pose> first = create(MessageSpec.of(Pose.class)).open();
				BufferReader<Pose> reader = follow(MessageSpec.of(Pose.class).policy(policy))) {
			first.write(new Pose(1, 1));
			assertThat(reader.next().value()).isEqualTo(new Pose(1, 1));
			first.unlink();
			try (BufferWriter<Map<String, Object>> second = create(
					MessageSpec.map().schema(MessageSpec.of(Label.class).identity().text()))
				.open()) {
				second.write(Map.of("x", 2.0, "y", 3.0));
				if (policy == SchemaPolicy.IGNORE) {
					assertThat(reader.next(LONG).orElseThrow().value()).isEqualTo(new Pose(2, 3));
				}
				else {
					await().atMost(LONG)
						.untilAsserted(() -> assertThatExceptionOfType(SchemaMismatchException.class)
							.isThrownBy(() -> reader.next(Duration.ZERO))
							.withMessageContaining("field 'y': a number is asked for, the segment has text"));
				}
			}
		}
	}

	private static SchemaIdentity identity(GlobalBuffer messages) {
		return ((MessageLayout) messages.layout().orElseThrow()).identity();
	}

	private <T> WriterBuilder<MessageWriter<T>> create(MessageSpec<T> spec) {
		return GlobalBuffer.create("s", spec).directory(this.directory.path()).capacity(3);
	}

	private <T> WriterBuilder<MessageWriter<T>> takeOver(MessageSpec<T> spec) {
		return create(spec).onExisting(OnExisting.TAKE_OVER);
	}

	private <T> BufferReader<T> attach(MessageSpec<T> spec) {
		return GlobalBuffer.attach("s").directory(this.directory.path()).as(spec);
	}

	private <T> BufferReader<T> follow(MessageSpec<T> spec) {
		return GlobalBuffer.attach("s").directory(this.directory.path()).following().as(spec);
	}

}
