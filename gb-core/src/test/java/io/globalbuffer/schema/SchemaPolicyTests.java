// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.schema;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.globalbuffer.codec.WireFormat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

/**
 * Which segments a reader attaches to by its policy, and what it says of the others.
 */
class SchemaPolicyTests {

	private static final WireFormat MESSAGE_PACK = WireFormat.MESSAGE_PACK;

	private static final String STATUS = model("Status", "gain:number", "pod:string");

	@ParameterizedTest
	@EnumSource(SchemaPolicy.class)
	void anEqualSchemaIsAccepted(SchemaPolicy policy) {
		assertThat(policy.objection(MESSAGE_PACK, identity(STATUS), identity(STATUS))).isEmpty();
	}

	@ParameterizedTest
	@EnumSource(SchemaPolicy.class)
	void aReaderWithoutASchemaAcceptsEverything(SchemaPolicy policy) {
		assertThat(policy.objection(MESSAGE_PACK, SchemaIdentity.NONE, identity(STATUS))).isEmpty();
	}

	@Test
	void aSegmentWithoutASchemaIsAcceptedUnlessEveryByteCounts() {
		assertThat(SchemaPolicy.COMPATIBLE.objection(MESSAGE_PACK, identity(STATUS), SchemaIdentity.NONE)).isEmpty();
		assertThat(SchemaPolicy.IGNORE.objection(MESSAGE_PACK, identity(STATUS), SchemaIdentity.NONE)).isEmpty();
		assertThat(SchemaPolicy.EXACT.objection(MESSAGE_PACK, identity(STATUS), SchemaIdentity.NONE)).get()
			.asString()
			.contains("the segment has no schema");
	}

	@Test
	void whatDecodingDoesNotDependOnCountsExactlyOnly() {
		String other = STATUS.replace("\"title\":\"Status\"", "\"description\":\"All.\",\"title\":\"State\"");
		assertThat(differences(STATUS, other)).isEmpty();
		assertThat(SchemaPolicy.COMPATIBLE.objection(MESSAGE_PACK, identity(STATUS), identity(other))).isEmpty();
		assertThat(SchemaPolicy.EXACT.objection(MESSAGE_PACK, identity(STATUS), identity(other))).get()
			.asString()
			.contains("titles, descriptions, defaults")
			.contains("from character 92 on")
			.contains("description")
			.contains("SchemaPolicy.COMPATIBLE");
	}

	@Test
	void everyDifferenceIsNamedInOneText() {
		assertThat(SchemaPolicy.COMPATIBLE.objection(MESSAGE_PACK,
				identity(model("Status", "gain:number", "pod:string", "note:string")),
				identity(model("Status", "gain:string", "note:string|null"))))
			.contains("They differ: field 'gain': a number is asked for, the segment has text; "
					+ "field 'pod' is asked for, the segment has none; "
					+ "field 'note' may be null there: declare it @Nullable or Optional. "
					+ "Correct the message type or the schema given with it, or the writer; "
					+ "SchemaPolicy.IGNORE attaches all the same");
	}

	@Test
	void ofManyDifferencesOnlyTheFirstAreNamed() {
		String[] fields = IntStream.range(0, 9).mapToObj((i) -> "f" + i + ":integer").toArray(String[]::new);
		assertThat(SchemaPolicy.EXACT.objection(MESSAGE_PACK, identity(model("M", fields)), identity(model("M")))).get()
			.asString()
			.contains("field 'f4'")
			.doesNotContain("field 'f5'")
			.contains("; and 4 more. ");
		assertThat(SchemaPolicy.IGNORE.objection(MESSAGE_PACK, identity(model("M", fields)), identity(model("M"))))
			.isEmpty();
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';', value = { "number; integer", "string; string", "string|null; string",
			"any; string|null", "integer; any", "number|null; integer|null", "integer|string; string" })
	void whatDecodingAcceptsIsCompatible(String asked, String found) {
		assertThat(differences(model("M", "x:" + asked), model("M", "x:" + found))).isEmpty();
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';',
			value = { "integer; number; an integer is asked for, the segment has a number",
					"string; integer; text is asked for, the segment has an integer",
					"boolean; array; a boolean is asked for, the segment has a list",
					"string; integer|string; text is asked for, the segment has an integer",
					"integer|null; string|null; an integer or null is asked for, the segment has text" })
	void anotherTypeIsADifference(String asked, String found, String difference) {
		assertThat(differences(model("M", "x:" + asked), model("M", "x:" + found)))
			.containsExactly("field 'x': " + difference);
	}

