// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.cli;

import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.globalbuffer.Sample;
import io.globalbuffer.recording.internal.value.InvalidValueException;
import io.globalbuffer.recording.internal.value.Json;
import io.globalbuffer.schema.BufferLayout;

/**
 * A line of JSON for each sample.
 */
final class JsonLinesSink implements SampleSink {

	private final Output out;

	private final boolean valuesOnly;

	private final SampleDecoder decoder = new SampleDecoder();

	/**
	 * Makes a sink.
	 * @param valuesOnly whether the lines are what was written, without sequence and time
	 */
	JsonLinesSink(Output out, boolean valuesOnly) {
		this.out = out;
		this.valuesOnly = valuesOnly;
	}

	@Override
	public void accept(Sample<byte[]> sample, BufferLayout layout) {
		this.out.line(Json.line(this.valuesOnly ? this.decoder.decode(sample, layout) : described(sample, layout)));
	}

	/** What cannot be decoded is shown as it is, and the next one may be in order. */
	private Map<String, @Nullable Object> described(Sample<byte[]> sample, BufferLayout layout) {
		Map<String, @Nullable Object> line = new LinkedHashMap<>();
		line.put("sequence", sample.sequence());
		line.put("missed", sample.missed());
		sample.writtenAt().ifPresent((time) -> line.put("writtenAt", time));
		try {
			line.put("value", this.decoder.decode(sample, layout));
		}
		catch (InvalidValueException ex) {
			line.put("problem", ex.getMessage());
			line.put("bytes", sample.value());
		}
		return line;
	}

}
