package io.globalbuffer.schema;

/**
 * A message stream.
 *
 * @param capacity how many samples a reader may fall behind
 * @param maxBytes the size of the largest encoded message
 * @param codec the number of the codec: 1 MessagePack, 2 protobuf
 * @param identity the schema's identity
 */
public record MessageLayout(long capacity, long maxBytes, int codec, SchemaIdentity identity) implements BufferLayout {

	@Override
	public long sampleSize() {
		return this.maxBytes;
	}

	@Override
	public String describe() {
		return "messages of at most " + this.maxBytes + " bytes, " + this.identity + ", x " + this.capacity;
	}

}
