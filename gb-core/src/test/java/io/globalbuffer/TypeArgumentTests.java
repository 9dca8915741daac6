// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.globalbuffer.exception.CodecException;
import io.globalbuffer.schema.MessageSpec;
import io.globalbuffer.schema.SchemaIdentity;
import io.globalbuffer.schema.SchemaPolicy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Messages of classes with type arguments.
 */
class TypeArgumentTests {

	@RegisterExtension
	final SegmentDirectory directory = new SegmentDirectory();

	@Test
	void whatATypeArgumentSaysIsRead() throws InterruptedException {
		Envelope<Quote> message = new Envelope<>(7, new Quote("ACME", 12.5), List.of(new Quote("B", 1)));
		try (BufferWriter<Map<String, Object>> writer = create();
				BufferReader<?> quotes = attach("quotes");
				BufferReader<?> counts = attach("counts")) {
			writer.write(Map.of("number", 7, "content", message.content(), "more", message.more()));
			assertThat(quotes.next().value()).isEqualTo(message);
			assertThatExceptionOfType(CodecException.class).isThrownBy(counts::next)
				.withMessageContaining("Envelope<java.lang.Integer>");
			writer.write(Map.of("number", 8, "content", 3, "more", List.of()));
			assertThat(counts.next().value()).isEqualTo(new Envelope<>(8, 3, List.of()));
		}
	}

	@Test
	void anArgumentThatCanNeverBeReadIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> attach("shapes"))
			.withMessageContaining("Envelope<" + Shape.class.getName() + ">")
			.withMessageContaining(
					Shape.class.getTypeName() + " is an interface, and nothing says which class to make");
	}

	@Test
	void thereIsNoSchemaOfTypeArguments() {
		MessageSpec<?> spec = MessageSpec.of(typeOf("quotes"));
		assertThat(spec.identity()).isEqualTo(SchemaIdentity.NONE);
		assertThatIllegalArgumentException().isThrownBy(spec.policy(SchemaPolicy.EXACT)::requiredIdentity)
			.withMessageContaining("a class with type arguments has no schema of its own");
	}

	@Test
	void classesAndMapsAreTakenAsTheyAre() {
		assertThat(MessageSpec.of((Type) Quote.class).identity()).isEqualTo(MessageSpec.of(Quote.class).identity());
		assertThat(MessageSpec.of(MessageSpec.map().type()).identity()).isEqualTo(SchemaIdentity.NONE);
	}

	@Test
	void whatIsNoMessageWithoutArgumentsIsNoneWithThem() {
		Type list = ((ParameterizedType) typeOf("lists")).getActualTypeArguments()[0];
		assertThatIllegalArgumentException().isThrownBy(() -> MessageSpec.of(list))
			.withMessageContaining("not a java.util.List<");
	}

	private BufferWriter<Map<String, Object>> create() {
		return GlobalBuffer.create("m", MessageSpec.map()).directory(this.directory.path()).capacity(4).open();
	}

	private BufferReader<?> attach(String component) {
		return GlobalBuffer.attach("m")
			.directory(this.directory.path())
			.following()
			.as(MessageSpec.of(typeOf(component)));
	}

	private static Type typeOf(String component) {
		return Stream.of(Types.class.getRecordComponents())
			.filter((candidate) -> candidate.getName().equals(component))
			.map(RecordComponent::getGenericType)
			.findFirst()
			.orElseThrow();
	}

	record Types(Envelope<Quote> quotes, Envelope<Integer> counts, Envelope<Shape> shapes,
			Envelope<List<Quote>> lists) {
	}

	record Envelope<T>(int number, T content, List<T> more) {
	}

	record Quote(String symbol, double price) {
	}

	interface Shape {

	}

}
