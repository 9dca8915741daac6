package io.globalbuffer.spring.boot.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Gives a test's application context a segment directory of its own: temporary, in shared
 * memory where there is some, removed with all segments in it when the context closes.
 * Tests then neither see nor disturb what runs on the machine. To be put beside
 * {@link org.springframework.boot.test.context.SpringBootTest @SpringBootTest}.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
public @interface AutoConfigureGlobalBuffer {

}
