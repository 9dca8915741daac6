// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

import io.globalbuffer.OnExisting;
import io.globalbuffer.ReadMode;
import io.globalbuffer.codec.FieldNaming;
import io.globalbuffer.schema.SchemaPolicy;
import io.globalbuffer.spring.BufferKind;
import io.globalbuffer.spring.BufferRole;
import io.globalbuffer.spring.DispatchMode;
import io.globalbuffer.spring.MirrorPace;
import io.globalbuffer.spring.ReplicationDirection;
import io.globalbuffer.spring.WaitMode;

/**
 * Everything under {@code globalbuffer}. Unknown keys are refused.
 *
 * @param enabled Whether buffers are opened and listeners run.
 * @param directory Folder of the segments.
 * @param nativeAccess Whether the operating system is asked by native calls where the JVM
 * allows them; off is for the whole process.
 * @param naming How the names of components and fields become the keys of messages, where
 * a buffer does not say otherwise.
 * @param takeOverTimeout How long a writer waits for another one that is just stopping,
 * where its buffer does not say otherwise.
 * @param liveness Heartbeats of writers.
 * @param listener Defaults of all listeners.
 * @param health When a listener that runs makes health DOWN.
 * @param buffers Declared buffers by name; each becomes a bean of that name.
 * @param replication Streams that go over to other hosts by Apache Kafka, by name; needs
 * spring-kafka.
 */
