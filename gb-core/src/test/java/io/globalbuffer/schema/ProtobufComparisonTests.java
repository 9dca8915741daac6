// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.schema;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import org.junit.jupiter.api.Test;

import io.globalbuffer.telemetry.Calibration;
import io.globalbuffer.telemetry.Telemetry;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ProtobufComparison}: the schema asked for is that of a generated
 * class, the one found an edited copy.
 */
class ProtobufComparisonTests {

	private static final String NAME = "globalbuffer.telemetry.Telemetry";

	private static final int POINT = 0;

	private static final int TELEMETRY = 1;

	/** Case 30: under {@link SchemaPolicy#EXACT} alone the file's name counts. */
	@Test
	void theNameOfTheFileAndItsOptionsDoNotCount() {
		assertThat(differences((file) -> file.setName("elsewhere/renamed.proto"))).isEmpty();
		assertThat(differences((file) -> file.clearOptions().clearSyntax())).isEmpty();
	}

	@Test
	void whatTheReaderDoesNotKnowDoesNotCount() {
		assertThat(differences((file) -> {
			file.getMessageTypeBuilder(TELEMETRY).addField(field("extra", 99));
			file.getMessageTypeBuilder(POINT).addField(field("z", 3));
			file.getEnumTypeBuilder(0).addValueBuilder().setName("MODE_LOST").setNumber(7);
			file.addMessageTypeBuilder().setName("Another");
		})).isEmpty();
	}

	/** Case 30. */
	@Test
	void aFieldOfAnotherNameIsADifference() {
		assertThat(differences((file) -> file.getMessageTypeBuilder(TELEMETRY).getFieldBuilder(0).setName("volume")))
			.containsExactly("field 1 (double_value) of " + NAME + " is volume in the segment's schema");
	}

	@Test
	void aMissingFieldIsADifference() {
		assertThat(differences((file) -> file.getMessageTypeBuilder(TELEMETRY).removeField(2)))
			.containsExactly("field 3 (int32_value) of " + NAME + " is missing in the segment's schema");
	}

	@Test
	void anotherTypeIsADifference() {
		assertThat(differences((file) -> file.getMessageTypeBuilder(TELEMETRY)
			.getFieldBuilder(2)
			.setType(FieldDescriptorProto.Type.TYPE_SINT32)))
			.containsExactly("field 3 (int32_value) of " + NAME
					+ " is optional sint32 in the segment's schema, not optional int32");
	}

	@Test
	void oneOrManyIsADifference() {
		assertThat(differences((file) -> file.getMessageTypeBuilder(TELEMETRY)
			.getFieldBuilder(13)
			.setLabel(FieldDescriptorProto.Label.LABEL_REPEATED)))
			.containsExactly("field 14 (string_value) of " + NAME
					+ " is repeated string in the segment's schema, not optional string");
	}

	@Test
	void aFieldThatIsRequiredOnlyHereIsADifference() {
		FileDescriptorProto file = Calibration.getDescriptor().getFile().toProto();
		FileDescriptorProto.Builder found = file.toBuilder();
		found.getMessageTypeBuilder(0).getFieldBuilder(1).setLabel(FieldDescriptorProto.Label.LABEL_OPTIONAL);
		String name = "globalbuffer.telemetry.Calibration";
		assertThat(ProtobufComparison.INSTANCE.differences(identity(file, name), identity(found.build(), name)))
			.containsExactly(
					"field 2 (offset) of " + name + " is optional double in the segment's schema, not required double");
	}

	@Test
	void differencesOfTypesInsideAreFound() {
		assertThat(differences((file) -> file.getMessageTypeBuilder(POINT).getFieldBuilder(1).setNumber(5)))
			.containsExactly("field 2 (y) of globalbuffer.telemetry.Point is missing in the segment's schema");
		assertThat(differences((file) -> file.getEnumTypeBuilder(0).getValueBuilder(1).setName("MODE_OTHER")))
			.containsExactly(
					"value 1 (MODE_IDLE) of globalbuffer.telemetry.Mode is MODE_OTHER in the segment's schema");
		assertThat(differences((file) -> file.getMessageTypeBuilder(TELEMETRY)
			.getFieldBuilder(17)
			.setTypeName(".globalbuffer.telemetry.Point")))
			.containsExactly("field 18 (part) of " + NAME + " is optional message globalbuffer.telemetry.Point"
					+ " in the segment's schema, not optional message " + NAME + ".Part");
	}

