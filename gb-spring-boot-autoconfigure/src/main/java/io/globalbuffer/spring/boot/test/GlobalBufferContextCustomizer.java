package io.globalbuffer.spring.boot.test;

import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.MergedContextConfiguration;

/**
 * Points a context at a temporary segment directory. Equal to any other, so that tests
 * that differ in nothing else share a context.
 */
record GlobalBufferContextCustomizer() implements ContextCustomizer {

	@Override
	public void customizeContext(ConfigurableApplicationContext context, MergedContextConfiguration mergedConfig) {
		TemporarySegmentDirectory directory = TemporarySegmentDirectory.create();
		TestPropertyValues.of("globalbuffer.directory=" + directory.path()).applyTo(context);
		// registered before all others, it is destroyed after them, when writers are
		// closed
		if (context.getBeanFactory() instanceof DefaultListableBeanFactory beanFactory) {
			beanFactory.registerDisposableBean(TemporarySegmentDirectory.class.getName(), directory::delete);
		}
	}

}
