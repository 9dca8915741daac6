// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.listener;

import java.lang.reflect.Method;

/**
 * A method whose signature can receive the samples of its buffer.
 *
 * @param bean the object to call it on
 * @param method the method to call
 * @param payload the form of the samples
 * @param batch whether the parameter is a {@code List}
 * @param wholeSample whether the parameter is a {@code Sample} of the payload, or a list
 * of these
 * @param metadata whether a {@code SampleMetadata} follows
 */
record ListenerMethod(Object bean, Method method, PayloadType payload, boolean batch, boolean wholeSample,
		boolean metadata) {
}
