// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.sample.page;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

import org.springframework.core.io.ClassPathResource;

import io.globalbuffer.WriterState;
import io.globalbuffer.sample.host.HostStatus;
import io.globalbuffer.sample.statistics.PulseStatistics;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the page's files take for granted of the application.
 */
class PageTests {

	@Test
	void everyStateOfAWriterButActiveHasItsText() throws IOException {
		assertThat(keys("REASONS"))
			.contains(Arrays.stream(WriterState.values())
				.filter((state) -> state != WriterState.ACTIVE)
				.map(WriterState::label)
				.toArray(String[]::new))
			.contains("unreadable");
	}

	@Test
	void everyNumberSaysWhichSignalKeepsItLive() throws IOException {
		LiveSignals signals = new LiveSignals();
		assertThat(signals.ages()).isEmpty();
		signals.addPulse(new double[] { 1, 2, 3, 4, 5 }, 0);
		signals.addStatistics(new PulseStatistics(200, 61.25, 99.5, 120, 0.5));
		signals.addStatus(new HostStatus(0.5, 0.25, 0.125, 2048, 1024, 60, List.of()));
		Set<String> names = signals.ages().keySet();
		assertThat(keys("LIVE_MS")).isEqualTo(names);
		assertThat(found("index.html", "data-signal=\"(\\w+)\"")).isEqualTo(names);
	}

	/** The keys of a constant object of the script. */
	private static Set<String> keys(String constant) throws IOException {
		String object = found("page.js", "(?s)const " + constant + " = \\{(.*?)\\n\\};").toString();
		return matches(object, "\"([a-z-]+)\": ");
	}

	private static Set<String> found(String file, String pattern) throws IOException {
		return matches(new ClassPathResource("static/" + file).getContentAsString(StandardCharsets.UTF_8), pattern);
	}

	private static Set<String> matches(String text, String pattern) {
		Set<String> found = new TreeSet<>();
		Pattern.compile(pattern).matcher(text).results().forEach((match) -> found.add(match.group(1)));
		return found;
	}

}
