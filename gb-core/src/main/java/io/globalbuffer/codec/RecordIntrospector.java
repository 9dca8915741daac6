package io.globalbuffer.codec;

import java.lang.reflect.RecordComponent;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.cfg.MapperConfig;
import com.fasterxml.jackson.databind.introspect.AccessorNamingStrategy;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.AnnotatedClass;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.AnnotatedMethod;
import com.fasterxml.jackson.databind.introspect.AnnotatedParameter;
import com.fasterxml.jackson.databind.introspect.DefaultAccessorNamingStrategy;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import org.jspecify.annotations.Nullable;

/**
 * What a record means as a message: its components and nothing else, each of them
 * required unless it is {@link Nullable}.
 */
final class RecordIntrospector extends JacksonAnnotationIntrospector {

	@Override
	public @Nullable Boolean hasRequiredMarker(AnnotatedMember member) {
		if (member instanceof AnnotatedParameter parameter) {
			RecordComponent[] components = parameter.getDeclaringClass().getRecordComponents();
			if (components != null && parameter.getOwner().getParameterCount() == components.length) {
				RecordComponent component = components[parameter.getIndex()];
				return !component.getAnnotatedType().isAnnotationPresent(Nullable.class);
			}
		}
		return super.hasRequiredMarker(member);
	}

	/**
	 * Unknown keys are skipped: Jackson otherwise copies what they hold, and fails at
	 * MessagePack's extensions.
	 */
	@Override
	public JsonIgnoreProperties.Value findPropertyIgnoralByName(MapperConfig<?> config, Annotated annotated) {
		return super.findPropertyIgnoralByName(config, annotated).withIgnoreUnknown();
	}

	/**
	 * Keeps methods such as {@code getTotal()} or {@code isHigh()} out of the message.
	 */
	static final class ComponentNaming extends DefaultAccessorNamingStrategy.Provider {

		@Override
		public AccessorNamingStrategy forRecord(MapperConfig<?> config, AnnotatedClass recordClass) {
			return new DefaultAccessorNamingStrategy.RecordNaming(config, recordClass) {
				@Override
				public @Nullable String findNameForRegularGetter(AnnotatedMethod method, String name) {
					return this._fieldNames.contains(name) ? name : null;
				}

				@Override
				public @Nullable String findNameForIsGetter(AnnotatedMethod method, String name) {
					return null;
				}
			};
		}

	}

}
