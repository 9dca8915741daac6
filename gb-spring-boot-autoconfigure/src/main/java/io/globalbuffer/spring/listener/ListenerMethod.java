package io.globalbuffer.spring.listener;

import java.lang.reflect.Method;

/**
 * A method whose signature can receive the samples of its buffer.
 *
 * @param bean the object to call it on
 * @param method the method
 * @param payload the form of the samples
 * @param wholeSample whether the parameter is a {@code Sample} of the payload
 * @param metadata whether a {@code SampleMetadata} follows
 */
record ListenerMethod(Object bean, Method method, PayloadType payload, boolean wholeSample, boolean metadata) {
}
