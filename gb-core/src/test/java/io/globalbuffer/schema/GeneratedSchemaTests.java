// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.schema;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.globalbuffer.codec.FieldNaming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * The schemas of records, as pydantic writes those of models with the same fields.
 */
class GeneratedSchemaTests {

	record Status(double gain, boolean cam_on) {
	}

	/** Case 13. */
	@Test
	void theSchemaOfTheWorkedExampleHasItsHash() {
		SchemaIdentity identity = MessageSpec.of(Status.class).identity();
		assertThat(identity.text()).isEqualTo(
				"{\"properties\":{\"cam_on\":{\"title\":\"Cam On\",\"type\":\"boolean\"},\"gain\":{\"title\":\"Gain\",\"type\":\"number\"}},"
						+ "\"required\":[\"gain\",\"cam_on\"],\"title\":\"Status\",\"type\":\"object\"}");
		assertThat(identity.hash()).isEqualTo(0x04b0af964ad58fc6L);
	}

	@SuppressWarnings("ArrayRecordComponent")
	record Simple(boolean yes, byte a, short b, int c, long d, BigInteger e, float f, double g, String text, byte[] raw,
			Object any) {
	}

	@Test
	void eachSimpleTypeHasItsOwnForm() {
		assertThat(properties(Simple.class)).isEqualTo("""
				{"a":{"title":"A","type":"integer"},"any":{"title":"Any"},"b":{"title":"B","type":"integer"},\
				"c":{"title":"C","type":"integer"},"d":{"title":"D","type":"integer"},\
				"e":{"title":"E","type":"integer"},"f":{"title":"F","type":"number"},"g":{"title":"G","type":"number"},\
				"raw":{"format":"binary","title":"Raw","type":"string"},"text":{"title":"Text","type":"string"},\
				"yes":{"title":"Yes","type":"boolean"}}""");
	}

	record Times(Instant at, LocalDate day, LocalTime time, Duration lag, UUID id) {
	}

	@Test
	void datesTimesAndUuidsAreTextOfAFormat() {
		assertThat(properties(Times.class)).isEqualTo("""
				{"at":{"format":"date-time","title":"At","type":"string"},\
				"day":{"format":"date","title":"Day","type":"string"},\
				"id":{"format":"uuid","title":"Id","type":"string"},\
				"lag":{"format":"duration","title":"Lag","type":"string"},\
				"time":{"format":"time","title":"Time","type":"string"}}""");
	}

	@SuppressWarnings("ArrayRecordComponent")
	record Optionals(@Nullable Integer a, Optional<String> b, OptionalInt c, OptionalDouble d, List<@Nullable Double> e,
			byte @Nullable [] f, Optional<List<Long>> g) {
	}

	@Test
	void whatMayBeNullIsAUnionWithADefaultAndNotRequired() {
		assertThat(text(Optionals.class)).contains("\"required\":[\"e\"]")
			.contains(
					"""
							{"a":{"anyOf":[{"type":"integer"},{"type":"null"}],"default":null,"title":"A"},\
							"b":{"anyOf":[{"type":"string"},{"type":"null"}],"default":null,"title":"B"},\
							"c":{"anyOf":[{"type":"integer"},{"type":"null"}],"default":null,"title":"C"},\
							"d":{"anyOf":[{"type":"number"},{"type":"null"}],"default":null,"title":"D"},\
							"e":{"items":{"anyOf":[{"type":"number"},{"type":"null"}]},"title":"E","type":"array"},\
							"f":{"anyOf":[{"format":"binary","type":"string"},{"type":"null"}],"default":null,"title":"F"},\
							"g":{"anyOf":[{"items":{"type":"integer"},"type":"array"},{"type":"null"}],"default":null,"title":"G"}}""");
	}

	enum Color {

		RED, @JsonProperty("green")
		GREEN

	}

	record Inner(int z) {
	}

	@SuppressWarnings("ArrayRecordComponent")
	record Nested(Inner inner, @Nullable Inner other, List<Inner> many, Set<String> names, Map<String, Integer> counts,
			Map<String, Object> rest, Color color, int[] pixels) {
	}

