package io.globalbuffer.spring.listener;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

import org.springframework.util.ReflectionUtils;

import io.globalbuffer.Sample;
import io.globalbuffer.spring.SampleMetadata;

/**
 * Calls a listener method. Allocates nothing but the metadata where it is asked for.
 */
final class ListenerInvoker {

	private final String buffer;

	private final MethodHandle handle;

	private final boolean wholeSample;

	private final boolean metadata;

	/**
	 * Prepares the calls.
	 * @param buffer the declared buffer's name
	 * @param target the method
	 * @throws IllegalStateException if the method is not accessible
	 */
	ListenerInvoker(String buffer, ListenerMethod target) {
		this.buffer = buffer;
		this.wholeSample = target.wholeSample();
		this.metadata = target.metadata();
		MethodType type = this.metadata ? MethodType.methodType(void.class, Object.class, SampleMetadata.class)
				: MethodType.methodType(void.class, Object.class);
		try {
			ReflectionUtils.makeAccessible(target.method());
			this.handle = MethodHandles.lookup().unreflect(target.method()).bindTo(target.bean()).asType(type);
		}
		catch (IllegalAccessException ex) {
			throw new IllegalStateException(
					"Listener method " + ListenerMethodResolver.describe(target.method()) + " is not accessible", ex);
		}
	}

	/**
	 * Calls the method.
	 * @param sample the sample
	 * @throws Throwable whatever the method throws
	 */
	void invoke(Sample<?> sample) throws Throwable {
		Object argument = this.wholeSample ? sample : sample.value();
		if (this.metadata) {
			this.handle.invokeExact(argument, new SampleMetadata(this.buffer, sample.sequence(), sample.missed(),
					sample.generation(), sample.origin()));
		}
		else {
			this.handle.invokeExact(argument);
		}
	}

}
