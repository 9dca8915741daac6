package io.globalbuffer.schema;

/** Placeholder. */
@SuppressWarnings("DoNotCallSuggester")
final class Blake2b64 {

	static long hash(byte[] bytes) {
		throw new UnsupportedOperationException();
	}

}
