// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.recording.internal.value;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;

/**
 * The header of numpy's file format, version 1.0: {@code \x93NUMPY}, two bytes of
 * version, the length of a text in two bytes, and the text, a Python dictionary of dtype
 * and shape. The elements follow.
 */
public final class Npy {

	private static final byte[] MAGIC = { (byte) 0x93, 'N', 'U', 'M', 'P', 'Y' };

	/** Up to where the text begins, in version 1.0. */
	private static final int TEXT_OFFSET = MAGIC.length + 4;

	/** Elements begin at a multiple of that, for those who map the file. */
	private static final int ALIGNMENT = 64;

	private static final int LONGEST_TEXT = 1 << 16;

	private static final Pattern TEXT = Pattern.compile(
			"\\s*\\{\\s*'descr':\\s*'([^']*)',\\s*'fortran_order':\\s*(True|False),\\s*'shape':\\s*\\(((?:\\d{1,18}(?:, *|(?=\\))))*)\\),?\\s*}\\s*");

	/** Names of numpy's for what Java has no number for: kind and bits. */
	private static final Pattern RAW_NAME = Pattern.compile("(bytes|str|void|float|complex)(\\d+)");

	private static final Pattern RAW_CODE = Pattern.compile("[|<]([SUVfc])(\\d{1,8})");

	private static final Pattern COUNT = Pattern.compile("'shape': \\((\\d{1,18})");

	private Npy() {
	}

	/**
	 * An array as samples.
	 *
	 * @param count how many rows it has
	 * @param spec what each row is
	 */
	public record Rows(long count, ArraySpec<?> spec) {

	}

	/**
	 * What lies in a file.
	 *
	 * @param offset where the rows begin
	 * @param count how many there are
	 */
	public record Extent(int offset, long count) {

	}

	/**
	 * Returns the header of an array.
	 */
	public static byte[] header(DType<?> dtype, long... shape) {
		return header("'" + code(dtype) + "'", 0, shape);
	}

	/**
	 * Returns the header of an array that grows: of the same length whatever the count,
	 * so that it can be rewritten in place.
	 * @param description the dtype as a literal of Python's
	 * @param count how many rows there are so far
	 * @param row the dimensions of a row
	 */
	public static byte[] growingHeader(String description, long count, long... row) {
		long[] shape = new long[row.length + 1];
		System.arraycopy(row, 0, shape, 1, row.length);
		shape[0] = Long.MAX_VALUE;
		int length = header(description, 0, shape).length;
		shape[0] = count;
		return header(description, length, shape);
	}

	private static byte[] header(String description, int leastLength, long... shape) {
		String dimensions = LongStream.of(shape).mapToObj(Long::toString).collect(Collectors.joining(", "));
		String text = "{'descr': " + description + ", 'fortran_order': False, 'shape': (" + dimensions
				+ ((shape.length == 1) ? "," : "") + "), }";
		int length = TEXT_OFFSET + text.length() + 1;
		int padding = (ALIGNMENT - length % ALIGNMENT) % ALIGNMENT;
		padding = Math.max(padding, leastLength - length);
		byte[] padded = (text + " ".repeat(padding) + "\n").getBytes(StandardCharsets.ISO_8859_1);
		return ByteBuffer.allocate(TEXT_OFFSET + padded.length)
			.order(ByteOrder.LITTLE_ENDIAN)
			.put(MAGIC)
			.put((byte) 1)
			.put((byte) 0)
			.putShort((short) padded.length)
			.put(padded)
			.array();
	}

	/**
	 * How numpy's files spell a dtype.
	 */
	public static String code(DType<?> dtype) {
		String name = dtype.name();
		int size = dtype.itemSize();
		if (name.startsWith("datetime64") || name.startsWith("timedelta64")) {
			int unit = name.indexOf('[');
			return "<" + (name.startsWith("d") ? "M8" : "m8") + ((unit < 0) ? "" : name.substring(unit));
		}
		Matcher raw = RAW_NAME.matcher(name);
		String kind = raw.matches() ? raw.group(1) : name.replaceAll("\\d", "");
		return switch (kind) {
			case "bool" -> "|b1";
			case "int" -> ((size == 1) ? "|i" : "<i") + size;
			case "uint" -> ((size == 1) ? "|u" : "<u") + size;
			case "float" -> "<f" + size;
			case "complex" -> "<c" + size;
			case "bytes" -> "|S" + size;
			case "str" -> "<U" + size / Integer.BYTES;
			default -> "|V" + size;
		};
	}

