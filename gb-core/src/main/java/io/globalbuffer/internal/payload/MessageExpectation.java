// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.payload;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.globalbuffer.codec.WireFormat;
import io.globalbuffer.internal.layout.RingGeometry;
import io.globalbuffer.schema.BufferLayout;
import io.globalbuffer.schema.MessageLayout;
import io.globalbuffer.schema.MessageSpec;
import io.globalbuffer.schema.SchemaIdentity;

/**
 * Which message streams a reader can read.
 *
 * @param spec what was asked for
 * @param remarkedOn the schema that was remarked on last, lest each fork says it again
 */
public record MessageExpectation(MessageSpec<?> spec,
		AtomicReference<SchemaIdentity> remarkedOn) implements Expectation<MessageBytes> {

	private static final Logger logger = LoggerFactory.getLogger(MessageExpectation.class);

	/**
	 * Expects what is specified.
	 * @param spec what was asked for
	 * @return the expectation
	 */
	public static MessageExpectation of(MessageSpec<?> spec) {
		return new MessageExpectation(spec, new AtomicReference<>(SchemaIdentity.NONE));
	}

	@Override
	public @Nullable String objection(BufferLayout layout) {
		if (!(layout instanceof MessageLayout message)) {
			return "a message stream";
		}
		if (message.format() != this.spec.codec().format()) {
			return otherFormat(message.format());
		}
		return schemaObjection(message).isPresent()
				? "a stream of " + this.spec.type().getTypeName() + ", " + this.spec.identity() + "," : null;
	}

	@Override
	public String remedy(BufferLayout layout) {
		return Optional.of(layout)
			.filter(MessageLayout.class::isInstance)
			.map(MessageLayout.class::cast)
			.flatMap(this::schemaObjection)
			.orElseGet(() -> Expectation.super.remedy(layout));
	}

	private Optional<String> schemaObjection(MessageLayout message) {
		return (message.format() != this.spec.codec().format()) ? Optional.empty()
				: this.spec.policy().objection(message.format(), this.spec.identity(), message.identity());
	}

	@Override
	public Payloads<MessageBytes> payloads(String buffer, BufferLayout layout, RingGeometry geometry) {
		if (layout instanceof MessageLayout message
				&& !message.identity().equals(this.remarkedOn.getAndSet(message.identity()))) {
			this.spec.policy()
				.remark(message.format(), this.spec.identity(), message.identity())
				.ifPresent((remark) -> logger.info("Buffer '{}' is read as {}: {}", buffer,
						this.spec.type().getTypeName(), remark));
		}
		return new MessagePayloads();
	}

	private String otherFormat(WireFormat found) {
		String way = (found == WireFormat.PROTOBUF) ? "their generated class" : "a record or a map";
		return "a stream of " + this.spec.codec().format() + " (" + found + " are read with " + way
				+ ", or undecoded with asBytes())";
	}

}
