// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.interop;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.jspecify.annotations.Nullable;

import io.globalbuffer.peer.PeerWriter;

/**
 * The peers' model {@code Detection} as a record, with values at the boundaries of every
 * wire form.
 */
final class Detections {

	private static final JsonMapper json = JsonMapper.builder()
		.enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
		.disable(JsonWriteFeature.WRITE_NAN_AS_STRINGS)
		.build();

	private static final Point ORIGIN = new Point(0, -0.0);

	private Detections() {
	}

	record Point(double x, double y) {
	}

	@SuppressWarnings("ArrayRecordComponent")
	record Detection(String label, long number, double score, boolean seen, byte[] raw, @Nullable String note,
			Point position, List<Double> weights, List<Point> outline) {
	}

	/** Few enough for a ring of 64. */
	static List<Detection> all() {
		List<Detection> all = new ArrayList<>();
		for (int length : new int[] { 0, 1, 31, 32, 255, 256, 65_535, 65_536 }) {
			all.add(labelled("x".repeat(length)));
		}
		for (String label : List.of("größe €", "日本語", "\uD83D\uDE00 \uD834\uDD1E", "a\u0000b\n\"\\", "é".repeat(16))) {
			all.add(labelled(label));
		}
		for (long number : new long[] { 0, 127, 128, 255, 256, 65_535, 65_536, 4_294_967_295L, 4_294_967_296L,
				Long.MAX_VALUE, -1, -32, -33, -128, -129, -32_768, -32_769, Integer.MIN_VALUE, Integer.MIN_VALUE - 1L,
				Long.MIN_VALUE }) {
			all.add(new Detection("n", number, 1, false, new byte[0], null, ORIGIN, List.of(), List.of()));
		}
		for (double score : new double[] { 0, -0.0, 0.1, 1e300, Double.MIN_VALUE, Double.MAX_VALUE, Double.NaN,
				Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY }) {
			all.add(new Detection("s", 1, score, true, new byte[0], "n", new Point(score, 1), List.of(score),
					List.of(new Point(1, score))));
		}
		for (int length : new int[] { 1, 255, 256, 65_536 }) {
			byte[] raw = new byte[length];
			for (int index = 0; index < length; index++) {
				raw[index] = (byte) (index - 1);
			}
			all.add(new Detection("b", 1, 1, true, raw, "", ORIGIN, List.of(), List.of()));
		}
		for (int length : new int[] { 1, 15, 16, 300 }) {
			all.add(new Detection("l", 1, 1, true, new byte[0], null, ORIGIN, Collections.nCopies(length, 1.5),
					Collections.nCopies(length, new Point(length, 2))));
		}
		return all;
	}

	private static Detection labelled(String label) {
		return new Detection(label, 7, 0.5, true, new byte[] { -1, 0 }, null, new Point(1, 2), List.of(1.0, 2.5),
				List.of(new Point(3, 4)));
	}

	/** The message as Java reads it without a record. */
	static Map<String, Object> asMap(Detection detection) {
		Map<String, Object> map = new LinkedHashMap<>();
		map.put("label", detection.label());
		map.put("number", detection.number());
		map.put("score", detection.score());
		map.put("seen", detection.seen());
		map.put("raw", detection.raw());
		map.put("note", detection.note());
		map.put("position", asMap(detection.position()));
		map.put("weights", detection.weights());
		map.put("outline", detection.outline().stream().map(Detections::asMap).toList());
		return map;
	}

	private static Map<String, Object> asMap(Point point) {
		Map<String, Object> map = new LinkedHashMap<>();
		map.put("x", point.x());
		map.put("y", point.y());
		return map;
	}

	/** The message as it travels to a peer and from it. */
	static Map<String, Object> forPython(Detection detection) {
		Map<String, Object> map = asMap(detection);
		map.put("raw", PeerWriter.hex(detection.raw()));
		return map;
	}

	/** A message as a peer's answer holds it. */
	static JsonNode json(Map<String, ?> message) throws JsonProcessingException {
		return json.readTree(json.writeValueAsString(message));
	}

}
