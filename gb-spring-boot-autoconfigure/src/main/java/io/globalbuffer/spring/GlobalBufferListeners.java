// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Holds several {@link GlobalBufferListener} annotations of one method.
 */
@Target({ ElementType.METHOD, ElementType.ANNOTATION_TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface GlobalBufferListeners {

	/**
	 * The annotations.
	 * @return at least one
	 */
	GlobalBufferListener[] value();

}
