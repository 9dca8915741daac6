// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.benchmarks.waiting;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Formatter;
import java.util.Locale;
import java.util.Map;

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

	private static final Map<String, String> COLOURS = Map.of("spin", "#8a8a8a", "kernel", "#1b7837", "predict",
			"#2166ac", "poll", "#b2182b");

	private final Map<Case, Map<String, Result>> results;

	private final Formatter image = new Formatter(Locale.ROOT);

	LatencyPlot(Map<Case, Map<String, Result>> results) {
		this.results = results;
	}

	/**
	 * Draws the image.
	 * @param file where to
	 */
	void write(Path file) {
		int lines = this.results.values().stream().mapToInt((found) -> found.size() + 1).sum();
		int height = TOP + lines * LINE + 30;
		this.image.format("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" "
				+ "font-size=\"12\">%n", WIDTH, height);
		this.image.format("<rect width=\"%d\" height=\"%d\" fill=\"white\"/>%n", WIDTH, height);
		text(LEFT, 20, "start", "black", "latency: median, and line to the 99 % quantile");
		text(PROCESSOR_LEFT, 20, "start", "black", "the reader's processor time");
		axis(LEFT, LATENCY_WIDTH, LATENCY_TENS, height, new String[] { "1 µs", "10 µs", "100 µs", "1 ms", "10 ms" });
		axis(PROCESSOR_LEFT, PROCESSOR_WIDTH, PROCESSOR_TENS, height, new String[] { "0.1 %", "1 %", "10 %", "100 %" });
		int y = TOP + LINE;
		for (Map.Entry<Case, Map<String, Result>> entry : this.results.entrySet()) {
			text(10, y, "start", "black", entry.getKey().label());
			for (Map.Entry<String, Result> found : entry.getValue().entrySet()) {
				draw(found.getKey(), found.getValue(), y);
				y += LINE;
			}
			y += LINE;
		}
		this.image.format("</svg>%n");
		try {
			Files.writeString(file, this.image.toString());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void axis(int left, int width, int tens, int height, String[] labels) {
		for (int i = 0; i <= tens; i++) {
			int x = left + width * i / tens;
			line(x, TOP - 10, x, height - 15, "#dddddd", 1);
			text(x, TOP - 16, "middle", "#666666", labels[i]);
		}
	}

	private void draw(String strategy, Result result, int y) {
		String colour = COLOURS.getOrDefault(strategy, "black");
		double median = position(result.median(), FIRST_LATENCY, LEFT, LATENCY_WIDTH, LATENCY_TENS);
		double slow = position(result.slow(), FIRST_LATENCY, LEFT, LATENCY_WIDTH, LATENCY_TENS);
		double processor = position(result.processor(), FIRST_PROCESSOR, PROCESSOR_LEFT, PROCESSOR_WIDTH,
				PROCESSOR_TENS);
		text(LEFT - 8, y, "end", colour, strategy);
		line(median, y - 4, slow, y - 4, colour, 1.5);
		this.image.format("<circle cx=\"%.1f\" cy=\"%d\" r=\"4\" fill=\"%s\"/>%n", median, y - 4, colour);
		line(PROCESSOR_LEFT, y - 4, processor, y - 4, colour, 8);
	}

	private static double position(double value, double first, int left, int width, int tens) {
		return left + width * Math.clamp(Math.log10(value / first) / tens, 0, 1);
	}

	private void text(int x, int y, String anchor, String colour, String text) {
		this.image.format("<text x=\"%d\" y=\"%d\" text-anchor=\"%s\" fill=\"%s\">%s</text>%n", x, y, anchor, colour,
				text);
	}

	private void line(double x1, double y1, double x2, double y2, String colour, double width) {
		this.image.format(
				"<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\" stroke-width=\"%.1f\"/>%n", x1, y1,
				x2, y2, colour, width);
	}

}
