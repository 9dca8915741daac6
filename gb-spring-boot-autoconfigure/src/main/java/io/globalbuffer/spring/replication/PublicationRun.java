// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.replication;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Future;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

import org.springframework.kafka.core.ProducerFactory;

import io.globalbuffer.BufferReader;
import io.globalbuffer.Position;
import io.globalbuffer.ReadMode;
import io.globalbuffer.Sample;
import io.globalbuffer.exception.BufferClosedException;
import io.globalbuffer.exception.BufferContendedException;
import io.globalbuffer.exception.MessageTooLargeException;
import io.globalbuffer.exception.ReaderConflictException;
import io.globalbuffer.schema.BufferLayout;

/**
 * One run of a publication, from where its position is kept to the first failure. The
 * position moves behind what is acknowledged, so that nothing is sent in vain unless it
 * is overwritten before the next run reads it again. Used by one thread; acknowledgments
 * come by the producer's.
 */
final class PublicationRun implements AutoCloseable {

	private static final Log logger = LogFactory.getLog(PublicationRun.class);

	private final PublicationDefinition definition;

	private final BufferReader<byte[]> reader;

	private final ProducerFactory<byte[], byte[]> producers;

	private final RecordLimits limits;

	private final SentRecords sent = new SentRecords();

	private final ReplicationCounters counters;

	private @Nullable Producer<byte[], byte[]> producer;

	/**
	 * The segment that is read, and what is known of it; absent before the first sample.
	 */
	private @Nullable Source source;

	/** Of the sample that comes next. */
	private long sequence;

	/**
	 * Begins a run.
	 * @param definition what is declared
	 * @param reader stands where its position is kept, and is closed with the run
	 * @param producers makes the producer
	 * @param limits how large a record may be
	 * @param counters count what is acknowledged
	 */
	PublicationRun(PublicationDefinition definition, BufferReader<byte[]> reader,
			ProducerFactory<byte[], byte[]> producers, RecordLimits limits, ReplicationCounters counters) {
		this.definition = definition;
		this.reader = reader;
		this.producers = producers;
		this.limits = limits;
		this.counters = counters;
	}

	/** What it has sent. */
	SentRecords sent() {
		return this.sent;
	}

	/**
	 * What it waits for before there can be a sample.
	 * @return a sentence; empty if it is attached
	 */
	Optional<String> obstacle() {
		Optional<ReaderConflictException> conflict = this.reader.conflict();
		if (conflict.isPresent()) {
			return conflict.map(Throwable::getMessage);
		}
		return this.reader.layout().isPresent() ? Optional.empty() : Optional.of("It waits for segment '"
				+ this.definition.buffer().segment() + "' in " + this.definition.buffer().directory());
	}

	/**
	 * Sends the next sample, if there is one.
	 * @param patience how long to wait for it
	 * @return whether one was sent
	 * @throws PublicationFailedException if one that was sent before has failed
	 */
	boolean sendNext(Duration patience) throws InterruptedException {
		Throwable failure = this.sent.failure();
		if (failure != null) {
			throw new PublicationFailedException(failure);
		}
		Optional<Sample<byte[]>> sample = read(patience);
		if (sample.isEmpty()) {
			return false;
		}
		send(sample.get());
		return true;
	}

	private Optional<Sample<byte[]>> read(Duration patience) throws InterruptedException {
		try {
			return (this.definition.mode() == ReadMode.NEXT) ? this.reader.next(patience)
					: this.reader.nextLatest(patience);
		}
		catch (BufferContendedException ex) {
			logger.debug("The writer was faster all the time; trying again", ex);
		}
		catch (MessageTooLargeException ex) {
			logger.debug("The heap has no room for a sample: it is passed over, and counts as missed", ex);
		}
		return Optional.empty();
	}

	private void send(Sample<byte[]> sample) throws InterruptedException {
		Source current = this.source;
		if (current != null && current.generation() == sample.generation()) {
			send(sample, current, missedSince(this.sequence, sample), null);
			return;
		}
		Position stood = (current != null) ? current.segment().at(this.sequence) : this.reader.donePosition();
		Source entered = enter(sample.generation());
		this.source = entered;
		if (stood.isSameSegment(entered.segment())) {
			send(sample, entered, missedSince(stood.sequence(), sample), null);
		}
		else {
			send(sample, entered, sample.missed(), isNone(stood) ? null : stood);
		}
	}

	/** Whether it is before the first sample of any segment. */
	private static boolean isNone(Position place) {
		return !place.isSameSegment(place);
	}

	/** What was passed over since the heap had no room for it is not among the missed. */
	private static long missedSince(long expected, Sample<?> sample) {
		return Math.max(sample.missed(), sample.sequence() - expected);
	}

	private void send(Sample<byte[]> sample, Source from, long missed, @Nullable Position previous) {
		this.sequence = sample.sequence() + 1;
		ProducerRecord<byte[], byte[]> record = from.records().create(sample, missed, previous);
		SentRecord note = new SentRecord(from.segment(), sample.sequence(), missed, sample.value().length);
		this.sent.add(note);
		Future<RecordMetadata> _ = producer().send(record, (_, failure) -> {
			if (failure == null) {
				acknowledged(note);
			}
			else if (this.sent.fail(failure)) {
				// nothing that comes after it must reach the topic before it
				this.producers.reset();
			}
		});
	}

	private Producer<byte[], byte[]> producer() {
		Producer<byte[], byte[]> open = this.producer;
		if (open == null) {
			open = this.producers.createNonTransactionalProducer();
			this.producer = open;
		}
		return open;
	}

	private void acknowledged(SentRecord note) {
		SentRecord last = this.sent.acknowledge(note, this::count);
		if (last != null) {
			try {
				this.reader.done(last.behind());
			}
			catch (BufferClosedException ex) {
				logger.debug("The run ended meanwhile: what was acknowledged at last is sent again", ex);
			}
		}
	}

	private void count(SentRecord record) {
		this.counters.samples.increment();
		this.counters.bytes.add(record.bytes());
		((this.definition.mode() == ReadMode.NEXT) ? this.counters.lostAtSource : this.counters.skipped)
			.add(record.missed());
	}

	private Source enter(int generation) throws InterruptedException {
		BufferLayout layout = this.reader.layout()
			.orElseThrow(() -> new IllegalStateException("A segment of which a sample was read has a layout"));
		StreamSpec spec = StreamSpec.of(layout);
		try {
			this.limits.require(spec);
		}
		catch (RecordLimitException ex) {
			// what was sent of the segment before cannot be read again
			flush();
			throw ex;
		}
		Position segment = this.reader.position().at(0);
		return new Source(generation, segment, new RecordFactory(this.definition, segment, spec));
	}

	/** Waits until everything that was sent is acknowledged, or has failed. */
	void flush() {
		Producer<byte[], byte[]> open = this.producer;
		if (open != null) {
			open.flush();
		}
	}

	/**
	 * Ends the run: what is not acknowledged is given up.
	 */
	@Override
	public void close() {
		this.sent.fail(new IllegalStateException("The run has ended"));
		try {
			this.producers.reset();
		}
		finally {
			this.reader.close();
		}
	}

	/**
	 * A segment that is read.
	 *
	 * @param generation of its samples
	 * @param segment before its first sample
	 * @param records makes their records
	 */
	private record Source(int generation, Position segment, RecordFactory records) {
	}

}
