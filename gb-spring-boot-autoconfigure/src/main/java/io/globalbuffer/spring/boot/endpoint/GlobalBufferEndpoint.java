package io.globalbuffer.spring.boot.endpoint;

import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;

import io.globalbuffer.spring.boot.MonitoredBuffers;

/**
 * The actuator endpoint {@code globalbuffer}: shows declared buffers, their writers and
 * listeners.
 */
@Endpoint(id = "globalbuffer")
public class GlobalBufferEndpoint {

	private final MonitoredBuffers buffers;

	/**
	 * Creates an endpoint.
	 * @param buffers the buffers to show
	 */
	public GlobalBufferEndpoint(MonitoredBuffers buffers) {
		this.buffers = buffers;
	}

	/**
	 * All declared buffers.
	 * @return a line for each
	 */
	@ReadOperation
	public BuffersDescriptor buffers() {
		Map<String, BuffersDescriptor.Summary> summaries = new LinkedHashMap<>();
		this.buffers.byName().forEach((name, buffer) -> summaries.put(name, DescriptorFactory.summary(buffer)));
		return new BuffersDescriptor(this.buffers.directory().toString(), summaries);
	}

	/**
	 * One declared buffer.
	 * @param name its name
	 * @return its details, or {@code null} (404 over HTTP) if none is declared by that
	 * name
	 */
	@ReadOperation
	public @Nullable BufferDescriptor buffer(@Selector String name) {
		return this.buffers.find(name).map(DescriptorFactory::details).orElse(null);
	}

}
