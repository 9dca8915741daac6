// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.listener;

import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

import org.springframework.aop.support.AopUtils;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.MergedAnnotation;

import io.globalbuffer.ReadMode;
import io.globalbuffer.StartPosition;
import io.globalbuffer.spring.DispatchMode;
import io.globalbuffer.spring.GlobalBufferListener;
import io.globalbuffer.spring.WaitMode;

/**
 * A listener that is made in code, for a {@link GlobalBufferListenerRegistrar}. What it
 * can be told is what the attributes of {@link GlobalBufferListener} say, with their
 * defaults; texts take placeholders and expressions as well.
 * {@snippet :
 * registrar.register(ListenerRegistration.of("watching", "quotes", Quote.class, (sample) -> show(sample.value()))
 * 	.mode(ReadMode.LATEST)
 * 	.minInterval(Duration.ofMillis(20)));
 * }
 */
public final class ListenerRegistration {

	private final Object listener;

	private final BeanMethod method;

	private final Map<String, Object> attributes = new HashMap<>();

	private ListenerRegistration(String id, String buffer, Object listener, BeanMethod method) {
		this.listener = listener;
		this.method = method;
		this.attributes.put("id", id);
		this.attributes.put("buffer", buffer);
	}

	/**
	 * A listener that receives one sample after the other.
	 * @param <T> the type of the samples' values
	 * @param id the listener's id
	 * @param buffer the declared buffer's name
	 * @param type a type that the parameter of a listener method may have
	 * @param listener receives the samples
	 * @return the registration
	 */
	public static <T> ListenerRegistration of(String id, String buffer, Class<T> type, SampleListener<T> listener) {
		return of(id, buffer, SampleListener.class, type, listener);
	}

	/**
	 * A listener that receives one sample after the other, of a type with arguments.
	 * @param <T> the type of the samples' values
	 * @param id the listener's id
	 * @param buffer the declared buffer's name
	 * @param type a type that the parameter of a listener method may have
	 * @param listener receives the samples
	 * @return the registration
	 */
	public static <T> ListenerRegistration of(String id, String buffer, ParameterizedTypeReference<T> type,
			SampleListener<T> listener) {
		return of(id, buffer, SampleListener.class, type.getType(), listener);
	}

	/**
	 * A listener that receives batches.
	 * @param <T> the type of the samples' values
	 * @param id the listener's id
	 * @param buffer the declared buffer's name
	 * @param type a type that the parameter of a listener method may have
	 * @param listener receives the samples
	 * @return the registration
	 */
	public static <T> ListenerRegistration batches(String id, String buffer, Class<T> type, BatchListener<T> listener) {
		return of(id, buffer, BatchListener.class, type, listener);
	}

	/**
	 * A method of an object, which needs no annotation.
	 * @param id the listener's id
	 * @param buffer the declared buffer's name
	 * @param object the object, or its proxy
	 * @param method a method of its class, with a signature that a listener method may
	 * have
	 * @return the registration
	 */
	public static ListenerRegistration of(String id, String buffer, Object object, Method method) {
		Class<?> type = AopUtils.getTargetClass(object);
		return new ListenerRegistration(id, buffer, object,
				new BeanMethod(id, type, ResolvableType.forClass(type).as(method.getDeclaringClass()), method));
	}

	private static ListenerRegistration of(String id, String buffer, Class<?> form, Type type, Object listener) {
		Method method = Arrays.stream(form.getMethods()).findFirst().orElseThrow();
		return new ListenerRegistration(id, buffer, listener, new BeanMethod(id, form,
				ResolvableType.forClassWithGenerics(form, ResolvableType.forType(type)), method));
	}

	/**
	 * Sets whether every sample is delivered, or the newest each time.
	 * @param mode the mode
	 * @return this registration
	 */
	public ListenerRegistration mode(ReadMode mode) {
		return with("mode", new ReadMode[] { mode });
	}

	/**
	 * Sets where the very first start begins in a segment that holds samples.
	 * @param position the position
	 * @return this registration
	 */
	public ListenerRegistration startFrom(StartPosition position) {
		return with("startFrom", position);
	}

	/**
	 * Sets whether the listener goes on where it stopped after a restart of the
	 * application.
	 * @param resume whether it does
	 * @return this registration
	 */
	public ListenerRegistration resume(boolean resume) {
		return with("resume", Boolean.toString(resume));
	}

	/**
	 * Sets the shortest time from call to call, in mode LATEST.
	 * @param interval the time
	 * @return this registration
	 */
	public ListenerRegistration minInterval(Duration interval) {
		return with("minInterval", interval.toString());
	}

	/**
	 * Sets how many samples a batch holds at most.
	 * @param samples a number from 1
	 * @return this registration
	 */
	public ListenerRegistration maxBatch(int samples) {
		return with("maxBatch", Integer.toString(samples));
	}

	/**
	 * Sets how the listener waits for the next sample.
	 * @param mode the mode
	 * @return this registration
	 */
	public ListenerRegistration waitStrategy(WaitMode mode) {
		return with("waitStrategy", mode.label());
	}

	/**
	 * Sets which threads call the listener.
	 * @param mode the mode
	 * @return this registration
	 */
	public ListenerRegistration dispatch(DispatchMode mode) {
		return with("dispatch", mode.label());
	}

	/**
	 * Sets whether the listener starts with the application, or as soon as it is
	 * registered.
	 * @param autoStartup whether it does
	 * @return this registration
	 */
	public ListenerRegistration autoStartup(boolean autoStartup) {
		return with("autoStartup", Boolean.toString(autoStartup));
	}

	/**
	 * Sets what decides about errors.
	 * @param bean the name of the bean
	 * @return this registration
	 */
	public ListenerRegistration errorHandler(String bean) {
		return with("errorHandler", bean);
	}

	/**
	 * Sets what decides which samples are delivered.
	 * @param bean the name of the bean
	 * @return this registration
	 */
	public ListenerRegistration filter(String bean) {
		return with("filter", bean);
	}

	/**
	 * Sets which buffer receives what a method returns.
	 * @param buffer the declared buffer's name
	 * @return this registration
	 */
	public ListenerRegistration sendTo(String buffer) {
		return with("sendTo", buffer);
	}

	/**
	 * Sets which buffer receives the samples that are given up.
	 * @param buffer the declared buffer's name
	 * @return this registration
	 */
	public ListenerRegistration failedTo(String buffer) {
		return with("failedTo", buffer);
	}

	private ListenerRegistration with(String attribute, Object value) {
		this.attributes.put(attribute, value);
		return this;
	}

	/** The listener, resolved and checked as one of an annotation. */
	ListenerEndpoint endpoint(ListenerEndpointFactory endpoints) {
		GlobalBufferListener annotation = MergedAnnotation.of(GlobalBufferListener.class, this.attributes).synthesize();
		return endpoints.create(this.method, this.listener, annotation, false);
	}

}
