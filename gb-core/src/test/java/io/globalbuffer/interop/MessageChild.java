// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.interop;

import java.util.Objects;

import org.jspecify.annotations.Nullable;

import io.globalbuffer.BufferWriter;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.process.Commands;
import io.globalbuffer.process.JavaCommand;
import io.globalbuffer.process.ParentProcess;
import io.globalbuffer.schema.MessageSpec;

/**
 * A JVM that writes messages. Its first command is the buffer's name, each other one the
 * gain of a message.
 */
final class MessageChild implements Commands {

	/** Starts the process, which waits for commands then. */
	static final JavaCommand COMMAND = JavaCommand.of(MessageChild.class)
		.with(JavaCommand.NATIVE_ACCESS, JavaCommand.QUICK_START);

	private @Nullable BufferWriter<Status> opened;

	private MessageChild() {
	}

	/** What it writes. */
	record Status(double gain, boolean cam_on) {
	}

	/** The process. */
	static void main() throws Exception {
		ParentProcess.obey(new MessageChild());
	}

	@Override
	public String run(String command) {
		if (this.opened == null) {
			this.opened = GlobalBuffer.create(command, MessageSpec.of(Status.class)).capacity(8).open();
			return command;
		}
		BufferWriter<Status> writer = Objects.requireNonNull(this.opened);
		return Long.toString(writer.write(new Status(Double.parseDouble(command), true)));
	}

}