@ConfigurationProperties(prefix = GlobalBufferProperties.PREFIX, ignoreUnknownFields = false)
public record GlobalBufferProperties(@DefaultValue("true") boolean enabled, @DefaultValue("/dev/shm") Path directory,
		@DefaultValue("auto") NativeAccessMode nativeAccess, @DefaultValue("as-declared") FieldNaming naming,
		@DefaultValue("10s") Duration takeOverTimeout, @DefaultValue Liveness liveness, @DefaultValue Listener listener,
		@DefaultValue Health health, @DefaultValue Map<String, Buffer> buffers,
		@DefaultValue Map<String, Replication> replication) {

	static final String PREFIX = "globalbuffer";

	/**
	 * Takes the properties as they were bound.
	 */
	public GlobalBufferProperties {
		buffers = withoutTwins(buffers);
		replication = withoutTwins(replication);
	}

	/**
	 * Environment variables cannot hold dashes: what sets a value of {@code host-pulse}
	 * binds a second, equal entry {@code hostpulse} as well.
	 */
	private static <T> Map<String, T> withoutTwins(Map<String, T> entries) {
		Set<String> undashed = entries.keySet()
			.stream()
			.filter((name) -> name.contains("-"))
			.map((name) -> name.replace("-", ""))
			.collect(Collectors.toSet());
		Map<String, T> distinct = new LinkedHashMap<>(entries);
		distinct.keySet().removeAll(undashed);
		return Collections.unmodifiableMap(distinct);
	}

	/**
	 * Heartbeats of writers.
	 *
	 * @param heartbeatInterval How often own writers are stamped in the background, at
	 * least 1ms; zero stamps with every write instead.
	 * @param timeout How old a heartbeat may be for its writer to count as alive.
	 */
	public record Liveness(@DefaultValue("500ms") Duration heartbeatInterval, @DefaultValue("2s") Duration timeout) {
	}

	/**
	 * Defaults of all listeners.
	 *
	 * @param autoStartup Whether listeners start with the application.
	 * @param mode Whether every sample is delivered, or the newest each time.
	 * @param resume Whether listeners go on where they stopped after a restart of the
	 * application, too.
	 * @param resumeName What tells this application's listeners from those of others that
	 * go on so; the value of spring.application.name if not set.
	 * @param waitStrategy How listeners and readers wait for the next sample, where a
	 * buffer does not say otherwise.
	 * @param pollMin First pause of wait strategy poll; doubles up to poll-max. 50us if
	 * not set.
	 * @param pollMax Longest pause of wait strategy poll; 2ms if not set.
	 * @param dispatch Which threads call listeners: one of its own each, or those that
	 * listeners share.
	 * @param sharedThreads How many threads the listeners share whose dispatch is shared;
	 * twice the number of processors, and at least 4, if not set.
	 * @param retryInterval How often a listener looks again at a segment that does not
	 * fit its declaration.
	 * @param shutdownTimeout How long a stop waits for calls that are running, all
	 * listeners together.
	 * @param idleEventInterval How long a listener is without a sample before an event
	 * says so; no such events if not set.
	 * @param overrunEventInterval How often events of lost samples are published at most,
	 * for each listener and each replication.
	 * @param timerEnabled Whether the calls of listeners are timed.
	 * @param observationEnabled Whether the calls of listeners are observed, for traces.
	 */
	public record Listener(@DefaultValue("true") boolean autoStartup, @DefaultValue("next") ReadMode mode,
			@DefaultValue("false") boolean resume, @Nullable String resumeName,
			@DefaultValue("auto") WaitMode waitStrategy, @Nullable Duration pollMin, @Nullable Duration pollMax,
			@DefaultValue("thread") DispatchMode dispatch, @Nullable Integer sharedThreads,
			@DefaultValue("500ms") Duration retryInterval, @DefaultValue("10s") Duration shutdownTimeout,
			@Nullable Duration idleEventInterval, @DefaultValue("1s") Duration overrunEventInterval,
			@DefaultValue("false") boolean timerEnabled, @DefaultValue("false") boolean observationEnabled) {
	}

	/**
	 * When a listener that runs makes health DOWN.
	 *
	 * @param failingAfter How long all calls of a listener have failed, from the first to
	 * the last, when it makes health DOWN; never if not set.
	 * @param stuckAfter How long a listener has been inside one call when it makes health
	 * DOWN; never if not set.
	 */
	public record Health(@Nullable Duration failingAfter, @Nullable Duration stuckAfter) {
	}

	/**
	 * A declared buffer.
	 *
	 * @param kind Whether it carries arrays or messages; required.
	 * @param role Whether this application writes it, or reads what another one writes;
	 * required.
	 * @param segment Name of the segment, shared with other processes; the buffer's name
	 * if not set.
	 * @param dtype Element type of an array buffer, as numpy names it; required for a
	 * writer.
	 * @param shape Dimensions of an array buffer, in C order; required for a writer.
	 * @param capacity How many samples a reader may fall behind; required for a writer,
	 * not used by a reader.
	 * @param type Class of the messages: a record, a class with fields, a generated
	 * protobuf class, or java.util.Map; required for a writer.
	 * @param maxBytes Size of the largest encoded message; 4096 bytes if not set.
	 * @param memoryFactor How many times its bytes a message may take of memory when it
	 * is read; 32 if not set.
	 * @param schema Schema of the messages: the text itself, beginning with a brace, or
	 * the location of a resource that holds it; empty for none. Generated from the type
	 * otherwise.
	 * @param schemaPolicy How much of the segment's schema must agree with the declared
	 * one; compatible if not set.
	 * @param naming How the names of components and fields become the keys of messages;
	 * the value of globalbuffer.naming if not set.
	 * @param required Whether health is down when the buffer's writer is gone.
	 * @param liveness Heartbeats of this buffer's writer.
	 * @param waitStrategy How this application's listeners and readers of the buffer wait
	 * for the next sample; the value of globalbuffer.listener.wait-strategy if not set.
	 * @param onExisting What a writer does when the segment exists: fail, go on with it
	 * where its writer is provably gone, or is presumed dead, or replace it by a new one;
	 * take-over if not set.
	 * @param takeOverTimeout How long a writer waits for another one that is just
	 * stopping; the value of globalbuffer.take-over-timeout if not set.
	 * @param onClose What happens to a writer's segment when the application ends; keep
	 * if not set.
	 * @param fileMode Who may use a segment that a writer makes, as ls shows it, for
	 * example rw-r-----; its owner alone if not set.
	 * @param group Group of a segment that a writer makes, by name or number; the
	 * system's choice if not set.
	 * @param owner User to whom a segment that is there must belong, by name or number;
	 * the user of this process if not set.
	 * @param publishTime Whether a writer stores with each sample when it was published.
	 * @param checksum Whether a writer stores with each sample a checksum, which Java
	 * readers check.
	 * @param trace Whether a writer stores with each sample the trace it was written in.
	 */
	public record Buffer(@Nullable BufferKind kind, @Nullable BufferRole role, @Nullable String segment,
			@Nullable DTypeName dtype, @Nullable List<Long> shape, @Nullable Integer capacity, @Nullable Class<?> type,
			@Nullable DataSize maxBytes, @Nullable Integer memoryFactor, @Nullable String schema,
			@Nullable SchemaPolicy schemaPolicy, @Nullable FieldNaming naming, @DefaultValue("true") boolean required,
			@Nullable BufferLiveness liveness, @Nullable WaitMode waitStrategy, @Nullable OnExisting onExisting,
			@Nullable Duration takeOverTimeout, @Nullable OnClose onClose, @Nullable String fileMode,
			@Nullable String group, @Nullable String owner, @DefaultValue("false") boolean publishTime,
			@DefaultValue("false") boolean checksum, @DefaultValue("false") boolean trace) {
	}

	/**
	 * Heartbeats of one buffer's writer.
	 *
	 * @param timeout How old a heartbeat may be for the writer to count as alive; the
	 * value of globalbuffer.liveness.timeout if not set.
	 */
	public record BufferLiveness(@Nullable Duration timeout) {
	}

	/**
	 * A stream that goes over to other hosts.
	 *
	 * @param direction Whether a buffer of this host is published to a topic, or a topic
	 * mirrored into one; required.
	 * @param buffer Name of the declared buffer; required. A mirror's has role reader.
	 * @param topic Name of the topic; required.
	 * @param stream What tells the stream from others in the topic, as key of its
	 * records; the name of the buffer's segment if not set.
	 * @param host Name of this host in records and consumer groups; that of the machine
	 * if not set.
	 * @param autoStartup Whether it starts with the application.
	 * @param mode Whether every sample is published, or the newest each time; next if not
	 * set.
	 * @param rateLimit How many samples a second are published at most; with mode latest.
	 * @param specInterval How often a publication repeats what the stream holds, and how
	 * far before its start a mirror looks for that.
	 * @param groupId Consumer group of a mirror; made of application, host and buffer if
	 * not set.
	 * @param startFrom Where in the topic a mirror begins that has not run before: new,
	 * oldest, an offset, or a time; new if not set.
	 * @param pace How fast a mirror writes what the topic holds already; fastest if not
	 * set.
	 * @param capacity How many samples the readers of a mirror may fall behind; as many
	 * as at the origin if not set.
	 */
	public record Replication(@Nullable ReplicationDirection direction, @Nullable String buffer, @Nullable String topic,
			@Nullable String stream, @Nullable String host, @DefaultValue("true") boolean autoStartup,
			@Nullable ReadMode mode, @Nullable Double rateLimit, @DefaultValue("10s") Duration specInterval,
			@Nullable String groupId, @Nullable String startFrom, @Nullable MirrorPace pace,
			@Nullable Integer capacity) {
	}

}
