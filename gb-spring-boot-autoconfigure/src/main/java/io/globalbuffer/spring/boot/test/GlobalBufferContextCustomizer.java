// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot.test;

import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.MergedContextConfiguration;

/**
 * Points a context at a temporary segment directory, and adds the {@link OtherSide}.
 * Equal to any other, so that tests that differ in nothing else share a context.
 */
record GlobalBufferContextCustomizer() implements ContextCustomizer {

	@Override
	public void customizeContext(ConfigurableApplicationContext context, MergedContextConfiguration mergedConfig) {
		TemporarySegmentDirectory directory = TemporarySegmentDirectory.create();
		TestPropertyValues.of("globalbuffer.directory=" + directory.path()).applyTo(context);
		if (context.getBeanFactory() instanceof DefaultListableBeanFactory beanFactory) {
			// registered before all others, it is destroyed after them, when writers are
			// closed
			beanFactory.registerDisposableBean(TemporarySegmentDirectory.class.getName(), directory::delete);
			registerOtherSide(beanFactory);
		}
	}

	/** Lazily: without buffers there is nothing to take it from. */
	private static void registerOtherSide(BeanDefinitionRegistry registry) {
		RootBeanDefinition definition = new RootBeanDefinition(OtherSide.class);
		definition.setLazyInit(true);
		registry.registerBeanDefinition("globalBufferOtherSide", definition);
	}

}
