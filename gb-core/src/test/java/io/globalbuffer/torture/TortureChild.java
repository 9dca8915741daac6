package io.globalbuffer.torture;

import java.time.Duration;
import java.util.Optional;

import io.globalbuffer.ArrayWriter;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;

/**
 * The process of a Java writer. Commands: {@code stream name words capacity}, then a
 * duration, answered by how many samples were written, then anything to close it; and
 * {@code create-and-unlink name duration}, answered by how often. It ends with its
 * parent, and removes what it created.
 */
final class TortureChild {

	private final ParentJvm parent = ParentJvm.listen();

	private TortureChild() {
	}

	static void main() throws InterruptedException {
		new TortureChild().obey();
	}

	private void obey() throws InterruptedException {
		for (Optional<String> command = this.parent.next(); command.isPresent(); command = this.parent.next()) {
			String[] words = command.get().split(" ", -1);
			switch (words[0]) {
				case "stream" -> stream(words[1], Integer.parseInt(words[2]), Integer.parseInt(words[3]));
				case "create-and-unlink" -> this.parent.answer(Long
					.toString(ShortLivedSegments.create(words[1], Duration.parse(words[2]), this.parent::isGone)));
				default -> throw new IllegalArgumentException("No such command: " + command.get());
			}
		}
	}

	private void stream(String name, int words, int capacity) throws InterruptedException {
		try (ArrayWriter<long[]> writer = GlobalBuffer.create(name, ArraySpec.of(DType.INT64, words))
			.capacity(capacity)
			.open()) {
			try {
				this.parent.answer("created");
				Optional<String> duration = this.parent.next();
				if (duration.isPresent()) {
					this.parent.answer(Long
						.toString(CheckedStreams.write(writer, Duration.parse(duration.get()), this.parent::isGone)));
				}
				this.parent.next();
			}
			finally {
				writer.unlink();
			}
		}
		this.parent.answer("closed");
	}

}