	@Test
	void fieldsUnknownToTheReaderDoNotMatter() {
		assertThat(differences(model("M", "x:number"), model("M", "x:number", "y:string"))).isEmpty();
		assertThat(differences(model("M", "x:number", "y:string"), model("M", "x:number"))).hasSize(1);
		assertThat(differences(model("M", "x:number", "y:string|null"), model("M", "x:number")))
			.as("what may be missing")
			.isEmpty();
	}

	@Test
	void whatTheSegmentDoesNotRequireIsThereAllTheSame() {
		assertThat(differences(model("M", "x:number"), model("M", "x:number").replace("\"required\":[\"x\"],", "")))
			.isEmpty();
	}

	@Test
	void elementsAndPartsAreComparedThroughReferences() {
		String asked = """
				{"$defs":{"P":{"properties":{"z":{"type":"integer"}},"required":["z"],"type":"object"}},
				"properties":{"p":{"$ref":"#/$defs/P"},"l":{"items":{"$ref":"#/$defs/P"},"type":"array"},
				"d":{"additionalProperties":{"type":"integer"},"type":"object"}},"required":["p","l","d"],"type":"object"}""";
		String found = """
				{"properties":{"p":{"allOf":[{"$ref":"#/$defs/Q"}]},"l":{"items":{"anyOf":[{"$ref":"#/$defs/Q"},{"type":"null"}]},"type":"array"},
				"d":{"additionalProperties":{"type":"string"},"type":"object"}},"type":"object",
				"$defs":{"Q":{"properties":{"z":{"type":"string"}},"type":"object"}}}""";
		assertThat(differences(asked, found)).containsExactly(
				"field 'p.z': an integer is asked for, the segment has text",
				"field 'l[].z': an integer is asked for, the segment has text",
				"an element of field 'l' may be null there: declare it @Nullable or Optional",
				"a value of field 'd': an integer is asked for, the segment has text");
	}

	@Test
	void enumerationsAndConstantsCountByTheirType() {
		String asked = "{\"properties\":{\"x\":{\"enum\":[\"A\",\"B\"]},\"y\":{\"const\":1}},\"type\":\"object\"}";
		assertThat(differences(asked, model("M", "x:string", "y:integer"))).isEmpty();
		assertThat(differences(model("M", "x:string", "y:string"), asked))
			.containsExactly("field 'y': text is asked for, the segment has an integer");
	}

