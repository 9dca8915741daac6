// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.sample;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;

/**
 * A component that needs the declared buffers: absent with
 * {@code globalbuffer.enabled=false}.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@ConditionalOnBooleanProperty(name = "globalbuffer.enabled", matchIfMissing = true)
public @interface ConditionalOnGlobalBuffer {

}
