// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.interop;

import java.lang.foreign.ValueLayout;
import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.globalbuffer.ArrayReader;
import io.globalbuffer.ArrayWriter;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.Reservation;
import io.globalbuffer.Sample;
import io.globalbuffer.exception.BufferExistsException;
import io.globalbuffer.peer.BufferNames;
import io.globalbuffer.peer.PeerException;
import io.globalbuffer.peer.PeerNames;
import io.globalbuffer.peer.PeerReader;
import io.globalbuffer.peer.PeerWriter;
import io.globalbuffer.peer.PythonPeer;
import io.globalbuffer.peer.PythonVersion;
import io.globalbuffer.peer.SharedPeers;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Reading in order and reading the newest, step by step. Cases 49, 57, 61, 63 to 65, 76,
 * 77, 79, 80, 82, 106 and 118.
 */
class ArrayInteropTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(20);

	private static final ArraySpec<long[]> SPEC = ArraySpec.of(DType.INT64, 4);

	@RegisterExtension
	static final SharedPeers peers = new SharedPeers();

	@RegisterExtension
	final BufferNames names = new BufferNames();

	/** Cases 63, 64 and 79. */
	@ParameterizedTest
	@EnumSource(PythonVersion.class)
	void aLateJavaReaderHasTheNewestAndThenWhatFollows(PythonVersion version) throws InterruptedException {
		String name = this.names.next();
		PeerWriter writer = peers.get(version).createArray(name, "float32", 3, 4);
		try (ArrayReader<float[]> early = GlobalBuffer.attach(name).asArray(float[].class)) {
			assertThat(early.latest()).isEmpty();
			writer.write(1, 2, 3, 4);
			assertThat(early.latest().orElseThrow().value()).containsExactly(1, 2, 3, 4);
		}
		try (ArrayReader<float[]> late = GlobalBuffer.attach(name).asArray(float[].class)) {
			assertThat(late.latest().orElseThrow().value()).containsExactly(1, 2, 3, 4);
			assertThat(late.next(Duration.ZERO)).isEmpty();
			writer.reserveFill(5);
			Sample<float[]> sample = late.next(TIMEOUT).orElseThrow();
			assertThat(sample.value()).containsExactly(5, 5, 5, 5);
			assertThat(sample.sequence()).isEqualTo(1);
		}
	}

	/** Cases 63, 64 and 79. */
	@ParameterizedTest
	@EnumSource(PythonVersion.class)
	void aLatePythonReaderHasTheNewestAndThenWhatFollows(PythonVersion version) {
		String name = this.names.next();
		try (ArrayWriter<float[]> writer = GlobalBuffer.create(name, ArraySpec.of(DType.FLOAT32, 4))
			.capacity(3)
			.open()) {
			PeerReader early = peers.get(version).attach(name);
			assertThat(early.latestArray()).isEmpty();
			writer.write(new float[] { 1, 2, 3, 4 });
			PeerReader late = peers.get(version).attach(name);
			assertThat(late.latestArray().orElseThrow().doubles()).containsExactly(1, 2, 3, 4);
			assertHasNoNext(late);
			writer.write(new float[] { 5, 6, 7, 8 });
			assertThat(late.nextArray(TIMEOUT).doubles()).containsExactly(5, 6, 7, 8);
			assertThat(early.nextArray(TIMEOUT).doubles()).containsExactly(1, 2, 3, 4);
		}
	}

	/** Cases 65 and 82. */
	@ParameterizedTest
	@EnumSource(PythonVersion.class)
	void aLappedJavaReaderGoesOnWithTheOldestLeft(PythonVersion version) throws InterruptedException {
		String name = this.names.next();
		PeerWriter writer = peers.get(version).createArray(name, "int64", 3, 4);
		try (ArrayReader<long[]> reader = GlobalBuffer.attach(name).asArray(SPEC)) {
			writer.fillLoop(0, 3, Duration.ZERO).await();
			for (long number = 0; number < 3; number++) {
				assertThat(reader.next(TIMEOUT).orElseThrow().value()).containsOnly(number);
			}
			assertThat(reader.overruns()).isZero();
			writer.fillLoop(3, 10, Duration.ZERO).await();
			Sample<long[]> sample = reader.next(TIMEOUT).orElseThrow();
			assertThat(sample.value()).containsOnly(10);
			assertThat(sample.sequence()).isEqualTo(10);
			assertThat(sample.missed()).isEqualTo(7);
			assertThat(reader.overruns()).isEqualTo(7);
			assertThat(reader.lag()).hasValue(2);
		}
	}

	/** Cases 65 and 82. */
	@ParameterizedTest
	@EnumSource(PythonVersion.class)
	void aLappedPythonReaderGoesOnWithTheOldestLeft(PythonVersion version) {
		String name = this.names.next();
		try (ArrayWriter<long[]> writer = GlobalBuffer.create(name, SPEC).capacity(3).open()) {
			PeerReader reader = peers.get(version).attach(name);
			FilledArrays.write(writer, 0, 3);
			for (long number = 0; number < 3; number++) {
				assertThat(reader.nextArray(TIMEOUT).longs()).containsOnly(number);
			}
			assertThat(reader.overruns()).isZero();
			FilledArrays.writeReserved(writer, 3, 10);
			assertThat(reader.nextArray(TIMEOUT).longs()).containsOnly(10);
			assertThat(reader.overruns()).isEqualTo(7);
			assertThat(reader.nextArray(TIMEOUT).longs()).containsOnly(11);
			assertThat(reader.nextArray(TIMEOUT).longs()).containsOnly(12);
		}
	}

	/** Cases 76 and 80. */
	@ParameterizedTest
	@EnumSource(PythonVersion.class)
	void readersOfBothLanguagesHaveTheirOwnCursors(PythonVersion version) throws InterruptedException {
		String name = this.names.next();
		PeerWriter writer = peers.get(version).createArray(name, "int64", 8, 4);
		PeerReader python = peers.get(PythonVersion.V1_0_0).attach(name);
		try (ArrayReader<long[]> first = GlobalBuffer.attach(name).asArray(SPEC);
				ArrayReader<long[]> second = GlobalBuffer.attach(name).asArray(SPEC)) {
			writer.fillLoop(0, 5, Duration.ZERO).await();
			for (long number = 0; number < 5; number++) {
				assertThat(first.latest().orElseThrow().value()).containsOnly(4);
				assertThat(first.next(TIMEOUT).orElseThrow().value()).containsOnly(number);
			}
			assertThat(second.next(TIMEOUT).orElseThrow().value()).containsOnly(0);
			assertThat(python.nextArray(TIMEOUT).longs()).containsOnly(0);
			assertThat(python.nextArray(TIMEOUT).longs()).containsOnly(1);
			assertThat(second.next(TIMEOUT).orElseThrow().value()).containsOnly(1);
			assertThat(first.overruns()).isZero();
		}
	}

	@Test
	void pythonReadersOfAllReleasesReadOneJavaStream() {
		String name = this.names.next();
		try (ArrayWriter<long[]> writer = GlobalBuffer.create(name, SPEC).capacity(8).open();
				ArrayReader<long[]> java = GlobalBuffer.attach(name).asArray(SPEC)) {
			PeerReader oldest = peers.get(PythonVersion.V1_0_0).attach(name);
			PeerReader older = peers.get(PythonVersion.V1_0_2).attach(name);
			PeerReader newest = peers.get(PythonVersion.V1_1_3).attach(name);
			FilledArrays.write(writer, 0, 5);
			for (long number = 0; number < 5; number++) {
				assertThat(oldest.latestArray().orElseThrow().longs()).containsOnly(4);
				assertThat(oldest.nextArray(TIMEOUT).longs()).containsOnly(number);
				assertThat(older.nextArray(TIMEOUT).longs()).containsOnly(number);
			}
			assertThat(newest.nextArray(TIMEOUT).longs()).containsOnly(0);
			assertThat(java.latest().orElseThrow().value()).containsOnly(4);
		}
	}

	/** Case 77. */
	@ParameterizedTest
	@EnumSource(PythonVersion.class)
	void aWaitingReaderOfTheOtherLanguageIsServed(PythonVersion version) throws InterruptedException {
		String javaName = this.names.next();
		String pythonName = this.names.next();
		PythonPeer peer = peers.get(version);
		try (ArrayWriter<long[]> writer = GlobalBuffer.create(javaName, SPEC).capacity(3).open()) {
			var next = peer.attach(javaName).startNext(TIMEOUT);
			FilledArrays.write(writer, 7, 1);
			assertThat(next.await().path("values").path(0).asLong()).isEqualTo(7);
		}
		PeerWriter writer = peer.createArray(pythonName, "int64", 3, 4);
		try (ArrayReader<long[]> reader = GlobalBuffer.attach(pythonName).asArray(SPEC)) {
			var written = writer.fillLoop(8, 1, Duration.ofMillis(50));
			assertThat(reader.next().value()).containsOnly(8);
			assertThat(written.await()).isEqualTo(1);
		}
	}

	/** Case 61. */
	@ParameterizedTest
	@EnumSource(PythonVersion.class)
	void anAbortedReservationIsInvisibleToPython(PythonVersion version) {
		String name = this.names.next();
		try (ArrayWriter<long[]> writer = GlobalBuffer.create(name, SPEC).capacity(3).open()) {
			PeerReader reader = peers.get(version).attach(name);
			FilledArrays.write(writer, 0, 1);
			assertThat(reader.nextArray(TIMEOUT).longs()).containsOnly(0);
			// more than once around the ring, so that each slot is aborted and used
			for (long number = 1; number < 10; number++) {
				try (Reservation reservation = writer.reserve()) {
					reservation.segment().set(ValueLayout.JAVA_LONG, 0, -1);
					assertThat(reader.latestArray().orElseThrow().longs()).containsOnly(number - 1);
				}
				assertThat(reader.latestArray().orElseThrow().longs()).containsOnly(number - 1);
				assertHasNoNext(reader);
				FilledArrays.write(writer, number, 1);
				assertThat(reader.nextArray(TIMEOUT).longs()).containsOnly(number);
			}
			assertThat(reader.overruns()).isZero();
		}
	}

	@ParameterizedTest
	@EnumSource(PythonVersion.class)
	void anAbortedReservationDoesNotPassForTheSampleItOverwrote(PythonVersion version) {
		String name = this.names.next();
		try (ArrayWriter<long[]> writer = GlobalBuffer.create(name, SPEC).capacity(3).open()) {
			PeerReader reader = peers.get(version).attach(name);
			FilledArrays.write(writer, 0, 4);
			try (Reservation reservation = writer.reserve()) {
				FilledArrays.fill(reservation, -1);
				reservation.abort();
			}
			assertThat(reader.nextArray(TIMEOUT).longs()).containsOnly(1);
			assertThat(reader.overruns()).isEqualTo(1);
			assertThat(reader.nextArray(TIMEOUT).longs()).containsOnly(2);
			assertThat(reader.nextArray(TIMEOUT).longs()).containsOnly(3);
			assertHasNoNext(reader);
		}
	}

	/** Cases 49, 57 and 118. */
	@ParameterizedTest
	@EnumSource(PythonVersion.class)
	void aNameIsTakenAndFreedForBothLanguages(PythonVersion version) {
		String name = this.names.next();
		PythonPeer peer = peers.get(version);
		PeerWriter python = peer.createArray(name, "int64", 3, 4);
		assertThatExceptionOfType(BufferExistsException.class)
			.isThrownBy(() -> GlobalBuffer.create(name, SPEC).capacity(3).open());
		GlobalBuffer.unlink(name);
		assertThat(PeerNames.file(name)).doesNotExist();
		python.close();
		try (ArrayWriter<long[]> writer = GlobalBuffer.create(name, SPEC).capacity(3).open()) {
			assertThatExceptionOfType(PeerException.class).isThrownBy(() -> peer.createArray(name, "int64", 3, 4))
				.extracting(PeerException::type)
				.isEqualTo("BufferExists");
			FilledArrays.write(writer, 0, 1);
			assertThat(peer.attach(name).latestArray()).isPresent();
			peer.unlink(name);
			assertThat(PeerNames.file(name)).doesNotExist();
		}
	}

	private static void assertHasNoNext(PeerReader reader) {
		assertThatExceptionOfType(PeerException.class).isThrownBy(() -> reader.nextArray(Duration.ZERO))
			.extracting(PeerException::type)
			.isEqualTo("Empty");
	}

}
