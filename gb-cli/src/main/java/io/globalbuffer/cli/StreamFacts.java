// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

import io.globalbuffer.ReadMode;
import io.globalbuffer.ReaderInfo;
import io.globalbuffer.SegmentInfo;
import io.globalbuffer.WriterState;
import io.globalbuffer.cli.Table.Cell;
import io.globalbuffer.codec.WireFormat;
import io.globalbuffer.recording.internal.value.ForeignText;
import io.globalbuffer.schema.ArrayLayout;
import io.globalbuffer.schema.BufferLayout;
import io.globalbuffer.schema.MessageLayout;

/**
 * What is said of a stream in listings, and what is wrong with it.
 *
 * @param info what the core found
 */
record StreamFacts(SegmentInfo info) {

	/** The headings over {@link #cells}. */
	static final String[] HEADINGS = { "NAME", "HOLDS", "WRITER", "PID>", "COUNT>", "RATE>", "READERS>", "LAG>",
			"LOST>", "AGE>", "SIZE>" };

	private static final int LONGEST_PROBLEM = 40;

	/** A reader that is behind by this part of the capacity is about to lose samples. */
	private static final double FAR_BEHIND = 0.5;

	String name() {
		return ForeignText.printable(this.info.name());
	}

	/** The largest lag of a reader. */
	OptionalLong lag() {
		return this.info.readers().stream().filter(StreamFacts::readsInOrder).mapToLong(ReaderInfo::lag).max();
	}

	/** Who reads the newest sample only falls behind on purpose, or has no cursor. */
	private static boolean readsInOrder(ReaderInfo reader) {
		return reader.mode().filter((mode) -> mode == ReadMode.NEXT).isPresent();
	}

	/** What all readers that are there lost. */
	long lost() {
		return this.info.readers().stream().mapToLong(ReaderInfo::overruns).sum();
	}

	Cell[] cells(Colours colours) {
		SegmentInfo it = this.info;
		WriterState state = it.writer().state();
		OptionalLong lag = lag();
		boolean usable = it.layout().isPresent();
		return new Cell[] { new Cell(name()), new Cell(holds()),
				usable ? new Cell(state.label(), (text) -> colours.state(state, text))
						: new Cell("unusable", colours::bad),
				new Cell(usable ? pid() : Text.NONE), new Cell(Long.toString(it.count())),
				new Cell(Text.rate(it.rate())), new Cell(Integer.toString(it.readers().size())),
				new Cell(lag.isPresent() ? Long.toString(lag.getAsLong()) : Text.NONE,
						(text) -> isFarBehind() ? colours.warning(text) : text),
				new Cell(Long.toString(lost()), (text) -> (lost() > 0) ? colours.bad(text) : text),
				new Cell(Text.duration(it.age())), new Cell(Text.bytes(it.memoryBytes())) };
	}

	private String pid() {
		OptionalLong pid = this.info.writer().pid();
		return pid.isPresent() ? Long.toString(pid.getAsLong()) : Text.NONE;
	}

	private boolean isFarBehind() {
		return this.info.layout().isPresent() && lag().orElse(0) > FAR_BEHIND * this.info.layout().get().capacity();
	}

	/** What it holds, shortly: with the capacity behind the {@code x}. */
	private String holds() {
		if (this.info.layout().isEmpty()) {
			return ForeignText.shortened(ForeignText.printable(this.info.problem().orElse("")), LONGEST_PROBLEM);
		}
		return switch (this.info.layout().get()) {
			case ArrayLayout array -> array.spec() + " x" + array.capacity();
			case MessageLayout message ->
				format(message.format()) + "<=" + message.maxBytes() + " x" + message.capacity();
		};
	}

	private static String format(WireFormat format) {
		return switch (format) {
			case MESSAGE_PACK -> "msgpack";
			case PROTOBUF -> "protobuf";
		};
	}

