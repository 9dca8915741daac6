// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.RecordComponent;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.bind.DefaultValue;

import io.globalbuffer.spring.boot.GlobalBufferProperties.Buffer;
import io.globalbuffer.spring.boot.GlobalBufferProperties.Replication;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The metadata that editors complete from, and the page about properties, say what is.
 */
class DocumentationTests {

	private static final Path PAGE = Path.of("../docs/properties.md");

	private static final Path SOURCE = Path.of("src/main/java/io/globalbuffer/spring/boot/GlobalBufferProperties.java");

	/** The build puts what is written by hand into the other one, too. */
	private static final List<String> METADATA = List.of("META-INF/spring-configuration-metadata.json",
			"META-INF/additional-spring-configuration-metadata.json");

	/** A row of a table: a name, a default and what it is. */
	private static final Pattern ROW = Pattern.compile("(?m)^\\| `([^`]+)` \\| ([^|]*?) ?\\| (.+) \\|$");

	private static final Pattern PARAMETER = Pattern.compile("@param (\\w+)\\s+((?:(?!@param|\\*/).)*)",
			Pattern.DOTALL);

	private static final Pattern OWN = Pattern.compile("globalbuffer\\..*|management\\..*\\.globalbuffer\\..*");

	@Test
	void everyPropertyHasADescriptionAndItsDefaultInTheMetadata() throws IOException {
		Map<String, Property> metadata = metadata();
		Map<String, RecordComponent> components = components(GlobalBufferProperties.class, "globalbuffer.");
		assertThat(metadata).containsKeys(components.keySet().toArray(String[]::new));
		components.forEach((name, component) -> {
			Property property = Objects.requireNonNull(metadata.get(name));
			assertThat(property.description()).as(name).endsWith(".");
			assertThat(property.defaultValue()).as(name).isEqualTo(defaultValue(component));
		});
	}

	@Test
	void thePageNamesEveryPropertyWithItsDefaultAndDescription() throws IOException {
		Map<String, Property> rows = rows("# Properties", "## Buffers");
		Map<String, Property> metadata = metadata();
		Map<String, Property> expected = new LinkedHashMap<>();
		components(GlobalBufferProperties.class, "").keySet()
			.forEach((name) -> expected.put(name, metadata.get("globalbuffer." + name)));
		expected.keySet().removeAll(List.of("buffers", "replication"));
		assertSaid(rows, expected);
	}

	@Test
	void thePageNamesEveryPropertyOfABufferWithItsDefaultAndDescription() throws IOException {
		Map<String, Property> rows = rows("## Buffers", "## Waiting");
		Map<String, Property> expected = new LinkedHashMap<>();
		Map<String, String> descriptions = descriptions("Buffer");
		components(Buffer.class, "").forEach((name, component) -> {
			String description = name.startsWith("liveness.")
					? descriptions("BufferLiveness").get(name.substring("liveness.".length())) : descriptions.get(name);
			expected.put(name, new Property(description, defaultValue(component)));
		});
		assertSaid(rows, expected);
	}

	@Test
	void thePageNamesEveryPropertyOfAReplicationWithItsDefaultAndDescription() throws IOException {
		Map<String, Property> expected = new LinkedHashMap<>();
		Map<String, String> descriptions = descriptions("Replication");
		components(Replication.class, "").forEach(
				(name, component) -> expected.put(name, new Property(descriptions.get(name), defaultValue(component))));
		assertSaid(rows("## Replication", "## Environment variables"), expected);
	}

	@Test
	void thePageNamesThePropertiesOfEndpointAndHealth() throws IOException {
		Map<String, Property> expected = new LinkedHashMap<>(metadata());
		expected.keySet().removeIf((name) -> !name.startsWith("management."));
		assertSaid(rows("## Of Spring Boot", "\n## "), expected);
	}

	private static void assertSaid(Map<String, Property> rows, Map<String, Property> expected) {
		assertThat(rows).containsOnlyKeys(expected.keySet());
		expected.forEach((name, property) -> {
			Property said = Objects.requireNonNull(rows.get(name));
			assertThat(said.description()).as(name).startsWith(String.valueOf(property.description()));
			if (property.defaultValue() != null) {
				assertThat(said.defaultValue()).as(name).isEqualTo("`" + property.defaultValue() + "`");
			}
		});
	}

	/** The leaves below a record, those of a map left out. */
	private static Map<String, RecordComponent> components(Class<?> type, String prefix) {
		Map<String, RecordComponent> components = new LinkedHashMap<>();
		for (RecordComponent component : type.getRecordComponents()) {
			String name = prefix + DataObjectPropertyName.toDashedForm(component.getName());
			if (component.getType().isRecord()) {
				components.putAll(components(component.getType(), name + "."));
			}
			else {
				components.put(name, component);
			}
		}
		return components;
	}

	private static @Nullable String defaultValue(RecordComponent component) {
		Class<?> type = component.getDeclaringRecord();
		Class<?>[] parameters = Arrays.stream(type.getRecordComponents())
			.map(RecordComponent::getType)
			.toArray(Class<?>[]::new);
		try {
			return Arrays.stream(type.getDeclaredConstructor(parameters).getParameters())
				.filter((parameter) -> parameter.getName().equals(component.getName()))
				.map((parameter) -> parameter.getAnnotation(DefaultValue.class))
				.filter((annotation) -> annotation != null && annotation.value().length > 0)
				.map((annotation) -> String.join(",", annotation.value()))
				.findFirst()
				.orElse(null);
		}
		catch (NoSuchMethodException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static Map<String, Property> metadata() throws IOException {
		Map<String, Property> metadata = new LinkedHashMap<>();
		for (String name : METADATA) {
			for (URL file : Collections.list(DocumentationTests.class.getClassLoader().getResources(name))) {
				try (InputStream content = file.openStream()) {
					new ObjectMapper().readTree(content).get("properties").forEach((property) -> {
						if (OWN.matcher(property.get("name").asText()).matches()) {
							metadata.put(property.get("name").asText(), property(property));
						}
					});
				}
			}
		}
		return metadata;
	}

	private static Property property(JsonNode node) {
		return new Property(node.path("description").asText(),
				node.hasNonNull("defaultValue") ? node.get("defaultValue").asText().replace('_', '-') : null);
	}

	private static Map<String, Property> rows(String from, String to) throws IOException {
		String page = Files.readString(PAGE);
		int start = page.indexOf(from);
		int end = page.indexOf(to, start);
		assertThat(start).as(from).isNotNegative();
		return ROW.matcher(page.substring(start, (end >= 0) ? end : page.length()))
			.results()
			.collect(Collectors.toMap((row) -> row.group(1), DocumentationTests::property, (first, second) -> first,
					LinkedHashMap::new));
	}

	private static Property property(MatchResult row) {
		return new Property(row.group(3), row.group(2));
	}

	/** What the source says: of the members of a map the metadata have nothing. */
	private static Map<String, String> descriptions(String type) {
		try {
			String source = Files.readString(SOURCE);
			int end = source.indexOf("public record " + type + "(");
			return PARAMETER.matcher(source.substring(source.lastIndexOf("/**", end), end))
				.results()
				.collect(Collectors.toMap((tag) -> DataObjectPropertyName.toDashedForm(tag.group(1)),
						(tag) -> tag.group(2).replaceAll("\\s+\\*?\\s*", " ").strip()));
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private record Property(@Nullable String description, @Nullable String defaultValue) {
	}

}