	@Test
	void partsAreReferredToOrWrittenInPlace() {
		assertThat(text(Nested.class)).startsWith(
				"""
						{"$defs":{"Color":{"enum":["RED","green"],"title":"Color","type":"string"},\
						"Inner":{"properties":{"z":{"title":"Z","type":"integer"}},"required":["z"],"title":"Inner","type":"object"}},\
						"properties":{"color":{"$ref":"#/$defs/Color"},\
						"counts":{"additionalProperties":{"type":"integer"},"title":"Counts","type":"object"},\
						"inner":{"$ref":"#/$defs/Inner"},\
						"many":{"items":{"$ref":"#/$defs/Inner"},"title":"Many","type":"array"},\
						"names":{"items":{"type":"string"},"title":"Names","type":"array","uniqueItems":true},\
						"other":{"anyOf":[{"$ref":"#/$defs/Inner"},{"type":"null"}],"default":null},\
						"pixels":{"items":{"type":"integer"},"title":"Pixels","type":"array"},\
						"rest":{"additionalProperties":true,"title":"Rest","type":"object"}},""");
	}

	record Node(int v, @Nullable Node next, List<Node> kids) {
	}

	@Test
	void aRecordThatContainsItselfIsOnlyADefinition() {
		assertThat(text(Node.class)).isEqualTo("""
				{"$defs":{"Node":{"properties":{"kids":{"items":{"$ref":"#/$defs/Node"},"title":"Kids","type":"array"},\
				"next":{"anyOf":[{"$ref":"#/$defs/Node"},{"type":"null"}],"default":null},\
				"v":{"title":"V","type":"integer"}},"required":["v","kids"],"title":"Node","type":"object"}},\
				"$ref":"#/$defs/Node"}""");
	}

	record Named(double camOn, @JsonProperty("größe") int size, int urlPath) {
	}

	@Test
	void keysFollowTheNamingAndTheAnnotation() {
		assertThat(properties(Named.class)).contains("\"camOn\":{\"title\":\"Camon\"")
			.contains("\"gr\\u00f6\\u00dfe\":{\"title\":\"Gr\\u00f6\\u00dfe\"");
		assertThat(MessageSpec.of(Named.class).naming(FieldNaming.SNAKE_CASE).identity().text())
			.contains("\"cam_on\":{\"title\":\"Cam On\"")
			.contains("\"required\":[\"cam_on\",\"gr\\u00f6\\u00dfe\",\"url_path\"]");
	}

	@ParameterizedTest
	@CsvSource({ "cam_on,Cam On", "URL_x,Url X", "camelCase,Camelcase", "inf_,Inf", "x2y,X2Y", "x__y,X  Y", "é,É",
			"ßa,Ssa", "straße,Straße", "ǆx,ǅx", "中a,中A", "aªb,Aªb", "n²x,N²X", "𐐀𐐀,𐐀𐐨" })
	void titlesAreThoseOfPython(String name, String title) {
		assertThat(PythonTitle.of(name)).isEqualTo(title);
	}

	@ParameterizedTest
	@ValueSource(strings = { "ﬁx", "ŉx", "ΑΣ", "aİ" })
	void titlesThatTheJdkWouldFormInAnotherWayAreRefused(String name) {
		assertThatExceptionOfType(NoSchemaException.class).isThrownBy(() -> PythonTitle.of(name))
			.withMessageContaining(name);
	}

	record Empty() {
	}

	@Test
	void aRecordWithoutComponentsRequiresNothing() {
		assertThat(text(Empty.class)).isEqualTo("{\"properties\":{},\"title\":\"Empty\",\"type\":\"object\"}");
	}

	record Price(BigDecimal amount) {
	}

	record Order(String id, List<Price> prices) {
	}

	record Box<T>(T content) {
	}

	record Boxes(Box<String> box) {
	}

	@SuppressWarnings("rawtypes")
	record Raw(List list) {
	}

