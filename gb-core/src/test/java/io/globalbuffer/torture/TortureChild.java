// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.torture;

import java.time.Duration;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import io.globalbuffer.ArrayWriter;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.process.Commands;
import io.globalbuffer.process.JavaCommand;
import io.globalbuffer.process.ParentProcess;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;

/**
 * The process of a Java writer. Commands: {@code create name words capacity};
 * {@code write duration}, answered by how many samples were written; {@code close}, which
 * removes the buffer, too; and {@code create-and-unlink name duration}, answered by how
 * often. It ends with its parent, and removes what it created.
 */
final class TortureChild implements Commands {

	/** Starts the process, which waits for commands then. */
	static final JavaCommand COMMAND = JavaCommand.of(TortureChild.class).with(JavaCommand.NATIVE_ACCESS);

	private @Nullable ArrayWriter<long[]> created;

	private volatile boolean ended;

	private TortureChild() {
	}

	static void main() throws Exception {
		ParentProcess.obey(new TortureChild());
	}

	@Override
	public synchronized String run(String command) {
		String[] words = command.split(" ", -1);
		return switch (words[0]) {
			case "create" -> create(words[1], Integer.parseInt(words[2]), Integer.parseInt(words[3]));
			case "write" -> Long.toString(CheckedStreams.write(writer(), Duration.parse(words[1]), this::isEnded));
			case "close" -> close(writer());
			case "create-and-unlink" ->
				Long.toString(ShortLivedSegments.create(words[1], Duration.parse(words[2]), this::isEnded));
			default -> throw new IllegalArgumentException("No such command: " + command);
		};
	}

	@Override
	public void end() {
		this.ended = true;
		closeIfCreated();
	}

	/** When the command that runs has noticed the end. */
	private synchronized void closeIfCreated() {
		if (this.created != null) {
			close(this.created);
		}
	}

	private boolean isEnded() {
		return this.ended;
	}

	private String create(String name, int words, int capacity) {
		this.created = GlobalBuffer.create(name, ArraySpec.of(DType.INT64, words)).capacity(capacity).open();
		return "created";
	}

	private String close(ArrayWriter<long[]> writer) {
		this.created = null;
		writer.unlink();
		writer.close();
		return "closed";
	}

	private ArrayWriter<long[]> writer() {
		return Objects.requireNonNull(this.created, "There is no buffer");
	}

}
