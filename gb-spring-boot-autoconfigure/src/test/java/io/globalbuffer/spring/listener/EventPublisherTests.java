// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.listener;

import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.globalbuffer.WriterState;
import io.globalbuffer.spring.event.WriterLostEvent;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An event listener that does badly does not fill the log.
 */
@ExtendWith(OutputCaptureExtension.class)
class EventPublisherTests {

	private static final WriterLostEvent EVENT = new WriterLostEvent("imu", WriterState.DEAD);

	private static final int MANY = 2000;

	@Test
	void anEventListenerThatFailsWithEachEventIsLoggedOnce(CapturedOutput output) throws InterruptedException {
		CountDownLatch published = new CountDownLatch(3);
		EventPublisher publisher = new EventPublisher((event) -> {
			published.countDown();
			throw new IllegalStateException("on purpose");
		});
		publisher.start();
		for (int event = 0; event < 3; event++) {
			publisher.publish(EVENT);
		}
		published.await();
		publisher.stop();
		assertThat(output).containsOnlyOnce("An event listener failed at WriterLostEvent of buffer 'imu'");
	}

	@Test
	void eventsThatFindNoRoomAreLoggedOnce(CapturedOutput output) {
		CountDownLatch release = new CountDownLatch(1);
		EventPublisher publisher = new EventPublisher((event) -> {
			try {
				release.await();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		});
		publisher.start();
		for (int event = 0; event < MANY; event++) {
			publisher.publish(EVENT);
		}
		release.countDown();
		publisher.stop();
		assertThat(output).containsOnlyOnce("An event was dropped");
	}

}
