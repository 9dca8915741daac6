// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.benchmarks.speed;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;

import io.globalbuffer.benchmarks.plot.SvgImage;
import io.globalbuffer.benchmarks.plot.SvgImage.Colour;

/**
 * Draws how times grow, as an SVG image: a panel for each thing that grows, once for
 * writing and once for reading. All axes are logarithmic, and each line says what it is.
 */
final class GrowthPlot {

	private static final int LEFT = 60;

	private static final int WIDTH = 330;

	private static final int PANEL_WIDTH = LEFT + WIDTH + 200;

	private static final int TOP = 40;

	private static final int HEIGHT = 270;

	private static final int PANEL_HEIGHT = TOP + HEIGHT + 40;

	/** Between two lines of text. */
	private static final int LEADING = 14;

	private static final List<Line> WRITING = List.of(new Line(Operation.COPY_IN, Colour.GREY),
			new Line(Operation.TRANSMIT, Colour.ORANGE), new Line(Operation.WRITE_CONFINED, Colour.BLUE),
			new Line(Operation.WRITE_SHARED, Colour.PURPLE), new Line(Operation.RESERVE_CONFINED, Colour.GREEN),
			new Line(Operation.RESERVE_SHARED, Colour.TEAL));

	private static final List<Line> READING = List.of(new Line(Operation.COPY_OUT, Colour.GREY),
			new Line(Operation.RECEIVE, Colour.ORANGE), new Line(Operation.NEXT, Colour.BLUE),
			new Line(Operation.LATEST, Colour.PURPLE), new Line(Operation.BATCH, Colour.RED),
			new Line(Operation.LOOK, Colour.GREEN), new Line(Operation.VIEW, Colour.TEAL));

	private final Measurements measurements;

	private final SvgImage image = new SvgImage(2 * PANEL_WIDTH, Growth.values().length * PANEL_HEIGHT);

	GrowthPlot(Measurements measurements) {
		this.measurements = measurements;
	}

	/**
	 * Draws the image.
	 * @param file where to
	 */
	void write(Path file) {
		int top = 0;
		for (Growth growth : Growth.values()) {
			draw(0, top, "writing", growth, measured(WRITING, growth));
			draw(PANEL_WIDTH, top, "reading", growth, measured(READING, growth));
			top += PANEL_HEIGHT;
		}
		this.image.write(file);
	}

	private List<Line> measured(List<Line> lines, Growth growth) {
		return lines.stream()
			.filter((line) -> this.measurements.has(line.operation(), growth.shapes().getFirst()))
			.toList();
	}

	private void draw(int panelLeft, int panelTop, String title, Growth growth, List<Line> lines) {
		if (lines.isEmpty()) {
			return;
		}
		int left = panelLeft + LEFT;
		int bottom = panelTop + TOP + HEIGHT;
		this.image.text(left, panelTop + 22, "start", Colour.INK, title + ": time of a sample, by " + growth.label());
		Axis across = new Axis(growth.size(growth.shapes().getFirst()), growth.size(growth.shapes().getLast()), left,
				WIDTH);
		for (Shape shape : growth.shapes()) {
			double x = across.place(growth.size(shape));
			this.image.line(x, bottom - HEIGHT, x, bottom, Colour.GRID, 1);
			this.image.text(x, bottom + 18, "middle", Colour.FAINT, growth.text(shape));
		}
		List<Double> ticks = ticks(lines.stream()
			.flatMapToDouble((line) -> growth.shapes().stream().mapToDouble((shape) -> nanos(line, shape)))
			.toArray());
		Axis up = new Axis(ticks.getFirst(), ticks.getLast(), bottom, -HEIGHT);
		for (double tick : ticks) {
			this.image.line(left, up.place(tick), left + WIDTH, up.place(tick), Colour.GRID, 1);
			this.image.text(left - 8, up.place(tick) + 4, "end", Colour.FAINT, time(tick));
		}
		for (Line line : lines) {
			draw(line, growth, across, up);
		}
		label(lines, growth.shapes().getLast(), left + WIDTH + 10, up, bottom);
	}

	private void draw(Line line, Growth growth, Axis across, Axis up) {
		List<Shape> shapes = growth.shapes();
		for (int i = 0; i < shapes.size(); i++) {
			double x = across.place(growth.size(shapes.get(i)));
			double y = up.place(nanos(line, shapes.get(i)));
			this.image.dot(x, y, line.colour(), 3);
			if (i > 0) {
				this.image.line(across.place(growth.size(shapes.get(i - 1))), up.place(nanos(line, shapes.get(i - 1))),
						x, y, line.colour(), 1.5);
			}
		}
	}

	/** Where lines end close together, their names stand one below the other. */
	private void label(List<Line> lines, Shape last, int x, Axis up, int bottom) {
		List<Line> falling = lines.stream()
			.sorted(Comparator.comparingDouble((Line line) -> nanos(line, last)).reversed())
			.toList();
		double[] places = falling.stream().mapToDouble((line) -> up.place(nanos(line, last))).toArray();
		for (int i = 1; i < places.length; i++) {
			places[i] = Math.max(places[i], places[i - 1] + LEADING);
		}
		double lowest = bottom;
		for (int i = places.length - 1; i >= 0; i--) {
			places[i] = Math.min(places[i], lowest);
			lowest = places[i] - LEADING;
			this.image.text(x, places[i] + 4, "start", falling.get(i).colour(),
					falling.get(i).operation().label().replace("`", ""));
		}
	}

	private double nanos(Line line, Shape shape) {
		return this.measurements.nanos(line.operation(), shape);
	}

	/**
	 * Round numbers from below the least to above the greatest: only tens if these are
	 * many.
	 */
	private static List<Double> ticks(double[] values) {
		double least = DoubleStream.of(values).min().orElseThrow();
		double greatest = DoubleStream.of(values).max().orElseThrow();
		double[] steps = (greatest / least > 1000) ? new double[] { 1 } : new double[] { 1, 2, 5 };
		List<Double> all = DoubleStream.iterate(0.1, (ten) -> ten < greatest * 10, (ten) -> ten * 10)
			.flatMap((ten) -> DoubleStream.of(steps).map((step) -> step * ten))
			.boxed()
			.toList();
		double first = all.stream().filter((tick) -> tick <= least).reduce(0.1, Math::max);
		double last = all.stream().filter((tick) -> tick >= greatest).findFirst().orElseThrow();
		return all.stream().filter((tick) -> tick >= first && tick <= last).toList();
	}

	private static String time(double nanos) {
		if (nanos < 999) {
			return ((nanos < 0.95) ? String.format(Locale.ROOT, "%.1f", nanos) : Math.round(nanos)) + " ns";
		}
		return (nanos < 999_999) ? Math.round(nanos / 1000) + " µs" : Math.round(nanos / 1_000_000) + " ms";
	}

	/**
	 * What is drawn.
	 *
	 * @param operation what was measured
	 * @param colour of its line
	 */
	private record Line(Operation operation, Colour colour) {
	}

	/**
	 * A logarithmic axis.
	 *
	 * @param first number on it
	 * @param last number on it
	 * @param start where the first is
	 * @param length how far from there the last is
	 */
	private record Axis(double first, double last, int start, int length) {

		double place(double number) {
			return this.start + this.length * Math.log(number / this.first) / Math.log(this.last / this.first);
		}

	}

}
