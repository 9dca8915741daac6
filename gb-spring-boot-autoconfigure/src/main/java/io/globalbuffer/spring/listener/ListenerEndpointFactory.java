package io.globalbuffer.spring.listener;

import java.lang.reflect.Method;

import org.springframework.aop.support.AopUtils;
import org.springframework.util.StringUtils;
import org.springframework.util.StringValueResolver;

import io.globalbuffer.ReadMode;
import io.globalbuffer.spring.GlobalBufferListener;

/**
 * Makes a listener of an annotated method: resolves placeholders, finds the buffer,
 * checks the signature.
 */
final class ListenerEndpointFactory {

	private final BufferDefinitions buffers;

	private final ListenerSettings settings;

	private final StringValueResolver placeholders;

	ListenerEndpointFactory(BufferDefinitions buffers, ListenerSettings settings, StringValueResolver placeholders) {
		this.buffers = buffers;
		this.settings = settings;
		this.placeholders = placeholders;
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
		String name = resolve(listener.buffer());
		if (name.isEmpty()) {
			throw new InvalidListenerException("@GlobalBufferListener on " + described + " names no buffer.",
					"Name a declared one: @GlobalBufferListener(\"…\").");
		}
		BufferDefinition buffer = this.buffers.find(name)
			.orElseThrow(() -> new UnknownBufferException(described, name, this.buffers.names()));
		ListenerMethod target = ListenerMethodResolver.resolve(bean, method, buffer);
		Method invocable = AopUtils.selectInvocableMethod(method, bean.getClass());
		return new ListenerEndpoint(id(beanName, method, listener, name, oneOfSeveral), buffer,
				new ListenerMethod(bean, invocable, target.payload(), target.wholeSample(), target.metadata()),
				mode(described, listener), listener.startFrom(), autoStartup(described, listener));
	}

	private String id(String beanName, Method method, GlobalBufferListener listener, String buffer,
			boolean oneOfSeveral) {
		String id = resolve(listener.id());
		if (StringUtils.hasText(id)) {
			return id;
		}
		return beanName + "." + method.getName() + (oneOfSeveral ? "@" + buffer : "");
	}

	private ReadMode mode(String method, GlobalBufferListener listener) {
		ReadMode[] modes = listener.mode();
		if (modes.length > 1) {
			throw new InvalidListenerException("@GlobalBufferListener on " + method + " has several modes.",
					"Give one: mode = NEXT or mode = LATEST.");
		}
		return (modes.length == 1) ? modes[0] : this.settings.mode();
	}

	private boolean autoStartup(String method, GlobalBufferListener listener) {
		String value = resolve(listener.autoStartup());
		return switch (value) {
			case "" -> this.settings.autoStartup();
			case "true" -> true;
			case "false" -> false;
			default -> throw new InvalidListenerException(
					"@GlobalBufferListener on " + method + " has autoStartup = \"" + value + "\".",
					"Use \"true\" or \"false\", or a placeholder that resolves to one of them.");
		};
	}

	private String resolve(String text) {
		String resolved = this.placeholders.resolveStringValue(text);
		return (resolved != null) ? resolved.strip() : "";
	}

}
