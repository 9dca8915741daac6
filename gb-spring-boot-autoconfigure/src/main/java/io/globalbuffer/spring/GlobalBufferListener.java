// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.aot.hint.annotation.Reflective;
import org.springframework.core.annotation.AliasFor;

import io.globalbuffer.ReadMode;
import io.globalbuffer.StartPosition;

/**
 * Marks a method of a singleton bean that receives the samples of a declared buffer. A
 * bean that is lazy, or made by a factory, is made at the start; one of another scope
 * fails it, and so does a proxy that cannot pass calls of the method on.
 * <p>
 * Its first parameter decides what it receives:
 * <ul>
 * <li>of an array buffer the primitive array that carries the element type, for example
 * {@code double[]} for float64, each sample in a fresh array; or the NIO buffer of that
 * type, for example {@code DoubleBuffer}, or a {@link java.lang.foreign.MemorySegment}:
 * these are read-only views of one copy that the listener's thread uses again for the
 * next sample, so they are valid during the call only,</li>
 * <li>of a message buffer a record or a class with fields, with type arguments or
 * without, a generated protobuf class, {@code Map<String, Object>}, or {@code byte[]} for
 * the message undecoded,</li>
 * <li>{@link io.globalbuffer.Sample Sample} of one of these,</li>
 * <li>{@code List} of one of these, views excepted: a batch of the samples that are
 * there, see {@link #maxBatch()}.</li>
 * </ul>
 * It may be followed by a {@link SampleMetadata}. The method returns nothing, or what
 * {@link #sendTo()} sends. Any other signature fails the start. Type variables are what
 * the bean's class, or else its definition, says, and wildcards stand for their bounds;
 * {@code Sample<?>} receives what the buffer is declared to carry.
 * <p>
 * Each listener has a reader of its own and one thread, {@code globalbuffer-<id>}, which
 * delivers sample after sample; with {@link DispatchMode#SHARED} the calls are made by
 * threads that listeners share, under that name as well. A listener is never called by
 * two threads at once, each call sees what those before it have done, and a slow one
 * delays or loses its own samples only. There is no concurrency to be set, since every
 * reader sees every sample: several threads would each receive all of them. The buffer
 * may be one this application writes. The listener may start before the segment exists,
 * and follows a replaced one. What follows an exception, the {@link #errorHandler()}
 * decides; an {@link Error} ends the listener.
 * <p>
 * May be repeated, and used as a meta-annotation, where attributes can be aliases of the
 * composed annotation's. In all attributes that are texts placeholders ({@code ${…}}) and
 * expressions (<code>#{…}</code>) are resolved; in these {@code __listener} is the bean.
 */
@Target({ ElementType.METHOD, ElementType.ANNOTATION_TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Repeatable(GlobalBufferListeners.class)
@Reflective
public @interface GlobalBufferListener {

	/**
	 * The declared buffer's name, a key under {@code globalbuffer.buffers}.
	 * @return the name
	 */
	@AliasFor("buffer")
	String value() default "";

	/**
	 * The declared buffer's name, a key under {@code globalbuffer.buffers}.
	 * @return the name
	 */
	@AliasFor("value")
	String buffer() default "";

	/**
	 * The listener's id, unique in the application. The endpoint has it in its addresses,
	 * so it holds none of {@code / \ % ;} and no control characters.
	 * @return the id; if empty {@code beanName.methodName}, followed by {@code @buffer}
	 * where the method listens to several buffers
	 */
	String id() default "";

	/**
	 * Whether every sample is delivered, or the newest each time. At most one.
	 * @return the mode; if empty the value of {@code globalbuffer.listener.mode}
	 */
	ReadMode[] mode() default {};

	/**
	 * Where the listener starts in a segment that holds samples already: at its very
	 * first start. Later it goes on with the first sample that is not done.
	 * @return the position
	 */
	StartPosition startFrom() default StartPosition.NEW;

	/**
	 * Whether the listener goes on where it stopped after a restart of the application,
	 * too. Its place is kept under its id and the value of
	 * {@code globalbuffer.listener.resume-name}, beside the segment; one listener at a
	 * time has it, and another one of that name and id waits. Each sample is delivered at
	 * least once, and twice at most those of the call that was running when the process
	 * was killed.
	 * @return {@code true} or {@code false}, in any form that a property may have; if
	 * empty the value of {@code globalbuffer.listener.resume}
	 */
	String resume() default "";

	/**
	 * The shortest time from the start of one call to the start of the next, in mode
	 * LATEST only; for example {@code 20ms}.
	 * @return a duration; if empty there is none
	 */
	String minInterval() default "";

	/**
	 * How many samples a batch holds at most, for a {@code List} parameter only: the
	 * listener waits for the first one and takes what else is there.
	 * @return a number from 1; if empty 100
	 */
	String maxBatch() default "";

	/**
	 * How the listener waits for the next sample: {@code auto}, {@code kernel},
	 * {@code predict}, {@code poll} or {@code spin}, see {@link WaitMode}.
	 * @return the mode; if empty the buffer's {@code wait-strategy}, or else the value of
	 * {@code globalbuffer.listener.wait-strategy}
	 */
	String waitStrategy() default "";

	/**
	 * Which threads call the method: {@code thread} or {@code shared}, see
	 * {@link DispatchMode}.
	 * @return the mode; if empty the value of {@code globalbuffer.listener.dispatch}
	 */
	String dispatch() default "";

	/**
	 * Whether the listener starts with the application.
	 * @return {@code true} or {@code false}, in any form that a property may have; if
	 * empty the value of {@code globalbuffer.listener.auto-startup}
	 */
	String autoStartup() default "";

	/**
	 * What decides about errors: the name of a {@link GlobalBufferErrorHandler} bean, or
	 * an expression that is one.
	 * @return the name; if empty the one handler of the application, or the primary one
	 */
	String errorHandler() default "";

	/**
	 * What decides which samples the method receives: the name of a {@link SampleFilter}
	 * bean, or an expression that is one. It takes samples as the method receives them,
	 * or of a type above.
	 * @return the name; if empty the method receives all
	 */
	String filter() default "";

	/**
	 * The declared buffer, of role writer, that receives what the method returns; nothing
	 * where it returns {@code null}. Only one listener may send to a buffer, and
	 * listeners may not send in a circle. What cannot be sent, for example since the
	 * message is too large, is an error of the call: a retry calls the method again.
	 * @return the buffer's name; if empty the method returns nothing
	 */
	String sendTo() default "";

	/**
	 * The declared buffer, of role writer, that receives the samples this listener gives
	 * up: those that the error handler skips, with or without attempts before, also those
	 * that cannot be decoded. It holds the same as the buffer that is listened to, with
	 * any capacity, and gets each sample byte by byte as that one had it; several
	 * listeners may share it. What it cannot take is counted and logged, and nothing
	 * else.
	 * @return the buffer's name; if empty what is given up is kept nowhere
	 */
	String failedTo() default "";

}
