// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.cli;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

import io.globalbuffer.SegmentInfo;
import io.globalbuffer.recording.internal.value.ForeignText;

/**
 * What {@code gb top} shows, and how keys change it. For one thread.
 */
final class TopView {

	private static final String KEYS = "s sort   / filter   Up Down select   Enter readers   q quit";

	private static final String READER_KEYS = "Esc back   q quit";

	private static final List<Order> ORDERS = List.of(new Order("name", Comparator.comparing(StreamFacts::name)),
			Order.by("rate", (facts) -> facts.info().rate().orElse(-1)),
			Order.by("lag", (facts) -> facts.lag().orElse(-1)), Order.by("lost", StreamFacts::lost),
			Order.by("age", (facts) -> facts.info().age().toMillis()),
			Order.by("size", (facts) -> facts.info().memoryBytes()));

	private final Colours colours;

	private List<StreamFacts> streams = List.of();

	private int order;

	private String filter = "";

	private boolean typing;

	private boolean opened;

	/** The name of the stream that is selected: rows come and go. */
	private String selected = "";

	private int first;

	TopView(Colours colours) {
		this.colours = colours;
	}

	/**
	 * What streams are sorted by.
	 *
	 * @param name what it is called
	 * @param comparator the order
	 */
	private record Order(String name, Comparator<StreamFacts> comparator) {

		/** The largest first. */
		private static Order by(String name, ToDoubleFunction<StreamFacts> figure) {
			return new Order(name, Comparator.comparingDouble(figure).reversed().thenComparing(StreamFacts::name));
		}

	}

	void show(List<SegmentInfo> segments) {
		this.streams = segments.stream().map(StreamFacts::new).toList();
		this.opened &= openedStream().isPresent();
	}

	private Optional<StreamFacts> openedStream() {
		return this.streams.stream().filter((facts) -> facts.info().name().equals(this.selected)).findFirst();
	}

	/**
	 * Changes what is shown.
	 * @return {@code false} to end
	 */
	boolean press(TopKey key) {
		switch (key.kind()) {
			case END, INTERRUPT -> {
				return false;
			}
			case UP -> move(-1);
			case DOWN -> move(1);
			case ENTER -> enter();
			case ESCAPE -> escape();
			case BACKSPACE -> {
				if (this.typing && !this.filter.isEmpty()) {
					this.filter = this.filter.substring(0, this.filter.length() - 1);
				}
			}
			case CHARACTER -> {
				return type(key.character());
			}
			case NONE -> {
			}
		}
		return true;
	}

	private void enter() {
		if (this.typing) {
			this.typing = false;
		}
		else {
			move(0);
			this.opened = openedStream().isPresent();
		}
	}

	private void escape() {
		if (this.opened) {
			this.opened = false;
		}
		else {
			this.typing = false;
			this.filter = "";
		}
	}

	private boolean type(char character) {
		if (this.typing) {
			this.filter += character;
			return true;
		}
		switch (character) {
			case 'q' -> {
				return false;
			}
			case 's' -> this.order = (this.order + 1) % ORDERS.size();
			case '/' -> {
				this.typing = true;
				this.opened = false;
			}
			default -> {
			}
		}
		return true;
	}

	private void move(int rows) {
		List<StreamFacts> shown = shown();
		if (!this.opened && !shown.isEmpty()) {
			int row = Math.clamp(selectedRow(shown) + rows, 0, shown.size() - 1);
			this.selected = shown.get(row).info().name();
		}
	}

	private List<StreamFacts> shown() {
		String wanted = this.filter.toLowerCase(Locale.ROOT);
		return this.streams.stream()
			.filter((facts) -> facts.name().toLowerCase(Locale.ROOT).contains(wanted))
			.sorted(ORDERS.get(this.order).comparator())
			.toList();
	}

	private int selectedRow(List<StreamFacts> shown) {
		for (int row = 0; row < shown.size(); row++) {
			if (shown.get(row).info().name().equals(this.selected)) {
				return row;
			}
		}
		return 0;
	}

	/**
	 * What is on the screen.
	 * @param rows how many lines it has
	 */
	List<String> lines(int rows) {
		List<String> lines = new ArrayList<>();
		if (this.opened) {
			openedStream().ifPresent((facts) -> lines.addAll(readers(facts)));
		}
		else {
			List<StreamFacts> shown = shown();
			lines.add(heading(shown.size()));
			lines.addAll(table(shown, rows - 2));
		}
		while (lines.size() < rows - 1) {
			lines.add("");
		}
		List<String> visible = new ArrayList<>(lines.subList(0, Math.max(0, rows - 1)));
		visible.add(this.colours.quiet(this.opened ? READER_KEYS : KEYS));
		return visible;
	}

	private String heading(int count) {
		String text = count + " of " + this.streams.size() + " streams, by " + ORDERS.get(this.order).name();
		if (this.typing || !this.filter.isEmpty()) {
			text += ", filter: " + ForeignText.printable(this.filter) + (this.typing ? "_" : "");
		}
		return text;
	}

	/** The part of the table in which the selected row is. */
	private List<String> table(List<StreamFacts> shown, int rows) {
		Table table = new Table(StreamFacts.HEADINGS);
		shown.forEach((facts) -> table.row(facts.cells(this.colours)));
		List<String> lines = table.lines(this.colours);
		String heading = lines.removeFirst();
		int visible = Math.max(1, rows - 1);
		int row = selectedRow(shown);
		this.first = Math.clamp(this.first, Math.max(0, row - visible + 1), row);
		List<String> part = new ArrayList<>();
		part.add("  " + heading);
		for (int i = this.first; i < Math.min(lines.size(), this.first + visible); i++) {
			part.add(((i == row) ? "> " : "  ") + lines.get(i));
		}
		return part;
	}

	private List<String> readers(StreamFacts facts) {
		List<String> lines = new ArrayList<>();
		lines.add(this.colours.heading(facts.name()) + "  " + Text.rate(facts.info().rate()) + ", "
				+ facts.info().count() + " samples, writer "
				+ this.colours.state(facts.info().writer().state(), facts.info().writer().state().label()));
		lines.addAll(new ReaderTable(facts.info()).lines(this.colours));
		facts.problems().forEach((problem) -> lines.add(this.colours.warning(problem)));
		return lines;
	}

}
