// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.listener;

import java.lang.reflect.Method;
import java.time.Duration;
import java.util.regex.Pattern;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

import io.globalbuffer.BufferWriter;
import io.globalbuffer.ReadMode;
import io.globalbuffer.spring.GlobalBufferErrorHandler;
import io.globalbuffer.spring.GlobalBufferListener;
import io.globalbuffer.spring.ListenerInfo;
import io.globalbuffer.spring.SampleFilter;

/**
 * Makes a listener of an annotated method: resolves what the annotation says, finds
 * buffers and other beans, checks the signature.
 */
final class ListenerEndpointFactory {

	private static final Log logger = LogFactory.getLog(ListenerEndpointFactory.class);

	private static final int DEFAULT_MAX_BATCH = 100;

	private static final Pattern UNREACHABLE = Pattern.compile("[/\\\\%;\\p{Cntrl}]|^\\.{1,2}$|^\\s*$");

	private final ConfigurableListableBeanFactory beanFactory;

	private final BufferDefinitions buffers;

	private final ListenerSettings settings;

	private final GlobalBufferErrorHandler defaultErrorHandler;

	ListenerEndpointFactory(ConfigurableListableBeanFactory beanFactory, BufferDefinitions buffers,
			ListenerSettings settings) {
		this.beanFactory = beanFactory;
		this.buffers = buffers;
		this.settings = settings;
		this.defaultErrorHandler = beanFactory.getBeanProvider(GlobalBufferErrorHandler.class)
			.getIfUnique(() -> skippingInsteadOf(beanFactory.getBeanNamesForType(GlobalBufferErrorHandler.class)));
	}

	private static GlobalBufferErrorHandler skippingInsteadOf(String[] handlers) {
		if (handlers.length > 1) {
			logger.warn("There are several error handlers, " + String.join(", ", handlers)
					+ ", and none is primary: listeners that name none skip what fails. Mark one with @Primary");
		}
		return GlobalBufferErrorHandler.skipping();
	}

	/**
	 * Makes a listener.
	 * @param beanName the bean's name
	 * @param bean the bean, or its proxy
	 * @param method the method, as declared by the bean's class
	 * @param listener the annotation
	 * @param oneOfSeveral whether the method has more such annotations
	 * @return the listener
	 * @throws UnknownBufferException if the buffer is not declared
	 * @throws InvalidListenerException if the annotation or the signature cannot be
	 */
	ListenerEndpoint create(String beanName, Object bean, Method method, GlobalBufferListener listener,
			boolean oneOfSeveral) {
		String described = ListenerMethodResolver.describe(method);
		AnnotationValues values = new AnnotationValues(this.beanFactory, described);
		String name = values.text("buffer", listener.buffer());
		if (name.isEmpty()) {
			throw new InvalidListenerException("@GlobalBufferListener on " + described + " names no buffer.",
					"Name a declared one: @GlobalBufferListener(\"…\").");
		}
		BufferDefinition buffer = find(described, name);
		String targetName = values.text("sendTo", listener.sendTo());
		BufferDefinition target = targetName.isEmpty() ? null : find(described, targetName);
		ListenerMethod signature = ListenerMethodResolver.resolve(bean, method, buffer, target);
		ReadMode mode = mode(described, listener);
		Duration minInterval = minInterval(described, values.duration("minInterval", listener.minInterval()), mode);
		checkBatch(described, listener, signature, mode);
		String id = values.text("id", listener.id());
		if (id.isEmpty()) {
			id = beanName + "." + method.getName() + (oneOfSeveral ? "@" + name : "");
		}
		requireReachable(described, id);
		GlobalBufferErrorHandler errorHandler = values.bean("errorHandler", listener.errorHandler(),
				GlobalBufferErrorHandler.class);
		return new ListenerEndpoint(new ListenerInfo(id, name, mode, described), beanName, buffer,
				signature.on(AopUtils.selectInvocableMethod(method, bean.getClass())), listener.startFrom(),
				values.flag("autoStartup", listener.autoStartup(), this.settings.autoStartup()), minInterval,
				values.count("maxBatch", listener.maxBatch(), DEFAULT_MAX_BATCH),
				(errorHandler != null) ? errorHandler : this.defaultErrorHandler, filter(values, listener),
				target(target));
	}

	private BufferDefinition find(String method, String name) {
		return this.buffers.find(name)
			.orElseThrow(() -> new UnknownBufferException(method, name, this.buffers.names()));
	}

	/** By the endpoint, over HTTP: servers refuse such paths, or read them otherwise. */
	private static void requireReachable(String method, String id) {
		if (UNREACHABLE.matcher(id).find()) {
			throw new InvalidListenerException(
					"The id '" + id + "' of @GlobalBufferListener on " + method + " cannot be part of a web address.",
					"Give it one without / \\ % ; and control characters: @GlobalBufferListener(id = \"…\").");
		}
	}

	private ReadMode mode(String method, GlobalBufferListener listener) {
		ReadMode[] modes = listener.mode();
		if (modes.length > 1) {
			throw new InvalidListenerException("@GlobalBufferListener on " + method + " has several modes.",
					"Give one: mode = NEXT or mode = LATEST.");
		}
		return (modes.length == 1) ? modes[0] : this.settings.mode();
	}

	private static Duration minInterval(String method, Duration interval, ReadMode mode) {
		if (interval.isPositive() && mode != ReadMode.LATEST) {
			throw new InvalidListenerException(
					"@GlobalBufferListener on " + method + " has a minInterval, but receives every sample.",
					"Add mode = LATEST to receive the newest sample at most so often, or remove minInterval.");
		}
		return interval;
	}

	private static void checkBatch(String method, GlobalBufferListener listener, ListenerMethod signature,
			ReadMode mode) {
		if (signature.batch() && mode != ReadMode.NEXT) {
			throw new InvalidListenerException(
					"@GlobalBufferListener on " + method + " receives batches, but in mode LATEST there is one sample.",
					"Use mode = NEXT, or a parameter that is no List.");
		}
		if (!signature.batch() && !listener.maxBatch().isEmpty()) {
			throw new InvalidListenerException(
					"@GlobalBufferListener on " + method + " has a maxBatch, but receives one sample at a time.",
					"Use a List<> parameter to receive batches, or remove maxBatch.");
		}
	}

	@SuppressWarnings("unchecked")
	private static @Nullable SampleFilter<Object> filter(AnnotationValues values, GlobalBufferListener listener) {
		return values.bean("filter", listener.filter(), SampleFilter.class);
	}

	/** The signature was checked: the writer takes what the method returns. */
	@SuppressWarnings("unchecked")
	private ListenerEndpoint.@Nullable Target target(@Nullable BufferDefinition target) {
		return (target != null) ? new ListenerEndpoint.Target(target,
				(BufferWriter<Object>) this.beanFactory.getBean(target.name(), BufferWriter.class)) : null;
	}

}
