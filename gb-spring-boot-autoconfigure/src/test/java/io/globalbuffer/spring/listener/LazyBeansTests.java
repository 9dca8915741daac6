// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.listener;

import java.io.StringReader;

import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;

import static org.assertj.core.api.Assertions.assertThat;

class LazyBeansTests {

	@Test
	void aClassThatCannotBeLookedAtIsNotWanted() {
		DefaultListableBeanFactory beanFactory = new DefaultListableBeanFactory();
		RootBeanDefinition definition = new RootBeanDefinition(LazyBeansTests.class);
		definition.setFactoryMethodName("create");
		beanFactory.registerBeanDefinition("made", definition);
		assertThat(beanFactory.getType("made")).isEqualTo(Readable.class);
		LazyBeans lazyBeans = new LazyBeans(beanFactory);
		assertThat(lazyBeans.mayBe("made", (type) -> type == StringReader.class)).isTrue();
		assertThat(lazyBeans.mayBe("made", (type) -> {
			throw new NoClassDefFoundError("on purpose");
		})).isFalse();
		assertThat(lazyBeans.mayBe("made", (type) -> {
			throw new IllegalStateException("Failed to introspect " + type);
		})).isFalse();
	}

	static Readable create() {
		return new StringReader("");
	}

}