	@Test
	void aFieldMayComeOutOfADictIfItMayBeMissing() {
		String dict = "{\"additionalProperties\":{\"type\":\"integer\"},\"type\":\"object\"}";
		assertThat(differences(model("M", "x:integer|null"), dict)).isEmpty();
		assertThat(differences(model("M", "x:string|null"), dict)).hasSize(1);
		assertThat(differences(dict, model("M", "x:string"))).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"type\":\"object\"}", "{}", "{\"title\":\"M\"}",
			"{\"additionalProperties\":{\"type\":\"integer\"},\"type\":\"object\"}",
			"{\"additionalProperties\":true,\"type\":\"object\"}", "{\"properties\":{},\"type\":\"object\"}",
			"{\"$defs\":{\"A\":{\"type\":\"object\"}},\"$ref\":\"#/$defs/A\"}", "{\"anyOf\":[{\"type\":\"object\"}]}" })
	void aSchemaWithoutFieldsPromisesNone(String found) {
		assertThat(differences(model("M", "x:integer"), found))
			.containsExactly("field 'x' is asked for, the segment has no named fields");
		assertThat(differences(model("M", "x:integer|null"), found)).isEmpty();
		assertThat(SchemaPolicy.EXACT.objection(MESSAGE_PACK, identity(model("M", "x:integer")), identity(found)))
			.isPresent();
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "{\"type\":\"integer\"}", "{\"items\":{},\"type\":\"array\"}", "{\"$ref\":\"#/nowhere\"}" })
	void aSchemaOfSomethingElseThanFieldsIsADifference(String found) {
		assertThat(differences(model("M", "x:integer|null"), found)).hasSize(1);
	}

	@Test
	void snakeCaseIsNamedWhereItWouldDo() {
		assertThat(differences(model("M", "camOn:boolean"), model("M", "cam_on:boolean"))).containsExactly(
				"field 'camOn' is asked for, the segment has 'cam_on': FieldNaming.SNAKE_CASE makes them one"
						+ " (in Spring, naming: snake-case)");
		assertThat(differences(model("M", "cam_on:boolean"), model("M", "camOn:boolean"))).singleElement()
			.asString()
			.contains("'camOn'", "AS_DECLARED");
	}

	@Test
	void whatOneSideHasAloneIsRemarked() {
		String asked = model("M", "x:integer", "camOn:boolean|null", "note:string|null");
		String found = model("M", "x:integer", "cam_on:boolean", "extra:string");
		assertThat(SchemaPolicy.COMPATIBLE.remark(MESSAGE_PACK, identity(asked), identity(found))).contains(
				"ignored of the segment: 'cam_on', 'extra'; not in the segment: 'camOn' (the segment has 'cam_on': "
						+ "FieldNaming.SNAKE_CASE makes them one (in Spring, naming: snake-case)), 'note'");
		assertThat(SchemaPolicy.IGNORE.remark(MESSAGE_PACK, identity(asked), identity(found))).isEmpty();
		assertThat(SchemaPolicy.COMPATIBLE.remark(MESSAGE_PACK, identity(asked), identity(asked))).isEmpty();
		assertThat(SchemaPolicy.COMPATIBLE.remark(MESSAGE_PACK, identity(asked), SchemaIdentity.NONE)).isEmpty();
	}

	@Test
	void aRemarkIsOneLine() {
		assertThat(SchemaPolicy.COMPATIBLE.remark(MESSAGE_PACK, identity(model("M", "x:integer")),
				identity(model("M", "x:integer", "a\\nb\\u0007c:string"))))
			.contains("ignored of the segment: 'a?b?c'");
	}

	@Test
	void tuplesAreComparedElementByElement() {
		String tuple = "{\"properties\":{\"x\":{\"prefixItems\":[{\"type\":\"integer\"},{\"type\":\"string\"}],\"type\":\"array\"}},\"type\":\"object\"}";
		String list = "{\"properties\":{\"x\":{\"items\":{\"type\":\"integer\"},\"type\":\"array\"}},\"type\":\"object\"}";
		assertThat(differences(list, tuple))
			.containsExactly("an element of field 'x': an integer is asked for, the segment has text");
		assertThat(differences(tuple, tuple.replace("\"type\":\"object\"", "\"title\":\"T\",\"type\":\"object\"")))
			.isEmpty();
	}

	@Test
	void schemasThatReferToThemselvesAreCompared() {
		assertThat(differences(node("integer"), node("integer").replace("Node", "Nod2"))).isEmpty();
		assertThat(differences(node("integer"), node("string")))
			.containsExactly("field 'v': an integer is asked for, the segment has text");
	}

	@ParameterizedTest
	@ValueSource(strings = { "no JSON", "[]", "{", "\"\"", "{} {}", "nan", "{\"a\":" })
	void whatIsNoJsonSchemaMustBeEqual(String text) {
		assertThat(differences(STATUS, text)).singleElement().asString().contains("is no JSON schema");
		assertThat(differences(text, STATUS)).singleElement().asString().contains("is no JSON schema");
		assertThat(SchemaPolicy.COMPATIBLE.objection(MESSAGE_PACK, identity(text), identity(text))).isEmpty();
	}

	@Test
	void whatIsNoProtobufSchemaMustBeEqual() {
		assertThat(SchemaPolicy.COMPATIBLE.objection(WireFormat.PROTOBUF, identity("a"), identity("b"))).isPresent();
		assertThat(SchemaPolicy.COMPATIBLE.objection(WireFormat.PROTOBUF, identity("a"), identity("a"))).isEmpty();
	}

	@Test
	void hostileSchemasAreADifferenceSoon() {
		String deep = "{\"anyOf\":[".repeat(300) + "]}".repeat(300);
		String pointless = field("{\"$ref\":\"#/$defs/None\"}");
		String round = field("{\"$ref\":\"#/properties/x\"}");
		String number = field("{\"enum\":[1" + "0".repeat(2000) + "]}");
		for (String hostile : List.of(deep, pointless, round, number, field("{\"$ref\":\"~~//\"}"),
				field("{\"$ref\":\"http://x\"}"))) {
			assertThat(differences(model("M", "x:integer"), hostile)).as(hostile).hasSize(1);
			assertThat(differences(hostile, model("M", "x:integer"))).as(hostile).hasSize(1);
		}
		assertThat(differences(model("M", "x:integer"), field("{\"type\":7,\"enum\":{}}"))).isEmpty();
		assertThat(differences(model("M", "x:integer"), "{\"properties\":[],\"required\":3,\"type\":\"object\"}"))
			.hasSize(1);
	}

	@Test
	void schemasThatMultiplyEndSoon() {
		String asked = multiplying("integer", 15);
		String found = multiplying("string", 15);
		assertTimeoutPreemptively(Duration.ofSeconds(20), () -> assertThat(differences(asked, found)).isNotEmpty());
		assertTimeoutPreemptively(Duration.ofSeconds(20),
				() -> assertThatCode(() -> differences(asked, asked.replace("A", "B"))).doesNotThrowAnyException());
	}

	private static String multiplying(String type, int levels) {
		String inner = "{\"properties\":{\"x\":{\"$ref\":\"#/$defs/A%1$d\"},\"y\":{\"$ref\":\"#/$defs/A%1$d\"}},\"type\":\"object\"}";
		return IntStream.range(0, levels)
			.mapToObj((level) -> "\"A" + level + "\":" + "{\"anyOf\":[" + String.format(Locale.ROOT, inner, level + 1)
					+ "," + String.format(Locale.ROOT, inner, level + 1) + "]}")
			.collect(Collectors.joining(",", "{\"$defs\":{",
					",\"A" + levels + "\":{\"type\":\"" + type + "\"}},\"$ref\":\"#/$defs/A0\"}"));
	}

	private static String node(String type) {
		return "{\"$defs\":{\"Node\":{\"properties\":{\"v\":{\"type\":\"" + type
				+ "\"},\"next\":{\"anyOf\":[{\"$ref\":\"#/$defs/Node\"},{\"type\":\"null\"}]}},"
				+ "\"required\":[\"v\"],\"type\":\"object\"}},\"$ref\":\"#/$defs/Node\"}";
	}

	private static String field(String schema) {
		return "{\"properties\":{\"x\":" + schema + "},\"type\":\"object\"}";
	}

	/** A model of fields, each as its name and its types. */
	private static String model(String title, String... fields) {
		String properties = List.of(fields)
			.stream()
			.map((field) -> "\"" + name(field) + "\":" + schema(types(field)))
			.collect(Collectors.joining(",", "{", "}"));
		String required = List.of(fields)
			.stream()
			.filter((field) -> !field.endsWith("|null"))
			.map((field) -> "\"" + name(field) + "\"")
			.collect(Collectors.joining(",", "[", "]"));
		return "{\"properties\":" + properties + ",\"required\":" + required + ",\"title\":\"" + title
				+ "\",\"type\":\"object\"}";
	}

	private static String name(String field) {
		return field.substring(0, field.indexOf(':'));
	}

	private static List<String> types(String field) {
		return List.of(field.substring(field.indexOf(':') + 1).split("\\|", -1));
	}

	private static String schema(List<String> types) {
		if (types.equals(List.of("any"))) {
			return "{}";
		}
		String alternatives = types.stream()
			.map((type) -> "{\"type\":\"" + type + "\"}")
			.collect(Collectors.joining(","));
		return (types.size() == 1) ? alternatives : "{\"anyOf\":[" + alternatives + "]}";
	}

	private static List<String> differences(String asked, String found) {
		return SchemaComparison.of(MESSAGE_PACK).differences(identity(asked), identity(found));
	}

	private static SchemaIdentity identity(String text) {
		return SchemaIdentity.of(text.getBytes(StandardCharsets.UTF_8));
	}

}