	/**
	 * Reads how far a growing array has come, by its header.
	 * @param source what was written behind {@link #growingHeader}
	 * @throws InvalidValueException if it is no such array
	 * @throws IOException if it cannot be read
	 */
	public static Extent extent(InputStream source) throws IOException {
		byte[] start = exactly(source, TEXT_OFFSET);
		int length = Short
			.toUnsignedInt(ByteBuffer.wrap(start).order(ByteOrder.LITTLE_ENDIAN).getShort(MAGIC.length + 2));
		Matcher matcher = COUNT.matcher(new String(exactly(source, length), StandardCharsets.ISO_8859_1));
		if (!Arrays.equals(start, 0, MAGIC.length, MAGIC, 0, MAGIC.length) || !matcher.find()) {
			throw new InvalidValueException("This is no .npy of a recording");
		}
		return new Extent(TEXT_OFFSET + length, Long.parseLong(matcher.group(1)));
	}

	/**
	 * Reads a header.
	 * @param source an array that numpy saved
	 * @return its rows
	 * @throws InvalidValueException if it is none, or one that streams cannot hold
	 * @throws IOException if it cannot be read
	 */
	public static Rows read(InputStream source) throws IOException {
		byte[] start = exactly(source, MAGIC.length + 2);
		if (!Arrays.equals(start, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
			throw new InvalidValueException("This is no .npy: it does not begin as numpy.save begins");
		}
		boolean first = start[MAGIC.length] == 1;
		ByteBuffer size = ByteBuffer.wrap(exactly(source, first ? Short.BYTES : Integer.BYTES))
			.order(ByteOrder.LITTLE_ENDIAN);
		int length = first ? Short.toUnsignedInt(size.getShort()) : size.getInt();
		if (length < 0 || length > LONGEST_TEXT) {
			throw new InvalidValueException("This is no .npy: its header would have " + length + " bytes");
		}
		String text = new String(exactly(source, length), StandardCharsets.UTF_8);
		Matcher matcher = TEXT.matcher(text);
		if (!matcher.matches()) {
			throw new InvalidValueException("Arrays of this kind cannot be written: " + text.strip()
					+ "; a structured dtype can be saved as a view of bytes (.view('V'))");
		}
		long[] shape = Arrays.stream(matcher.group(3).split(","))
			.map(String::strip)
			.filter((dimension) -> !dimension.isEmpty())
			.mapToLong(Long::parseLong)
			.toArray();
		if (matcher.group(2).equals("True") && shape.length > 1) {
			throw new InvalidValueException(
					"This array is in Fortran order: save it as numpy.ascontiguousarray makes it of it");
		}
		if (shape.length == 0) {
			throw new InvalidValueException(
					"A single number has no rows: save an array whose first dimension counts the samples");
		}
		return new Rows(shape[0], ArraySpec.of(dtype(matcher.group(1)), Arrays.copyOfRange(shape, 1, shape.length)));
	}

	private static DType<?> dtype(String code) {
		Matcher raw = RAW_CODE.matcher(code);
		if (raw.matches()) {
			int size = Integer.parseInt(raw.group(2));
			switch (raw.group(1)) {
				case "S" -> {
					return DType.raw("bytes" + Byte.SIZE * size, size);
				}
				case "U" -> {
					return DType.raw("str" + (long) Integer.SIZE * size, Integer.BYTES * size);
				}
				case "V" -> {
					return DType.raw("void" + Byte.SIZE * size, size);
				}
				case "f" -> {
					if (size > Double.BYTES) {
						return DType.raw("float" + Byte.SIZE * size, size);
					}
				}
				default -> {
					if (size > 2 * Double.BYTES) {
						return DType.raw("complex" + Byte.SIZE * size, size);
					}
				}
			}
		}
		if (code.startsWith(">")) {
			throw new InvalidValueException(
					"This array is big-endian ('" + code + "'): save it as .astype('<" + code.substring(1) + "')");
		}
		try {
			return DType.of(code);
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidValueException(String.valueOf(ex.getMessage()));
		}
	}

	private static byte[] exactly(InputStream source, int length) throws IOException {
		byte[] bytes = source.readNBytes(length);
		if (bytes.length < length) {
			throw new InvalidValueException("The .npy ends in its header");
		}
		return bytes;
	}

}
