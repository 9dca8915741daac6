// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.codec;

import java.lang.reflect.Type;
import java.util.HexFormat;
import java.util.List;

import org.assertj.core.api.ThrowableAssertAlternative;

import io.globalbuffer.exception.CodecException;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Messages given as hexadecimal digits, and the records they are read as. */
final class HexMessages {

	static final String STATUS = "82a46761696ecb3ff3333333333333a663616d5f6f6ec3";

	private HexMessages() {
	}

	static ThrowableAssertAlternative<CodecException> assertRefused(String hex, Type type) {
		return assertThatExceptionOfType(CodecException.class).isThrownBy(() -> decode(hex, type));
	}

	static Object decode(String hex, Type type) {
		byte[] bytes = HexFormat.of().parseHex(hex);
		return MessagePackCodec.of(FieldNaming.AS_DECLARED).decode(bytes, bytes.length, type);
	}

	record Status(double gain, boolean cam_on) {

	}

	record TextList(List<String> v) {

	}

	@SuppressWarnings("ArrayRecordComponent")
	record BytesValue(byte[] v) {

	}

}
