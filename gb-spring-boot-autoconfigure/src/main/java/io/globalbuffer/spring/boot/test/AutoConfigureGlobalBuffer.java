// SPDX-License-Identifier: Apache-2.0
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
 * <p>
 * The context has a bean more, the {@link OtherSide}, which writes what the application
 * reads; {@link TestBuffers} waits for its listeners:
 * {@snippet :
 * &#64;SpringBootTest
 * &#64;AutoConfigureGlobalBuffer
 * class QuoteListenerTests {
 *
 * 	&#64;Test
 * 	void aQuoteIsRemembered(@Autowired OtherSide otherSide, @Autowired GlobalBufferListenerRegistry listeners,
 * 			&#64;Autowired QuoteListener listener) {
 * 		otherSide.writerOf("quotes", Quote.class).write(new Quote("ABC", 12.5));
 * 		TestBuffers.awaitDelivered(listeners, "quoteListener.onQuote", Duration.ofSeconds(10));
 * 		assertThat(listener.lastPrice("ABC")).isEqualTo(12.5);
 * 	}
 *
 * }
 * }
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
public @interface AutoConfigureGlobalBuffer {

}
