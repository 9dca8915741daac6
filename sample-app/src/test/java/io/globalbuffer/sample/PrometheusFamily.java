// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.sample;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a scrape says of one name.
 *
 * @param type counter, gauge, summary or histogram
 * @param labels the names of the labels of its samples
 */
record PrometheusFamily(String type, Set<String> labels) {

	private static final Pattern TYPE = Pattern.compile("# TYPE (\\S+) (\\S+)");

	private static final Pattern SAMPLE = Pattern.compile("([a-zA-Z_:0-9]+)(?:\\{(.*)\\})? \\S+.*");

	private static final Pattern LABEL = Pattern.compile("([a-zA-Z_0-9]+)=\"(?:[^\"\\\\]|\\\\.)*\"");

	/** What a summary adds to its name. */
	private static final Pattern PART = Pattern.compile("_(count|sum|bucket)$");

	/**
	 * Reads a scrape.
	 * @param scrape the text format of Prometheus
	 * @return the families by name
	 */
	static Map<String, PrometheusFamily> parse(String scrape) {
		Map<String, PrometheusFamily> families = new LinkedHashMap<>();
		for (String line : scrape.lines().toList()) {
			Matcher type = TYPE.matcher(line);
			Matcher sample = SAMPLE.matcher(line);
			if (type.matches()) {
				families.put(type.group(1), new PrometheusFamily(type.group(2), new TreeSet<>()));
			}
			else if (!line.startsWith("#") && sample.matches()) {
				String name = sample.group(1);
				PrometheusFamily family = families.getOrDefault(name,
						families.get(PART.matcher(name).replaceFirst("")));
				if (family == null) {
					throw new IllegalStateException("A sample without a type: " + line);
				}
				family.labels.addAll(labels(sample.group(2)));
			}
		}
		return Collections.unmodifiableMap(families);
	}

	private static Set<String> labels(String text) {
		return LABEL.matcher(String.valueOf(text)).results().map((label) -> label.group(1)).collect(Collectors.toSet());
	}

}