	@Test
	void anotherMessageIsADifference() {
		assertThat(ProtobufComparison.INSTANCE.differences(MessageSpec.of(Telemetry.class).identity(),
				MessageSpec.of(Telemetry.Part.class).identity()))
			.containsExactly("the segment holds messages " + NAME + ".Part, not " + NAME);
	}

	@Test
	void noSchemaIsCompatible() {
		assertThat(ProtobufComparison.INSTANCE.differences(MessageSpec.of(Telemetry.class).identity(),
				SchemaIdentity.NONE))
			.isEmpty();
	}

	@Test
	void bytesThatAreNoDescriptorAreADifference() {
		for (byte[] bytes : List.of(new byte[] { 1 }, new byte[3840],
				"{\"title\":\"Telemetry\"}".getBytes(StandardCharsets.UTF_8),
				("\0" + NAME).getBytes(StandardCharsets.UTF_8))) {
			assertThat(found(SchemaIdentity.of(bytes))).singleElement()
				.asString()
				.contains("not the descriptor of a protobuf message");
		}
	}

	@Test
	void foreignNamesAreShownWithoutControlCharacters() {
		assertThat(differences((file) -> file.getMessageTypeBuilder(TELEMETRY)
			.getFieldBuilder(0)
			.setName("\u001b[31m\n" + "x".repeat(500)))).singleElement()
			.asString()
			.contains("?[31m?xxx")
			.hasSizeLessThan(400);
	}

	@Test
	void aSchemaThatDiffersEverywhereYieldsAFewDifferences() {
		assertThat(differences((file) -> file.getMessageTypeBuilder(TELEMETRY).clearField())).hasSize(20);
	}

	@Test
	void typesThatNestDeepOrContainThemselvesAreCompared() {
		DescriptorProto.Builder type = DescriptorProto.newBuilder().setName("t");
		for (int i = 0; i < 90; i++) {
			type = DescriptorProto.newBuilder().setName("t").addNestedType(type);
		}
		String root = String.join(".", Collections.nCopies(91, "t"));
		FieldDescriptorProto itself = field("itself", 1).toBuilder()
			.setType(FieldDescriptorProto.Type.TYPE_MESSAGE)
			.setTypeName("." + root)
			.build();
		FileDescriptorProto file = FileDescriptorProto.newBuilder()
			.addMessageType(type)
			.addMessageType(DescriptorProto.newBuilder().setName(root).addField(itself))
			.build();
		SchemaIdentity asked = identity(file, root);
		SchemaIdentity found = identity(file.toBuilder().setName("other").build(), root);
		assertThat(ProtobufComparison.INSTANCE.differences(asked, found)).isEmpty();
	}

	@Test
	void damagedSchemasAreComparedWithoutFailure() {
		byte[] intact = MessageSpec.of(Telemetry.class).identity().bytes();
		Random random = new Random(1);
		for (int round = 0; round < 5000; round++) {
			byte[] bytes = Arrays.copyOf(intact, (round % 10 == 0) ? random.nextInt(intact.length) : intact.length);
			for (int changes = random.nextInt(4); changes > 0 && bytes.length > 0; changes--) {
				bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
			}
			assertThat(found(SchemaIdentity.of(bytes))).hasSizeLessThanOrEqualTo(20)
				.allSatisfy((difference) -> assertThat(difference).hasSizeLessThan(1000));
		}
	}

	private static List<String> differences(Consumer<FileDescriptorProto.Builder> edit) {
		FileDescriptorProto.Builder file = Telemetry.getDescriptor().getFile().toProto().toBuilder();
		edit.accept(file);
		return found(identity(file.build(), NAME));
	}

	private static List<String> found(SchemaIdentity found) {
		return ProtobufComparison.INSTANCE.differences(MessageSpec.of(Telemetry.class).identity(), found);
	}

	private static FieldDescriptorProto field(String name, int number) {
		return FieldDescriptorProto.newBuilder()
			.setName(name)
			.setNumber(number)
			.setLabel(FieldDescriptorProto.Label.LABEL_OPTIONAL)
			.setType(FieldDescriptorProto.Type.TYPE_INT32)
			.build();
	}

	private static SchemaIdentity identity(FileDescriptorProto file, String message) {
		ByteArrayOutputStream identity = new ByteArrayOutputStream();
		identity.writeBytes(file.toByteArray());
		identity.write(0);
		identity.writeBytes(message.getBytes(StandardCharsets.UTF_8));
		return SchemaIdentity.of(identity.toByteArray());
	}

}