	/**
	 * What a person should know, and do.
	 */
	List<String> problems() {
		List<String> problems = new ArrayList<>();
		this.info.problem()
			.map(ForeignText::printable)
			.ifPresent((problem) -> problems.add("it cannot be used: " + problem));
		String pid = pid();
		switch (this.info.writer().state()) {
			case DEAD -> problems.add("its writer, process " + pid
					+ ", died without closing it: one that starts can take it over, and 'gb gc' removes it once no "
					+ "process has it open");
			case PRESUMED_DEAD -> problems.add("its writer, process " + pid
					+ ", seems to have died: there is no such process here, and nothing is written");
			case IDLE -> problems.add("its writer, process " + pid
					+ ", is there but has not stamped for two seconds: stopped, stuck, or silent");
			case UNKNOWN -> {
				if (this.info.layout().isPresent()) {
					problems.add("its writer, process " + pid + ", is silent, and whether it lives cannot be told");
				}
			}
			default -> {
			}
		}
		for (ReaderInfo reader : this.info.readers()) {
			if (reader.overruns() > 0) {
				problems.add("its reader, process " + reader.pid() + ", has lost " + reader.overruns()
						+ " samples: it is slower than the writer, or the capacity is too small for its pauses");
			}
			long capacity = this.info.layout().map(BufferLayout::capacity).orElse(Long.MAX_VALUE);
			if (readsInOrder(reader) && reader.lag() > FAR_BEHIND * capacity) {
				problems.add("its reader, process " + reader.pid() + ", is " + reader.lag() + " samples behind, of "
						+ capacity + " that the buffer keeps");
			}
		}
		return problems;
	}

	/**
	 * All of it, for JSON.
	 */
	Map<String, Object> json() {
		SegmentInfo it = this.info;
		Map<String, Object> facts = new LinkedHashMap<>();
		facts.put("name", it.name());
		facts.put("path", it.path());
		facts.put("layout", it.layout().map(StreamFacts::json));
		facts.put("problem", it.problem());
		Map<String, Object> writer = new LinkedHashMap<>();
		writer.put("state", it.writer().state().label());
		writer.put("alive", it.writer().alive());
		writer.put("pid", it.writer().pid());
		writer.put("heartbeatAge", it.writer().heartbeatAge());
		facts.put("writer", writer);
		facts.put("count", it.count());
		facts.put("rate", it.rate());
		facts.put("readers", it.readers().stream().map(StreamFacts::json).toList());
		facts.put("created", it.created());
		facts.put("age", it.age());
		facts.put("bytes", it.memoryBytes());
		return facts;
	}

	static Map<String, Object> json(BufferLayout layout) {
		Map<String, Object> facts = new LinkedHashMap<>();
		switch (layout) {
			case ArrayLayout array -> {
				facts.put("kind", "array");
				facts.put("dtype", array.spec().dtype().name());
				List<Long> shape = new ArrayList<>();
				for (long dimension : array.spec().shape()) {
					shape.add(dimension);
				}
				facts.put("shape", shape);
			}
			case MessageLayout message -> {
				facts.put("kind", "message");
				facts.put("format", format(message.format()));
				facts.put("maxBytes", message.maxBytes());
			}
		}
		facts.put("capacity", layout.capacity());
		return facts;
	}

	private static Map<String, Object> json(ReaderInfo reader) {
		Map<String, Object> facts = new LinkedHashMap<>();
		facts.put("pid", reader.pid());
		facts.put("pidNamespace", reader.pidNamespace());
		facts.put("mode", reader.mode().map(StreamFacts::label));
		facts.put("cursor", reader.cursor());
		facts.put("lag", reader.lag());
		facts.put("lost", reader.overruns());
		facts.put("seen", reader.heartbeat());
		return facts;
	}

	static String label(ReadMode mode) {
		return switch (mode) {
			case NEXT -> "next";
			case LATEST -> "latest";
		};
	}

}
