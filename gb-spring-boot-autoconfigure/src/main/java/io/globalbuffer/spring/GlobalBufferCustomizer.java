// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring;

import io.globalbuffer.ReaderBuilder;
import io.globalbuffer.WriterBuilder;

/**
 * Sets what properties cannot, or decides it in code. Beans of it are asked whenever a
 * declared buffer is opened, in their order and after the properties, so that the last
 * word is theirs: for the buffer beans, and for each listener, which has a reader of its
 * own. May be asked by several threads at once. What is thrown fails the opening.
 * {@snippet :
 * &#64;Bean
 * GlobalBufferCustomizer patientReaders() {
 * 	return new GlobalBufferCustomizer() {
 *
 * 		&#64;Override
 * 		public void customizeReader(String buffer, ReaderBuilder builder) {
 * 			builder.contentionBudget(Duration.ofMillis(5));
 * 		}
 *
 * 	};
 * }
 * }
 */
public interface GlobalBufferCustomizer {

	/**
	 * Changes the options of a writer that is about to be opened. Does nothing unless
	 * overridden.
	 * @param buffer the declared name
	 * @param builder the options
	 */
	default void customizeWriter(String buffer, WriterBuilder<?> builder) {
	}

	/**
	 * Changes the options of a reader that is about to be opened, as a bean or for a
	 * listener. Does nothing unless overridden. {@link ReaderBuilder#reusingArrays()} is
	 * for reader beans only: a listener would find the last sample in all arrays of a
	 * batch.
	 * @param buffer the declared name
	 * @param builder the options
	 */
	default void customizeReader(String buffer, ReaderBuilder builder) {
	}

}
