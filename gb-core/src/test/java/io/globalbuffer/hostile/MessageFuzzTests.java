package io.globalbuffer.hostile;

import java.lang.management.ManagementFactory;
import java.lang.reflect.Type;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.sun.management.ThreadMXBean;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

import io.globalbuffer.codec.FieldNaming;
import io.globalbuffer.codec.MessageCodec;
import io.globalbuffer.codec.MessagePackCodec;
import io.globalbuffer.exception.CodecException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Samples from a fuzzer. {@code mvn verify} runs the inputs among the test resources;
 * with {@code JAZZER_FUZZ=1} in the environment
 * {@code mvn -pl gb-core test -Dtest=MessageFuzzTests#method} looks for new ones.
 */
@Tag("fuzz")
class MessageFuzzTests {

	/** What loading classes and building an exception take. */
	private static final long ALLOCATED_FOR_ANY = 16 << 20;

	/** A small map for each two bytes, more than once. */
	private static final long ALLOCATED_FOR_BYTE = 2000;

	private static final String WHOLE = "8ca46e616d65a16ea3636e7403a5726174696fcb4000000000000000a26f6bc3a3726177c402ff00"
			+ "a36f7074c0a3636f6ca172a5696e6e657282a17a01a161c0a46d616e799182a17a02a161a171a16481a16b01a26174d6ff69570a80"
			+ "a56e61697665b3323032362d30312d30325430303a30303a3030";

	private static final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	private static final List<Type> types = List.of(MessagePackCodec.MAP, AllKinds.Loose.class, AllKinds.Whole.class);

	@BeforeAll
	static void loadClasses() {
		byte[] bytes = HexFormat.of().parseHex(WHOLE);
		MessageCodec codec = MessagePackCodec.of(FieldNaming.AS_DECLARED);
		assertThat(codec.encode(codec.decode(bytes, bytes.length, AllKinds.Whole.class))).isEqualTo(bytes);
		types.forEach((type) -> decode(codec, bytes, type));
	}

	@FuzzTest(maxDuration = "2m")
	void bytesOfMessagePackGiveAMessageOrAnException(byte[] input) {
		for (Type type : types) {
			decode(MessagePackCodec.of(FieldNaming.AS_DECLARED), input, type);
		}
	}

	private static void decode(MessageCodec codec, byte[] input, Type type) {
		long before = threads.getCurrentThreadAllocatedBytes();
		Optional<Object> message = read(codec, input, type);
		long allocated = threads.getCurrentThreadAllocatedBytes() - before;
		assertThat(allocated).isLessThan(ALLOCATED_FOR_ANY + ALLOCATED_FOR_BYTE * input.length);
		message.ifPresent((value) -> writeAndRead(codec, value, type));
	}

	private static Optional<Object> read(MessageCodec codec, byte[] input, Type type) {
		try {
			return Optional.of(codec.decode(input, input.length, type));
		}
		catch (CodecException ex) {
			assertThat(ex.getMessage()).isNotBlank();
			return Optional.empty();
		}
	}

	/** What can be read can be written, and is then read as the same. */
	private static void writeAndRead(MessageCodec codec, Object message, Type type) {
		byte[] written = codec.encode(message);
		Object again = codec.decode(written, written.length, type);
		assertThat(codec.encode(again)).isEqualTo(written);
	}

}
