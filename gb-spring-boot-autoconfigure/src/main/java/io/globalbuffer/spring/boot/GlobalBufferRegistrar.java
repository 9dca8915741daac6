// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot;

import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

import org.springframework.beans.factory.BeanRegistrar;
import org.springframework.beans.factory.BeanRegistry;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.context.properties.source.UnboundElementsSourceFilter;
import org.springframework.core.env.Environment;
import org.springframework.core.io.DefaultResourceLoader;

import io.globalbuffer.BufferWriter;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.NativeAccess;
import io.globalbuffer.spring.BufferRole;
import io.globalbuffer.spring.GlobalBufferCustomizer;
import io.globalbuffer.spring.TraceContextSource;
import io.globalbuffer.spring.buffer.BufferDefinition;
import io.globalbuffer.spring.buffer.BufferDefinitions;
import io.globalbuffer.spring.buffer.BufferReaders;
import io.globalbuffer.spring.buffer.BufferWriters;
import io.globalbuffer.spring.listener.ListenerSettings;
import io.globalbuffer.wait.WaitStrategy;

/**
 * Registers a bean for each buffer under {@code globalbuffer.buffers}.
 */
class GlobalBufferRegistrar implements BeanRegistrar {

	/** Begins the descriptions of the buffers' bean definitions; their names follow. */
	static final String DESCRIPTION = GlobalBufferProperties.PREFIX + ".buffers.";

	@Override
	public void register(BeanRegistry registry, Environment environment) {
		GlobalBufferProperties properties = bind(environment);
		if (properties.nativeAccess() == NativeAccessMode.OFF) {
			NativeAccess.switchOff();
		}
		BufferSpellings.requireDistinct(environment);
		ListenerSettings settings = ListenerSettingsFactory.create(properties,
				environment.getProperty("spring.application.name"));
		WaitStrategy polling = ListenerSettingsFactory.polling(properties.listener());
		BufferDefinitions definitions = new BufferDefinitionFactory(properties, new DefaultResourceLoader())
			.createAll();
		Preparation.begin(definitions);
		registry.registerBean("globalBufferListenerSettings", ListenerSettings.class,
				(spec) -> spec.infrastructure().supplier((context) -> settings));
		registry.registerBean("globalBufferDefinitions", BufferDefinitions.class,
				(spec) -> spec.infrastructure().supplier((context) -> definitions));
		registry.registerBean("globalBufferReaders", BufferReaders.class,
				(spec) -> spec.infrastructure()
					.supplier((context) -> new BufferReaders(polling,
							() -> context.beanProvider(GlobalBufferCustomizer.class).orderedStream())));
		registry.registerBean("globalBufferWriters", BufferWriters.class,
				(spec) -> spec.infrastructure()
					.supplier((context) -> new BufferWriters((definition) -> traces(context, definition),
							() -> context.beanProvider(GlobalBufferCustomizer.class).orderedStream())));
		registry.registerBean("globalBufferAliases", BufferAliases.class,
				(spec) -> spec.infrastructure().supplier((context) -> new BufferAliases(definitions.names())));
		Set<String> unlinked = namesToUnlink(definitions);
		if (!unlinked.isEmpty()) {
			registry.registerBean("globalBufferUnlinkOnClose", UnlinkOnClose.class,
					(spec) -> spec.infrastructure().supplier((context) -> new UnlinkOnClose(unlinked)));
		}
		for (BufferDefinition definition : definitions.all()) {
			registerBuffer(registry, definition,
					(context) -> (definition.role() == BufferRole.WRITER)
							? logged(definition, context.bean(BufferWriters.class).open(definition))
							: context.bean(BufferReaders.class).open(definition));
		}
	}

	private static BufferWriter<?> logged(BufferDefinition definition, BufferWriter<?> writer) {
		new BufferLifeLog(definition).opened(writer);
		return writer;
	}

	/**
	 * Before anything is checked, so that a misspelt key is named, not the missing one.
	 */
	static GlobalBufferProperties bind(Environment environment) {
		BindHandler refusingUnknownKeys = new NoUnboundElementsBindHandler(BindHandler.DEFAULT,
				new UnboundElementsSourceFilter());
		try {
			return Binder.get(environment)
				.bindOrCreate(GlobalBufferProperties.PREFIX, Bindable.of(GlobalBufferProperties.class),
						refusingUnknownKeys);
		}
		catch (BindException ex) {
			Class<?> type = ex.getTarget().getType().resolve();
			throw (type != null && type.isEnum() && ex.getProperty() != null) ? unknownConstant(ex, type) : ex;
		}
	}

	/** Boot would list the names of the constants, which nobody writes like that. */
	private static InvalidConfigurationPropertyValueException unknownConstant(BindException failure, Class<?> type) {
		Object value = Objects.requireNonNull(failure.getProperty()).getValue();
		return new InvalidConfigurationPropertyValueException(failure.getName().toString(), value,
				(type == DTypeName.class) ? "Name the element type as numpy does: " + DTypeName.numpyNames() + "."
						: "Use one of: " + Arrays.stream(type.getEnumConstants())
							.map((constant) -> DataObjectPropertyName
								.toDashedForm(constant.toString().toLowerCase(Locale.ROOT)))
							.collect(Collectors.joining(", ")) + ".");
	}

	private static Set<String> namesToUnlink(BufferDefinitions definitions) {
		return definitions.all()
			.stream()
			.filter((definition) -> definition.writer() != null && definition.writer().unlinkOnClose())
			.map(BufferDefinition::name)
			.collect(Collectors.toSet());
	}

	private static TraceContextSource traces(BeanRegistry.SupplierContext context, BufferDefinition definition) {
		TraceContextSource source = context.beanProvider(TraceContextSource.class).getIfAvailable();
		if (source == null) {
			throw InvalidBufferProperty.invalid(definition.name(), "trace", true,
					"Nothing here tells the current trace. Add Micrometer Tracing, for example with"
							+ " org.springframework.boot:spring-boot-starter-opentelemetry, or declare a bean of"
							+ " io.globalbuffer.spring.TraceContextSource, or remove the property.");
		}
		return source;
	}

	private static void registerBuffer(BeanRegistry registry, BufferDefinition definition, Opening opening) {
		registry.registerBean(definition.name(), BufferBeanTypes.of(definition),
				(spec) -> spec.description(DESCRIPTION + definition.name())
					.supplier((context) -> opening.open(context)));
	}

	private interface Opening {

		GlobalBuffer open(BeanRegistry.SupplierContext context);

	}

}
