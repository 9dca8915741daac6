// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot;

import java.lang.reflect.Array;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

import org.junit.jupiter.api.Test;

import io.globalbuffer.spring.GlobalBufferListener;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The table of attributes in docs/guide against the annotation.
 */
class ListenerAttributesTableTests {

	@Test
	void everyAttributeIsThereWithItsDefault() {
		Map<String, String> documented = new TreeMap<>();
		DocumentedTables.of("guide/README.md")
			.rows("### Attributes", "attribute")
			.forEach((row) -> row.codes(0).forEach((name) -> documented.put(name, row.cells().get(1))));
		Method[] attributes = GlobalBufferListener.class.getDeclaredMethods();
		assertThat(documented).containsOnlyKeys(Arrays.stream(attributes).map(Method::getName).toList());
		for (Method attribute : attributes) {
			Object value = attribute.getDefaultValue();
			if (isEmpty(value)) {
				assertThat(documented.get(attribute.getName())).as(attribute.getName()).isNotEmpty();
			}
			else {
				assertThat(documented).containsEntry(attribute.getName(), "`" + value + "`");
			}
		}
	}

	/** Then something else decides, which the page names in words. */
	private static boolean isEmpty(Object value) {
		return value.equals("") || (value.getClass().isArray() && Array.getLength(value) == 0);
	}

}
