// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.recording;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

import io.globalbuffer.Position;
import io.globalbuffer.schema.BufferLayout;

/**
 * One stream of a recording, as it was when the recording was opened. Immutable.
 */
public final class RecordedStream {

	private final StreamFolder folder;

	private final List<PartFacts> facts;

	private final List<RecordedPart> parts;

	private RecordedStream(StreamFolder folder, List<PartFacts> facts, List<RecordedPart> parts) {
		this.folder = folder;
		this.facts = List.copyOf(facts);
		this.parts = List.copyOf(parts);
	}

	/** A stream; empty without any part. */
	static Optional<RecordedStream> look(StreamFolder folder) throws IOException {
		List<PartFacts> facts = new ArrayList<>();
		List<RecordedPart> parts = new ArrayList<>();
		for (int number : folder.parts()) {
			PartFacts part = PartFacts.read(folder.file(number, StreamFolder.FACTS));
			facts.add(part);
			parts.add(RecordedPart.look(folder, number, part));
		}
		return parts.isEmpty() ? Optional.empty() : Optional.of(new RecordedStream(folder, facts, parts));
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
	 * @param from the moment
	 * @return the samples, to be closed
	 */
	public RecordedSamples samplesFrom(Instant from) {
		List<PartSamples.Source> sources = new ArrayList<>();
		for (int index = 0; index < this.parts.size(); index++) {
			RecordedPart part = this.parts.get(index);
			PartFacts described = Objects.requireNonNull(this.facts.get(index));
			if (part.last().filter((last) -> !last.isBefore(from)).isPresent()) {
				sources.add(() -> PartReader.open(this.folder, part.number(), described));
			}
		}
		return new PartSamples(sources, from);
	}

	/** Where a reader goes on that comes later. */
	Position end() throws IOException {
		for (int index = this.parts.size() - 1; index >= 0; index--) {
			PartFacts described = this.facts.get(index);
			try (PartReader reader = PartReader.open(this.folder, this.parts.get(index).number(), described)) {
				Optional<RecordedRow> last = reader.last();
				if (last.isPresent()) {
					return described.begin().at(last.get().sequence() + 1);
				}
			}
		}
		return this.facts.getFirst().begin();
	}

}
