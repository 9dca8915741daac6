// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.listener;

import java.time.Duration;
import java.util.regex.Pattern;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.config.NamedBeanHolder;
import org.springframework.core.ResolvableType;

import io.globalbuffer.BufferWriter;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.ReadMode;
import io.globalbuffer.spring.BufferRole;
import io.globalbuffer.spring.DispatchMode;
import io.globalbuffer.spring.GlobalBufferErrorHandler;
import io.globalbuffer.spring.GlobalBufferListener;
import io.globalbuffer.spring.ListenerInfo;
import io.globalbuffer.spring.SampleFilter;
import io.globalbuffer.spring.WaitMode;
import io.globalbuffer.spring.buffer.BufferDefinition;
import io.globalbuffer.spring.buffer.BufferDefinitions;

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

	private final BeanTypes beanTypes;

	private final GlobalBufferErrorHandler defaultErrorHandler;

	ListenerEndpointFactory(ConfigurableListableBeanFactory beanFactory, BufferDefinitions buffers,
			ListenerSettings settings) {
		this.beanFactory = beanFactory;
		this.buffers = buffers;
		this.settings = settings;
		this.beanTypes = new BeanTypes(beanFactory);
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
	 * @param method the method
	 * @param bean the bean, or its proxy
	 * @param listener the annotation
	 * @param oneOfSeveral whether the method has more such annotations
	 * @return the listener
	 * @throws UnknownBufferException if the buffer is not declared
	 * @throws InvalidListenerException if the annotation or the signature cannot be
	 */
	ListenerEndpoint create(BeanMethod method, Object bean, GlobalBufferListener listener, boolean oneOfSeveral) {
		AnnotationValues values = new AnnotationValues(this.beanFactory, method, bean);
		String name = values.text("buffer", listener.buffer());
		if (name.isEmpty()) {
			throw new InvalidListenerException("@GlobalBufferListener on " + method + " names no buffer.",
					"Name a declared one: @GlobalBufferListener(\"…\").");
		}
		BufferDefinition declared = find(method, name);
		BufferDefinition buffer = declared
			.waiting(values.constant("waitStrategy", listener.waitStrategy(), declared.waitMode()));
		String targetName = values.text("sendTo", listener.sendTo());
		BufferDefinition target = targetName.isEmpty() ? null : find(method, targetName);
		ListenerMethod signature = ListenerMethodResolver.resolve(method, bean, buffer, target);
		ReadMode mode = mode(method, listener);
		Duration minInterval = minInterval(method, values.duration("minInterval", listener.minInterval()), mode);
		checkBatch(method, listener, signature, mode);
		String id = values.text("id", listener.id());
		if (id.isEmpty()) {
			id = method.beanName() + "." + method.method().getName() + (oneOfSeveral ? "@" + name : "");
		}
		requireReachable(method, id);
		NamedBeanHolder<GlobalBufferErrorHandler> errorHandler = values.bean("errorHandler", listener.errorHandler(),
				GlobalBufferErrorHandler.class);
		return new ListenerEndpoint(new ListenerInfo(id, name, mode, method.describe()), method.beanName(), buffer,
				signature, listener.startFrom(), identity(method, values, listener, id, buffer),
				dispatch(method, values, listener, buffer),
				values.flag("autoStartup", listener.autoStartup(), this.settings.autoStartup()), minInterval,
				values.count("maxBatch", listener.maxBatch(), DEFAULT_MAX_BATCH),
				(errorHandler != null) ? errorHandler.getBeanInstance() : this.defaultErrorHandler,
				filter(method, values, listener, signature.payload()), target(target),
				target(failedTo(method, values, listener, buffer)));
	}

	/** A virtual thread that never pauses keeps others from running. */
	private DispatchMode dispatch(BeanMethod method, AnnotationValues values, GlobalBufferListener listener,
			BufferDefinition buffer) {
		DispatchMode dispatch = values.constant("dispatch", listener.dispatch(), this.settings.dispatch());
		if (dispatch == DispatchMode.SHARED && buffer.waitMode() == WaitMode.SPIN) {
			throw new InvalidListenerException(
					"@GlobalBufferListener on " + method
							+ " shares threads with others, but waits by looking without a pause.",
					"Give it a thread of its own, dispatch = \"thread\", or another wait strategy, for example auto.");
		}
		return dispatch;
	}

	private @Nullable BufferDefinition failedTo(BeanMethod method, AnnotationValues values,
			GlobalBufferListener listener, BufferDefinition buffer) {
		String name = values.text("failedTo", listener.failedTo());
		if (name.isEmpty()) {
			return null;
		}
		BufferDefinition target = find(method, name);
		if (target.role() != BufferRole.WRITER) {
			throw new InvalidListenerException(
					"@GlobalBufferListener on " + method + " gives failed samples to buffer '" + name
							+ "', which this application does not write.",
					"Name a buffer that this application writes, or set globalbuffer.buffers." + name
							+ ".role=writer: it needs a dtype and shape, or type, and a capacity then.");
		}
		if (SameLayout.contradicts(buffer.content(), target.content())) {
			throw SameLayout.refused(method.toString(), target, "it is declared as " + target.content().describe()
					+ ", and '" + buffer.name() + "' as " + buffer.content().describe());
		}
		return target;
	}

	private BufferDefinition find(BeanMethod method, String name) {
		return this.buffers.find(name)
			.orElseThrow(() -> new UnknownBufferException(method.toString(), name, this.buffers.names()));
	}

	/** By the endpoint, over HTTP: servers refuse such paths, or read them otherwise. */
	private static void requireReachable(BeanMethod method, String id) {
		if (UNREACHABLE.matcher(id).find()) {
			throw new InvalidListenerException(
					"The id '" + id + "' of @GlobalBufferListener on " + method + " cannot be part of a web address.",
					"Give it one without / \\ % ; and control characters: @GlobalBufferListener(id = \"…\").");
		}
	}

	/** No id has a slash, so no two applications come to the same. */
	private @Nullable String identity(BeanMethod method, AnnotationValues values, GlobalBufferListener listener,
			String id, BufferDefinition buffer) {
		if (!values.flag("resume", listener.resume(), this.settings.resume())) {
			return null;
		}
		String action = "Set globalbuffer.listener.resume-name, or spring.application.name, or resume = \"false\".";
		if (this.settings.resumeName() == null) {
			throw new InvalidListenerException("@GlobalBufferListener on " + method
					+ " is to go on where it stopped after a restart, but its application has no name for that.",
					action);
		}
		String identity = this.settings.resumeName() + "/" + id;
		try {
			GlobalBuffer.attach(buffer.segment()).resumeAs(identity);
			return identity;
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidListenerException("@GlobalBufferListener on " + method
					+ " cannot keep its place over restarts: " + ex.getMessage() + ".", action, ex);
		}
	}

	private ReadMode mode(BeanMethod method, GlobalBufferListener listener) {
		ReadMode[] modes = listener.mode();
		if (modes.length > 1) {
			throw new InvalidListenerException("@GlobalBufferListener on " + method + " has several modes.",
					"Give one: mode = NEXT or mode = LATEST.");
		}
		return (modes.length == 1) ? modes[0] : this.settings.mode();
	}

	private static Duration minInterval(BeanMethod method, Duration interval, ReadMode mode) {
		if (interval.isPositive() && mode != ReadMode.LATEST) {
			throw new InvalidListenerException(
					"@GlobalBufferListener on " + method + " has a minInterval, but receives every sample.",
					"Add mode = LATEST to receive the newest sample at most so often, or remove minInterval.");
		}
		return interval;
	}

	private static void checkBatch(BeanMethod method, GlobalBufferListener listener, ListenerMethod signature,
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

	@SuppressWarnings({ "rawtypes", "unchecked" })
	private @Nullable SampleFilter<Object> filter(BeanMethod method, AnnotationValues values,
			GlobalBufferListener listener, PayloadType payload) {
		NamedBeanHolder<SampleFilter> filter = values.bean("filter", listener.filter(), SampleFilter.class);
		if (filter == null) {
			return null;
		}
		ResolvableType accepted = this.beanTypes
			.as(filter.getBeanName(), AopUtils.getTargetClass(filter.getBeanInstance()), SampleFilter.class)
			.getGeneric(0);
		ResolvableType delivered = ResolvableType.forType(payload.type());
		boolean whole = accepted.hasGenerics() && !accepted.hasUnresolvableGenerics();
		if (!(whole ? accepted.isAssignableFrom(delivered)
				: accepted.toClass().isAssignableFrom(delivered.toClass()))) {
			String name = BeanMethod.simpleName(delivered);
			throw new InvalidListenerException(
					"@GlobalBufferListener on " + method + " has filter = \"" + listener.filter()
							+ "\", which is a SampleFilter<" + BeanMethod.simpleName(accepted)
							+ ">, but its samples are of type " + name + ".",
					"Name a SampleFilter<" + name + ">, or take the filter's type in the method.");
		}
		return filter.getBeanInstance();
	}

	/** The signature was checked: the writer takes what the method returns. */
	@SuppressWarnings("unchecked")
	private ListenerEndpoint.@Nullable Target target(@Nullable BufferDefinition target) {
		return (target != null) ? new ListenerEndpoint.Target(target,
				(BufferWriter<Object>) this.beanFactory.getBean(target.name(), BufferWriter.class)) : null;
	}

}
