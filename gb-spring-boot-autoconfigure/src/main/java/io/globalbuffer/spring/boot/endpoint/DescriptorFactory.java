// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot.endpoint;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.LongStream;

import org.jspecify.annotations.Nullable;

import io.globalbuffer.BufferStats;
import io.globalbuffer.ReadMode;
import io.globalbuffer.SegmentInfo;
import io.globalbuffer.WriterStatus;
import io.globalbuffer.schema.ArrayLayout;
import io.globalbuffer.schema.MessageLayout;
import io.globalbuffer.spring.ReplicationInfo;
import io.globalbuffer.spring.boot.MonitoredBuffer;
import io.globalbuffer.spring.buffer.BufferDefinition;
import io.globalbuffer.spring.event.StopReason;
import io.globalbuffer.spring.listener.DispatchStatistics;
import io.globalbuffer.spring.listener.ListenerContainer;
import io.globalbuffer.spring.listener.ListenerError;
import io.globalbuffer.spring.listener.ListenerStatistics;
import io.globalbuffer.spring.replication.Replication;
import io.globalbuffer.spring.replication.ReplicationStatistics;

/**
 * Takes a buffer's figures into the endpoint's JSON.
 */
final class DescriptorFactory {

	private DescriptorFactory() {
	}

	static BuffersDescriptor.Summary summary(MonitoredBuffer buffer) {
		Optional<BufferStats> stats = buffer.stats();
		Optional<WriterStatus> writer = stats.map(BufferStats::writer);
		return new BuffersDescriptor.Summary(buffer.definition().kind().label(), buffer.definition().role().label(),
				writer.map((status) -> status.state().label()).orElse(null),
				writer.map(WriterStatus::alive).orElse(null), rate(stats), sequence(stats), boxed(buffer.overruns()),
				buffer.listeners().size());
	}

	static BuffersDescriptor.@Nullable Dispatch dispatch(DispatchStatistics statistics) {
		return (statistics.threads() > 0)
				? new BuffersDescriptor.Dispatch(statistics.threads(), statistics.calls().size(), statistics.waiting())
				: null;
	}

	static BufferDescriptor details(MonitoredBuffer buffer) {
		BufferDefinition definition = buffer.definition();
		Optional<BufferStats> stats = buffer.stats();
		Optional<SegmentInfo> segment = buffer.segment();
		Map<String, BufferDescriptor.Listener> listeners = new LinkedHashMap<>();
		buffer.listeners().forEach((listener) -> listeners.put(listener.id(), listener(listener)));
		return new BufferDescriptor(definition.name(), definition.kind().label(), definition.role().label(),
				definition.segment(), definition.content().describe(),
				segment.map(DescriptorFactory::layout).orElse(null), buffer.refusal().orElse(null),
				stats.map((found) -> writer(found.writer(), definition.livenessTimeout())).orElse(null),
				sequence(stats), text(stats.flatMap(BufferStats::lastChangeSeen)), rate(stats), listeners,
				segment.map((found) -> readers(found, buffer)).orElse(List.of()), replications(buffer.replications()));
	}

	static @Nullable Map<String, ReplicationDescriptor> replications(List<Replication> replications) {
		Map<String, ReplicationDescriptor> byName = new LinkedHashMap<>();
		replications.forEach((replication) -> byName.put(replication.definition().name(), replication(replication)));
		return byName.isEmpty() ? null : byName;
	}

	private static ReplicationDescriptor replication(Replication replication) {
		ReplicationInfo info = replication.definition().info();
		ReplicationStatistics statistics = replication.statistics();
		return new ReplicationDescriptor(info.direction().label(), info.buffer(), info.topic(), info.stream(),
				replication.state().label(), replication.problem().orElse(null), statistics.samples(),
				statistics.bytes(), statistics.skipped(), statistics.repeated(), new ReplicationDescriptor.Lost(
						statistics.lostAtSource(), statistics.lostInTransit(), statistics.lostLocally()));
	}

	private static List<BufferDescriptor.Reader> readers(SegmentInfo segment, MonitoredBuffer buffer) {
		Map<Integer, String> listeners = new HashMap<>();
		buffer.listeners()
			.forEach((listener) -> listener.registryEntry().ifPresent((entry) -> listeners.put(entry, listener.id())));
		return segment.readers()
			.stream()
			.map((reader) -> new BufferDescriptor.Reader(reader.entry(), reader.pid(), reader.ofThisProcess(),
					reader.ofThisProcess() ? listeners.get(reader.entry()) : null,
					reader.mode().map(ReadMode::label).orElse(null), reader.cursor(), reader.lag(), reader.overruns(),
					reader.heartbeat().toString()))
			.toList();
	}

	private static BufferDescriptor.@Nullable Layout layout(SegmentInfo segment) {
		return switch (segment.layout().orElse(null)) {
			case ArrayLayout arrays -> new BufferDescriptor.Layout(arrays.spec().dtype().name(),
					LongStream.of(arrays.spec().shape()).boxed().toList(), arrays.capacity(), null,
					segment.memoryBytes());
			case MessageLayout messages -> new BufferDescriptor.Layout(null, null, messages.capacity(),
					messages.maxBytes(), segment.memoryBytes());
			case null -> null;
		};
	}

	private static BufferDescriptor.Writer writer(WriterStatus writer, Duration timeout) {
		return new BufferDescriptor.Writer(writer.state().label(), writer.alive(), boxed(writer.pid()),
				text(writer.lastHeartbeat()), text(writer.heartbeatAge()), timeout.toString());
	}

	static BufferDescriptor.Listener listener(ListenerContainer listener) {
		ListenerStatistics statistics = listener.statistics();
		Optional<ListenerError> error = statistics.lastError();
		return new BufferDescriptor.Listener(listener.state().label(), listener.mode().label(),
				listener.waitMode().label(), listener.dispatch().label(), statistics.delivered(), statistics.filtered(),
				boxed(statistics.lag()), statistics.overruns(), statistics.skipped(), statistics.errors(),
				statistics.givenUp(), listener.failedTo().orElse(null),
				listener.failedTo().map((name) -> statistics.unkept()).orElse(null),
				error.map(ListenerError::describe).orElse(null), text(error.map(ListenerError::at)),
				error.map(ListenerError::past).orElse(null),
				text(statistics.inCallFor().map((duration) -> Instant.now().minus(duration))),
				listener.stopReason()
					.filter((reason) -> reason != StopReason.NORMAL)
					.map(StopReason::label)
					.orElse(null));
	}

	private static @Nullable Long sequence(Optional<BufferStats> stats) {
		return boxed(stats.map(BufferStats::sequence).orElse(OptionalLong.empty()));
	}

	/** To three places: more is noise. */
	private static @Nullable Double rate(Optional<BufferStats> stats) {
		OptionalDouble rate = stats.map(BufferStats::rate).orElse(OptionalDouble.empty());
		return rate.isPresent() ? Math.round(rate.getAsDouble() * 1000) / 1000.0 : null;
	}

	private static @Nullable String text(Optional<?> value) {
		return value.map(Object::toString).orElse(null);
	}

	private static @Nullable Long boxed(OptionalLong value) {
		return value.isPresent() ? value.getAsLong() : null;
	}

}
