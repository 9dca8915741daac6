package io.globalbuffer.spring;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.core.annotation.AliasFor;

import io.globalbuffer.ReadMode;
import io.globalbuffer.StartPosition;

/**
 * Marks a method of a singleton bean that receives the samples of a declared buffer.
 * <p>
 * The method returns nothing. Its first parameter decides what it receives:
 * <ul>
 * <li>of an array buffer the primitive array that carries the element type, for example
 * {@code double[]} for float64; each sample is a fresh array,</li>
 * <li>of a message buffer a record or {@code Map<String, Object>},</li>
 * <li>or {@link io.globalbuffer.Sample Sample} of one of these, alone.</li>
 * </ul>
 * A payload may be followed by a {@link SampleMetadata} parameter. Any other signature
 * fails the start.
 * <p>
 * Each listener has a reader of its own and one thread, {@code globalbuffer-<id>}, which
 * delivers sample after sample: a listener is never called by two threads at once, and a
 * slow one delays or loses its own samples only. The buffer may be one this application
 * writes. The listener may start before the segment exists, and follows a replaced one.
 * An exception of the method is logged and counted, and delivery goes on; an
 * {@link Error} ends the listener.
 * <p>
 * May be repeated, and used as a meta-annotation.
 */
@Target({ ElementType.METHOD, ElementType.ANNOTATION_TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Repeatable(GlobalBufferListeners.class)
public @interface GlobalBufferListener {

	/**
	 * The declared buffer's name, a key under {@code globalbuffer.buffers}. Placeholders
	 * are resolved.
	 * @return the name
	 */
	@AliasFor("buffer")
	String value() default "";

	/**
	 * The declared buffer's name, a key under {@code globalbuffer.buffers}. Placeholders
	 * are resolved.
	 * @return the name
	 */
	@AliasFor("value")
	String buffer() default "";

	/**
	 * The listener's id, unique in the application. Placeholders are resolved.
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
	 * Where the listener starts in a segment that holds samples already.
	 * @return the position
	 */
	StartPosition startFrom() default StartPosition.NEW;

	/**
	 * Whether the listener starts with the application. Placeholders are resolved.
	 * @return {@code true} or {@code false}; if empty the value of
	 * {@code globalbuffer.listener.auto-startup}
	 */
	String autoStartup() default "";

}