	record Wild(List<? extends Number> list) {
	}

	record Numbered(Map<Integer, String> names) {
	}

	record Letter(char letter) {
	}

	record Dated(@JsonFormat(pattern = "yyyy") LocalDate year) {
	}

	static final class Other {

		record Inner(String other) {
		}

	}

	record TwoOfOneName(Inner one, Other.Inner other) {
	}

	record SameKey(int a, @JsonProperty("a") int b) {
	}

	@ParameterizedTest
	@ValueSource(classes = { Price.class, Order.class, Box.class, Boxes.class, Raw.class, Wild.class, Numbered.class,
			Letter.class, Dated.class, TwoOfOneName.class, SameKey.class, Other.class })
	void whatHasNoCertainRuleHasNoSchemaUnlessOneIsGiven(Class<?> type) {
		MessageSpec<?> spec = MessageSpec.of(type);
		assertThat(spec.identity()).isEqualTo(SchemaIdentity.NONE);
		assertThatIllegalArgumentException().isThrownBy(spec::requiredIdentity)
			.withMessageContaining("No schema can be generated for " + type.getTypeName())
			.withMessageContaining("MessageSpec.schema");
		assertThat(spec.schema("{}").requiredIdentity().text()).isEqualTo("{}");
		assertThat(spec.schema("").requiredIdentity()).isEqualTo(SchemaIdentity.NONE);
	}

	@Test
	void theObstacleIsNamedWithItsRecord() {
		assertThatIllegalArgumentException().isThrownBy(() -> MessageSpec.of(Order.class).requiredIdentity())
			.withMessageContaining("component 'amount' of " + Price.class.getTypeName())
			.withMessageContaining("java.math.BigDecimal");
		assertThatIllegalArgumentException().isThrownBy(() -> MessageSpec.of(TwoOfOneName.class).requiredIdentity())
			.withMessageContaining(Inner.class.getTypeName())
			.withMessageContaining(Other.Inner.class.getTypeName());
		assertThatIllegalArgumentException().isThrownBy(() -> MessageSpec.of(Dated.class).requiredIdentity())
			.withMessageContaining("@JsonFormat");
	}

	record Long00(int aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa0, int aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa1,
			int aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa2, int aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa3,
			int aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa4, int aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa5) {
	}

	record Long0(@JsonProperty(LONG + "0") Long00 a, @JsonProperty(LONG + "1") Long00 b,
			@JsonProperty(LONG + "2") Long00 c, @JsonProperty(LONG + "3") Long00 d) {

		private static final String LONG = "a_very_long_name_of_a_field_that_is_as_long_as_a_sentence_and_says_nothing_"
				+ "a_very_long_name_of_a_field_that_is_as_long_as_a_sentence_and_says_nothing_"
				+ "a_very_long_name_of_a_field_that_is_as_long_as_a_sentence_and_says_nothing_"
				+ "a_very_long_name_of_a_field_that_is_as_long_as_a_sentence_and_says_nothing_"
				+ "a_very_long_name_of_a_field_that_is_as_long_as_a_sentence_and_says_nothing_";

	}

	/** Case 18. */
	@Test
	void aSchemaTooLongForAHeaderIsNamedWithItsRecord() {
		assertThatIllegalArgumentException().isThrownBy(() -> MessageSpec.of(Long0.class).requiredIdentity())
			.withMessageContaining(Long0.class.getTypeName())
			.withMessageContaining("3840");
	}

	@Test
	void mapsHaveNoSchemaAndNeedNone() {
		assertThat(MessageSpec.map().requiredIdentity()).isEqualTo(SchemaIdentity.NONE);
		assertThat(MessageSpec.of(Map.class).requiredIdentity()).isEqualTo(SchemaIdentity.NONE);
	}

	private static String text(Class<?> type) {
		return MessageSpec.of(type).requiredIdentity().text();
	}

	private static String properties(Class<?> type) {
		String text = text(type);
		return text.substring(text.indexOf("\"properties\":") + 13, text.indexOf(",\"required\""));
	}

}
