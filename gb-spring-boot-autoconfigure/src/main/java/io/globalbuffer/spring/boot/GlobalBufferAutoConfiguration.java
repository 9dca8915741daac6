// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Import;

import io.globalbuffer.spring.buffer.BufferDefinitions;

/**
 * Makes a bean of each declared buffer: an {@code ArrayWriter}, {@code BufferWriter},
 * {@code ArrayReader} or {@code BufferReader} of its generic type, by the buffer's name.
 * A reader bean is a singleton with one cursor, so its {@code next} methods are for one
 * user at a time; {@link io.globalbuffer.BufferReader#fork()} gives another cursor. A
 * child context uses the buffers of its parent, and declares none.
 */
@AutoConfiguration
@ConditionalOnBooleanProperty(name = "globalbuffer.enabled", matchIfMissing = true)
@ConditionalOnMissingBean(BufferDefinitions.class)
@EnableConfigurationProperties(GlobalBufferProperties.class)
@Import({ BufferNamesCheck.class, GlobalBufferRegistrar.class })
public final class GlobalBufferAutoConfiguration {

	GlobalBufferAutoConfiguration() {
	}

}
