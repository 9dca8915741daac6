// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.replication;

import java.util.List;

import org.junit.jupiter.api.Test;

import io.globalbuffer.Position;

import static org.assertj.core.api.Assertions.assertThat;

class MirrorLedgerTests {

	private static final Position FIRST = Position.parse("a-1-0-0");

	private static final Position SECOND = Position.parse("b-2-0-0");

	private static final Position THIRD = Position.parse("c-3-0-0");

	private final ReplicationCounters counts = new ReplicationCounters();

	private final MirrorLedger ledger = new MirrorLedger(List.of(), this.counts);

	@Test
	void theVeryFirstSampleIsTheBeginning() {
		come(FIRST, 7, 3);
		assertLost(0, 0);
		assertThat(this.ledger.expected()).containsExactly(FIRST.at(8));
	}

	@Test
	void whatComesInOrderLosesNothing() {
		come(FIRST, 0, 0);
		come(FIRST, 1, 0);
		come(FIRST, 2, 0);
		assertLost(0, 0);
		assertThat(this.ledger.expected()).containsExactly(FIRST.at(3));
	}

	@Test
	void whatCameIsPast() {
		assertThat(this.ledger.isPast(FIRST, 0)).isFalse();
		come(FIRST, 4, 0);
		assertThat(this.ledger.isPast(FIRST, 4)).isTrue();
		assertThat(this.ledger.isPast(FIRST, 0)).isTrue();
		assertThat(this.ledger.isPast(FIRST, 5)).isFalse();
		assertThat(this.ledger.isPast(SECOND, 0)).isFalse();
	}

	@Test
	void aGapIsLostAtTheSourceAsFarAsTheRecordSaysSo() {
		come(FIRST, 0, 0);
		come(FIRST, 10, 6);
		assertLost(6, 3);
	}

	@Test
	void moreThanTheGapIsNeverLost() {
		come(FIRST, 9, 0);
		// a source that begins again counts from where its records were acknowledged
		come(FIRST, 12, 7);
		assertLost(2, 0);
	}

	@Test
	void whatTheSourceSkippedIsNotLost() {
		come(FIRST, 0, 0);
		this.ledger.come(FIRST, 10, new SourceGap(6, true, null));
		assertLost(0, 3);
		assertThat(this.counts.statistics().skipped()).isEqualTo(6);
	}

	@Test
	void everySampleOfANewSegmentCounts() {
		come(FIRST, 0, 0);
		come(SECOND, 5, 2);
		assertLost(2, 3);
		assertThat(this.ledger.expected()).containsExactly(SECOND.at(6), FIRST.at(1));
	}

	@Test
	void theEndOfTheSegmentBeforeIsLostAtTheSource() {
		come(FIRST, 9, 0);
		// 4 of the new one, and 3 of the old one behind the position
		this.ledger.come(SECOND, 4, new SourceGap(7, false, FIRST.at(10)));
		assertLost(7, 0);
		assertThat(this.ledger.isPast(FIRST, 12)).isTrue();
		assertThat(this.ledger.isPast(FIRST, 13)).isFalse();
	}

	@Test
	void whatWasSentOfTheSegmentBeforeIsLostInTransit() {
		come(FIRST, 9, 0);
		this.ledger.come(SECOND, 0, new SourceGap(3, false, FIRST.at(15)));
		assertLost(3, 5);
	}

	@Test
	void whatCameThoughTheSourceDoesNotKnowIsNotLost() {
		come(FIRST, 9, 0);
		// acknowledged up to 6 only, the records up to 9 came all the same
		this.ledger.come(SECOND, 0, new SourceGap(5, false, FIRST.at(7)));
		assertLost(2, 0);
	}

	@Test
	void withoutThePositionBeforeTheSourceIsBelieved() {
		come(FIRST, 9, 0);
		come(SECOND, 1, 5);
		assertLost(5, 0);
	}

	@Test
	void aSegmentOfWhichNothingCameIsCounted() {
		come(FIRST, 9, 0);
		this.ledger.come(THIRD, 0, new SourceGap(2, false, SECOND.at(4)));
		assertLost(2, 4);
		assertThat(this.ledger.isPast(SECOND, 5)).isTrue();
	}

	@Test
	void lateRecordsOfAnEarlierSegmentArePast() {
		come(FIRST, 9, 0);
		this.ledger.come(SECOND, 0, new SourceGap(0, false, FIRST.at(10)));
		assertThat(this.ledger.isPast(FIRST, 9)).isTrue();
	}

	@Test
	void aStreamThatComesBackToAnEarlierSegmentGoesOnThere() {
		come(FIRST, 9, 0);
		come(SECOND, 0, 0);
		come(FIRST, 12, 0);
		assertLost(0, 2);
		come(SECOND, 1, 0);
		assertLost(0, 2);
		assertThat(this.ledger.expected()).containsExactly(SECOND.at(2), FIRST.at(13));
	}

	@Test
	void itGoesOnWhereAnotherOneStood() {
		come(FIRST, 9, 0);
		come(SECOND, 3, 3);
		MirrorLedger next = new MirrorLedger(this.ledger.expected(), this.counts);
		assertThat(next.isPast(FIRST, 9)).isTrue();
		assertThat(next.isPast(SECOND, 3)).isTrue();
		next.come(SECOND, 5, SourceGap.NONE);
		assertLost(3, 1);
		assertThat(next.expected()).containsExactly(SECOND.at(6), FIRST.at(10));
	}

	@Test
	void onlyTheLastSegmentsAreKnown() {
		for (int i = 1; i <= 6; i++) {
			come(Position.parse(i + "-1-0-0"), 0, 0);
		}
		assertThat(this.ledger.expected()).hasSize(1 + MirrorLedger.EARLIER);
		assertThat(this.ledger.isPast(Position.parse("3-1-0-0"), 0)).isTrue();
		assertThat(this.ledger.isPast(Position.parse("2-1-0-0"), 0)).isFalse();
	}

	private void come(Position segment, long sequence, long missed) {
		this.ledger.come(segment, sequence, new SourceGap(missed, false, null));
	}

	private void assertLost(long atSource, long inTransit) {
		assertThat(this.counts.statistics().lostAtSource()).as("lost at the source").isEqualTo(atSource);
		assertThat(this.counts.statistics().lostInTransit()).as("lost in transit").isEqualTo(inTransit);
	}

}
