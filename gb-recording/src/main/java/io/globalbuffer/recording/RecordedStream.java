// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.recording;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.globalbuffer.Position;
import io.globalbuffer.schema.BufferLayout;

/**
 * One stream of a recording, as it was when the recording was opened. Immutable.
 */
public final class RecordedStream {

	private final List<PartFacts> facts;

	private final List<PartReader> readers;

	private final List<RecordedPart> parts;

	private RecordedStream(List<PartFacts> facts, List<PartReader> readers, List<RecordedPart> parts) {
		this.facts = List.copyOf(facts);
		this.readers = List.copyOf(readers);
		this.parts = List.copyOf(parts);
	}

	/** A stream; empty without any part. */
	static Optional<RecordedStream> look(StreamFolder folder) throws IOException {
		List<PartFacts> facts = new ArrayList<>();
		List<PartReader> readers = new ArrayList<>();
		List<RecordedPart> parts = new ArrayList<>();
		for (int number : folder.parts()) {
			PartFacts described = PartFacts.read(folder.file(number, StreamFolder.FACTS));
			PartReader reader = PartReader.of(folder, number, described);
			facts.add(described);
			readers.add(reader);
			parts.add(RecordedPart.of(number, described.layout(), reader));
		}
		return parts.isEmpty() ? Optional.empty() : Optional.of(new RecordedStream(facts, readers, parts));
	}

	/**
	 * Returns the name of the stream.
	 * @return the name
	 */
	public String name() {
		return this.facts.getLast().stream();
	}

	/**
	 * Returns what the stream held, in the end.
	 * @return the layout of its newest part
	 */
	public BufferLayout layout() {
		return this.facts.getLast().layout();
	}

	/**
	 * Returns its parts in order.
	 * @return at least one
	 */
	public List<RecordedPart> parts() {
		return this.parts;
	}

	/**
	 * Returns how many samples it has.
	 * @return a count
	 */
	public long count() {
		return this.parts.stream().mapToLong(RecordedPart::count).sum();
	}

	/**
	 * Returns how many samples are missing in between.
	 * @return a count; exact where the stream was not made anew meanwhile
	 */
	public long missed() {
		return this.parts.stream().mapToLong(RecordedPart::missed).sum();
	}

	/**
	 * Returns when its first sample was published, or where the writer did not say,
	 * recorded.
	 * @return the moment; empty without a sample
	 */
	public Optional<Instant> first() {
		return this.parts.stream().flatMap((part) -> part.first().stream()).findFirst();
	}

	/**
	 * Returns when its last sample was published, or where the writer did not say,
	 * recorded.
	 * @return the moment; empty without a sample
	 */
	public Optional<Instant> last() {
		return this.parts.reversed().stream().flatMap((part) -> part.last().stream()).findFirst();
	}

	/**
	 * Reads its samples in order.
	 * @return the samples, to be closed
	 */
	public RecordedSamples samples() {
		return samplesFrom(Instant.MIN);
	}

	/**
	 * Reads its samples in order, without those before a moment.
	 * @param from the moment, compared with {@link RecordedSample#time()}
	 * @return the samples, to be closed
	 */
	public RecordedSamples samplesFrom(Instant from) {
		return new PartSamples(this.readers, from);
	}

	/** Where a reader goes on that comes later. */
	Position end() {
		for (int index = this.readers.size() - 1; index >= 0; index--) {
			Optional<RecordedRow> last = this.readers.get(index).last();
			if (last.isPresent()) {
				return this.facts.get(index).begin().at(last.get().sequence() + 1);
			}
		}
		return this.facts.getFirst().begin();
	}

}
