// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import java.lang.foreign.Arena;
import java.util.concurrent.ExecutionException;

import org.junit.jupiter.api.Test;

import io.globalbuffer.exception.BufferClosedException;
import io.globalbuffer.internal.layout.ExtensionLayout;
import io.globalbuffer.internal.layout.RingGeometry;
import io.globalbuffer.internal.layout.SlotLayout;
import io.globalbuffer.internal.os.Passage;
import io.globalbuffer.internal.ring.RingWriter;
import io.globalbuffer.internal.segment.Passages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A writer that is confined, from one thread to the next.
 */
class WriterAccessTests {

	private final RingGeometry geometry = RingGeometry.of(3, 16);

	private final Passages passages = new Passages();

	private final RingWriter ring = new RingWriter(
			Arena.global().allocate(this.geometry.slotsEnd(), SlotLayout.ALIGNMENT), this.geometry,
			ExtensionLayout.NO_INCARNATION, null, null, this.passages.open(Thread.currentThread().threadId()));

	private boolean reserved;

	private final WriterAccess access = new WriterAccess("a", this.passages, this.ring, null, () -> this.reserved);

	@Test
	void anotherThreadGetsAPassageOfItsOwn() throws Exception {
		Passage before = this.ring.passage();
		assertThat(Background.run(this::write).result()).isZero();
		assertThat(before.tryEnter()).isFalse();
		assertThat(write()).isOne();
	}

	@Test
	void theThreadThatIsInsideGoesOnWhereAnotherOneIsRefused() throws Exception {
		Passage passage = this.ring.passage();
		passage.enter();
		Background<Long> another = Background.run(this::write);
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(another::result)
			.havingCause()
			.isInstanceOf(IllegalStateException.class)
			.withMessageContaining("Create it without confined()");
		passage.leave();
		assertThat(write()).isZero();
		assertThat(this.ring.passage()).isSameAs(passage);
	}

	@Test
	void aReservationThatIsOpenStaysTheOtherThreads() throws Exception {
		Passage passage = this.ring.passage();
		this.reserved = true;
		Background<Long> another = Background.run(this::write);
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(another::result)
			.havingCause()
			.isInstanceOf(IllegalStateException.class)
			.withMessageContaining("Another thread holds a reservation of buffer 'a'");
		assertThat(this.ring.passage()).isSameAs(passage);
		assertThat(passage.tryEnter()).isTrue();
	}

	@Test
	void oneThatIsClosedIsHandedOverNoMore() {
		assertThat(this.access.close()).isTrue();
		assertThat(this.access.close()).isFalse();
		this.access.shut();
		Background<Long> another = Background.run(this::write);
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(another::result)
			.withCauseInstanceOf(BufferClosedException.class);
		assertThat(this.ring.passage().tryEnter()).isFalse();
	}

	@Test
	void oneThatIsClosedLetsNobodyInFromThenOn() {
		assertThat(this.access.close()).isTrue();
		assertThat(this.ring.begin()).isEqualTo(RingWriter.REFUSED);
	}

	@Test
	void whomAFaultDroveOutKeepsNothingMapped() {
		Passage passage = this.ring.passage();
		passage.enter();
		assertThat(this.access.close()).isTrue();
		this.access.shut();
		assertThat(passage.isEmpty()).isTrue();
	}

	private long write() {
		this.access.enter();
		try {
			if (this.ring.begin() == RingWriter.REFUSED) {
				this.access.handOver();
				this.ring.begin();
			}
			return this.ring.commit(1);
		}
		finally {
			this.access.exit();
		}
	}

}
