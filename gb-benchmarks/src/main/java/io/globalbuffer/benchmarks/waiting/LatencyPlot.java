// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.benchmarks.waiting;

import java.nio.file.Path;
import java.util.Map;

import io.globalbuffer.benchmarks.plot.SvgImage;
import io.globalbuffer.benchmarks.plot.SvgImage.Colour;

/**
 * Draws latencies and what they cost as an SVG image: for each case and strategy a dot at
 * the median with a line to the 99 % quantile, and a bar for the processor time; both
 * axes are logarithmic.
 */
final class LatencyPlot {

	private static final int WIDTH = 980;

	private static final int LEFT = 250;

	private static final int LATENCY_WIDTH = 400;

	private static final int PROCESSOR_LEFT = LEFT + LATENCY_WIDTH + 50;

	private static final int PROCESSOR_WIDTH = 240;

	private static final int TOP = 60;

	private static final int LINE = 15;

	/** Microseconds at the left end of the axis, and tens up to the right one. */
	private static final double FIRST_LATENCY = 1;

	private static final int LATENCY_TENS = 4;

	/** Percent of a core. */
	private static final double FIRST_PROCESSOR = 0.1;

	private static final int PROCESSOR_TENS = 3;

	private static final Map<String, Colour> COLOURS = Map.of("spin", Colour.GREY, "kernel", Colour.GREEN, "predict",
			Colour.BLUE, "poll", Colour.RED);

	private final Map<Case, Map<String, Result>> results;

	private final int height;

	private final SvgImage image;

	LatencyPlot(Map<Case, Map<String, Result>> results) {
		this.results = results;
		int lines = results.values().stream().mapToInt((found) -> found.size() + 1).sum();
		this.height = TOP + lines * LINE + 30;
		this.image = new SvgImage(WIDTH, this.height);
	}

	/**
	 * Draws the image.
	 * @param file where to
	 */
	void write(Path file) {
		this.image.text(LEFT, 20, "start", Colour.INK, "latency: median, and line to the 99 % quantile");
		this.image.text(PROCESSOR_LEFT, 20, "start", Colour.INK, "the reader's processor time");
		axis(LEFT, LATENCY_WIDTH, LATENCY_TENS, new String[] { "1 µs", "10 µs", "100 µs", "1 ms", "10 ms" });
		axis(PROCESSOR_LEFT, PROCESSOR_WIDTH, PROCESSOR_TENS, new String[] { "0.1 %", "1 %", "10 %", "100 %" });
		int y = TOP + LINE;
		for (Map.Entry<Case, Map<String, Result>> entry : this.results.entrySet()) {
			this.image.text(10, y, "start", Colour.INK, entry.getKey().label());
			for (Map.Entry<String, Result> found : entry.getValue().entrySet()) {
				draw(found.getKey(), found.getValue(), y);
				y += LINE;
			}
			y += LINE;
		}
		this.image.write(file);
	}

	private void axis(int left, int width, int tens, String[] labels) {
		for (int i = 0; i <= tens; i++) {
			int x = left + width * i / tens;
			this.image.line(x, TOP - 10, x, this.height - 15, Colour.GRID, 1);
			this.image.text(x, TOP - 16, "middle", Colour.FAINT, labels[i]);
		}
	}

	private void draw(String strategy, Result result, int y) {
		Colour colour = COLOURS.getOrDefault(strategy, Colour.INK);
		double median = position(result.median(), FIRST_LATENCY, LEFT, LATENCY_WIDTH, LATENCY_TENS);
		double slow = position(result.slow(), FIRST_LATENCY, LEFT, LATENCY_WIDTH, LATENCY_TENS);
		double processor = position(result.processor(), FIRST_PROCESSOR, PROCESSOR_LEFT, PROCESSOR_WIDTH,
				PROCESSOR_TENS);
		this.image.text(LEFT - 8, y, "end", colour, strategy);
		this.image.line(median, y - 4, slow, y - 4, colour, 1.5);
		this.image.dot(median, y - 4, colour, 4);
		this.image.line(PROCESSOR_LEFT, y - 4, processor, y - 4, colour, 8);
	}

	private static double position(double value, double first, int left, int width, int tens) {
		return left + width * Math.clamp(Math.log10(value / first) / tens, 0, 1);
	}

}
