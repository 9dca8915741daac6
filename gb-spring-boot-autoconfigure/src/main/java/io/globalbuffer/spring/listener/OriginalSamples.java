// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.listener;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import io.globalbuffer.Sample;
import io.globalbuffer.exception.CodecException;
import io.globalbuffer.schema.MessageSpec;
import io.globalbuffer.spring.buffer.BufferDefinition;

/**
 * The samples under way as their segment had them: messages are decoded here, and of an
 * array that the method may change there is a copy. Used by one thread at a time.
 */
final class OriginalSamples {

	private final BufferDefinition buffer;

	private final PayloadType payload;

	/** By which messages are decoded; {@code null} if samples are taken as they are. */
	private final @Nullable MessageSpec<?> spec;

	private final IdentityHashMap<Sample<?>, Object> originals = new IdentityHashMap<>();

	/** The last one that could not be decoded. */
	private byte @Nullable [] undecodable;

	OriginalSamples(BufferDefinition buffer, PayloadType payload) {
		this.buffer = buffer;
		this.payload = payload;
		this.spec = payload.messages(buffer.content()).orElse(null);
	}

	/** Forgets the samples of the last call. */
	void begin() {
		this.originals.clear();
	}

	/**
	 * The sample as the method is to have it.
	 * @param taken what the reader delivered
	 * @throws CodecException if it cannot be decoded
	 */
	Sample<?> decoded(Sample<?> taken) {
		Sample<?> sample = (this.spec != null) ? decoded((byte[]) taken.value(), this.spec, taken) : taken;
		boolean unchanged = this.spec != null || this.payload instanceof PayloadType.View;
		this.originals.put(sample, unchanged ? taken.value() : ArrayView.copyOf(taken.value()));
		return sample;
	}

	private Sample<?> decoded(byte[] bytes, MessageSpec<?> messages, Sample<?> taken) {
		try {
			Object value = messages.codec().decode(bytes, bytes.length, messages.type());
			return new Sample<>(value, taken.sequence(), taken.missed(), taken.generation(), taken.origin());
		}
		catch (CodecException ex) {
			this.undecodable = bytes;
			throw new CodecException("A sample of buffer '" + this.buffer.name() + "' is not a "
					+ messages.type().getTypeName() + ": " + ex.getMessage(), ex);
		}
	}

	/** The values of samples that failed: encoded messages, or arrays. */
	List<Object> of(CallFailure failure) {
		return (failure.stage() == CallStage.DECODING) ? List.of(Objects.requireNonNull(this.undecodable))
				: failure.samples().stream().map(this.originals::get).toList();
	}

}
