// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.time.Duration;
import java.util.Set;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.schema.MessageSpec;
import io.globalbuffer.spring.BufferRole;
import io.globalbuffer.spring.boot.GlobalBufferProperties.Buffer;

/**
 * Checks how the segments of declared buffers shall be made, and whose they may be.
 */
final class SegmentPropertiesCheck {

	private static final Log logger = LogFactory.getLog(SegmentPropertiesCheck.class);

	private final String name;

	private final Buffer buffer;

	SegmentPropertiesCheck(String name, Buffer buffer) {
		this.name = name;
		this.buffer = buffer;
	}

	void run(BufferRole role) {
		checkCapacity(role);
		checkOwner();
		if (role == BufferRole.READER) {
			refuseWritersProperties();
		}
		Duration timeout = this.buffer.takeOverTimeout();
		if (timeout != null && timeout.isNegative()) {
			throw InvalidBufferProperty.invalid(this.name, "take-over-timeout", timeout, "Must not be negative.");
		}
		checkFileMode();
		checkGroup();
	}

	private void checkCapacity(BufferRole role) {
		Integer capacity = this.buffer.capacity();
		if (capacity == null && role == BufferRole.WRITER) {
			throw InvalidBufferProperty.missing(this.name, "capacity",
					"Set how many samples a reader may fall behind, from 1: a writer needs it.");
		}
		if (capacity != null && capacity < 1) {
			throw InvalidBufferProperty.invalid(this.name, "capacity", capacity, "Must be at least 1.");
		}
	}

	private void checkOwner() {
		if (this.buffer.owner() != null) {
			try {
				GlobalBuffer.attach(this.name).owner(this.buffer.owner());
			}
			catch (IllegalArgumentException ex) {
				throw InvalidBufferProperty.invalid(this.name, "owner", this.buffer.owner(),
						ex.getMessage() + ". Name the user, or give its number.");
			}
		}
	}

	private void refuseWritersProperties() {
		refuse("on-existing", this.buffer.onExisting());
		refuse("take-over-timeout", this.buffer.takeOverTimeout());
		refuse("on-close", this.buffer.onClose());
		refuse("file-mode", this.buffer.fileMode());
		refuse("group", this.buffer.group());
		refuse("publish-time", this.buffer.publishTime() ? true : null);
		refuse("checksum", this.buffer.checksum() ? true : null);
		refuse("trace", this.buffer.trace() ? true : null);
	}

	private void checkFileMode() {
		String mode = this.buffer.fileMode();
		if (mode == null) {
			return;
		}
		Set<PosixFilePermission> permissions;
		try {
			permissions = PosixFilePermissions.fromString(mode);
		}
		catch (IllegalArgumentException ex) {
			throw InvalidBufferProperty.invalid(this.name, "file-mode", mode,
					"Write it as ls does, for example rw-r-----, not as a number.");
		}
		try {
			GlobalBuffer.create(this.name, MessageSpec.map()).fileMode(permissions);
		}
		catch (IllegalArgumentException ex) {
			throw InvalidBufferProperty.invalid(this.name, "file-mode", mode, ex.getMessage() + ".");
		}
	}

	private void checkGroup() {
		String group = this.buffer.group();
		if (group == null) {
			return;
		}
		try {
			FileSystems.getDefault().getUserPrincipalLookupService().lookupPrincipalByGroupName(group);
		}
		catch (UserPrincipalNotFoundException | UnsupportedOperationException ex) {
			throw InvalidBufferProperty.invalid(this.name, "group", group, "There is no group '" + group
					+ "' here. Name a group that this user belongs to, or give its number.");
		}
		catch (IOException ex) {
			// groups cannot be looked up now: whether there is this one shows when it is
			// needed
			logger.debug("Group '" + group + "' of buffer '" + this.name + "' cannot be looked up yet", ex);
		}
	}

	private void refuse(String key, @Nullable Object value) {
		if (value != null) {
			throw InvalidBufferProperty.invalid(this.name, key, value,
					"Has no meaning for a reader: the writer decides it. Remove it, or correct 'role'.");
		}
	}

}
