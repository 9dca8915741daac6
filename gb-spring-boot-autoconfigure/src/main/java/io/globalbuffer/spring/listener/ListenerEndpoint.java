package io.globalbuffer.spring.listener;

import io.globalbuffer.ReadMode;
import io.globalbuffer.StartPosition;

/**
 * Everything a {@code @GlobalBufferListener} says, resolved and checked.
 *
 * @param id the listener's id
 * @param buffer the buffer it listens to
 * @param method the method to call
 * @param mode every sample, or the newest each time
 * @param startFrom where it starts in a segment that holds samples
 * @param autoStartup whether it starts with the application
 */
record ListenerEndpoint(String id, BufferDefinition buffer, ListenerMethod method, ReadMode mode,
		StartPosition startFrom, boolean autoStartup) {
}
