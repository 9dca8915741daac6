// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import io.globalbuffer.ReaderInfo;
import io.globalbuffer.SegmentInfo;
import io.globalbuffer.cli.Table.Cell;

/**
 * The readers of a stream that registered, a row each.
 *
 * @param info the stream
 */
record ReaderTable(SegmentInfo info) {

	List<String> lines(Colours colours) {
		if (this.info.readers().isEmpty()) {
			return List.of("No reader registered; those of Python never do");
		}
		Table table = new Table("READER", "READS", "CURSOR>", "LAG>", "LOST>", "SEEN>");
		Instant now = Instant.now();
		for (ReaderInfo reader : this.info.readers()) {
			table.row(new Cell(Processes.named(reader)),
					new Cell(reader.mode().map(StreamFacts::label).orElse("newest only")),
					new Cell(Long.toString(reader.cursor())), new Cell(Long.toString(reader.lag())),
					new Cell(Long.toString(reader.overruns()),
							(text) -> (reader.overruns() > 0) ? colours.bad(text) : text),
					new Cell(Text.duration(Duration.between(reader.heartbeat(), now)) + " ago"));
		}
		return table.lines(colours);
	}

}
