// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.benchmarks.plot;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Formatter;
import java.util.Locale;

/**
 * An SVG image of lines, dots and text, dark where who looks at it has a dark screen.
 */
public final class SvgImage {

	private final Formatter body = new Formatter(Locale.ROOT);

	private final int width;

	private final int height;

	/**
	 * Begins an image.
	 * @param width of the image
	 * @param height of the image
	 */
	public SvgImage(int width, int height) {
		this.width = width;
		this.height = height;
	}

	/**
	 * Writes text.
	 * @param x where
	 * @param y of its base line
	 * @param anchor which point of it that is: start, middle or end
	 * @param colour its colour
	 * @param text what it says
	 */
	public void text(double x, double y, String anchor, Colour colour, String text) {
		this.body.format(
				"<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" class=\"%s\" fill=\"currentColor\">%s</text>%n", x, y,
				anchor, colour.style(), text);
	}

	/**
	 * Draws a line.
	 * @param x1 from where
	 * @param y1 from where
	 * @param x2 to where
	 * @param y2 to where
	 * @param colour its colour
	 * @param width how thick it is
	 */
	public void line(double x1, double y1, double x2, double y2, Colour colour, double width) {
		this.body.format("<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" class=\"%s\" stroke=\"currentColor\" "
				+ "stroke-width=\"%.1f\"/>%n", x1, y1, x2, y2, colour.style(), width);
	}

	/**
	 * Draws a dot.
	 * @param x where
	 * @param y where
	 * @param colour its colour
	 * @param radius how large it is
	 */
	public void dot(double x, double y, Colour colour, double radius) {
		this.body.format("<circle cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\" class=\"%s\" fill=\"currentColor\"/>%n", x, y,
				radius, colour.style());
	}

	/**
	 * Writes the image.
	 * @param file where to
	 */
	public void write(Path file) {
		Formatter image = new Formatter(Locale.ROOT);
		image.format("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" "
				+ "font-size=\"12\">%n", this.width, this.height);
		image.format("<style>%n");
		for (Colour colour : Colour.values()) {
			image.format(".%s{color:%s}%n", colour.style(), colour.light);
		}
		image.format("@media (prefers-color-scheme:dark){%n");
		for (Colour colour : Colour.values()) {
			image.format(".%s{color:%s}%n", colour.style(), colour.dark);
		}
		image.format("}%n</style>%n<rect width=\"%d\" height=\"%d\" class=\"%s\" fill=\"currentColor\"/>%n", this.width,
				this.height, Colour.PAPER.style());
		try {
			Files.writeString(file, image.toString() + this.body + "</svg>" + System.lineSeparator());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * A colour, on a light and on a dark screen.
	 */
	public enum Colour {

		PAPER("#ffffff", "#0d1117"),

		INK("#1f2328", "#e6edf3"),

		FAINT("#656d76", "#9198a1"),

		GRID("#dddddd", "#30363d"),

		GREY("#7a7a7a", "#a0a0a0"),

		ORANGE("#c05a00", "#ffa657"),

		RED("#b2182b", "#ff7b72"),

		GREEN("#1b7837", "#56d364"),

		TEAL("#00828c", "#39c5cf"),

		BLUE("#2166ac", "#79c0ff"),

		PURPLE("#762a83", "#d2a8ff");

		private final String light;

		private final String dark;

		Colour(String light, String dark) {
			this.light = light;
			this.dark = dark;
		}

		private String style() {
			return name().toLowerCase(Locale.ROOT);
		}

	}

}
