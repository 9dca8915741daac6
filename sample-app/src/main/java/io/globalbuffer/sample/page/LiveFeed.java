// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.sample.page;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Profile;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

import io.globalbuffer.sample.ConditionalOnGlobalBuffer;
import io.globalbuffer.sample.host.HostStatus;
import io.globalbuffer.sample.page.LiveEvent.PulseData;
import io.globalbuffer.sample.page.LiveEvent.StatisticsData;
import io.globalbuffer.sample.page.LiveEvent.WaveData;
import io.globalbuffer.sample.statistics.PulseStatistics;

/**
 * Tells all browsers what the listeners heard, 20 times a second. Each event is made once
 * for all. One thread does it all, and alone touches the fields that are not final.
 */
@Component
@Profile("!writer")
@ConditionalOnGlobalBuffer
class LiveFeed implements DisposableBean {

	private static final Logger logger = LoggerFactory.getLogger(LiveFeed.class);

	private static final Duration PERIOD = Duration.ofMillis(50);

	/** What a browser gets first: as much as the plot shows. */
	private static final Duration WELCOME = Duration.ofSeconds(10);

	private final LiveSignals signals;

	private final JsonMapper json;

	private final ApplicationContext context;

	private final ScheduledExecutorService scheduler = Executors
		.newSingleThreadScheduledExecutor(Thread.ofPlatform().name("live-page").factory());

	private final Future<?> ticking;

	private final List<LiveClient> clients = new ArrayList<>();

	private long pulsesSent;

	private long statisticsSent;

	private long wavesSent;

	private @Nullable HostStatus statusSent;

	/**
	 * Starts the thread.
	 * @param signals what the listeners heard
	 * @param json writes the events' data
	 * @param context the feed ends when it closes
	 */
	LiveFeed(LiveSignals signals, JsonMapper json, ApplicationContext context) {
		this.signals = signals;
		this.json = json;
		this.context = context;
		this.ticking = this.scheduler.scheduleAtFixedRate(this::tick, PERIOD.toMillis(), PERIOD.toMillis(),
				TimeUnit.MILLISECONDS);
	}

	/**
	 * Takes in a browser: first it gets the last 10 s, then what is new.
	 * @return the browser's connection
	 * @throws java.util.concurrent.RejectedExecutionException if the application is
	 * closing
	 */
	LiveClient connect() {
		LiveClient client = new LiveClient();
		this.scheduler.execute(() -> welcome(client));
		return client;
	}

	/**
	 * Ends all connections, as soon as the context begins to close: a graceful shutdown
	 * would wait for them before any bean is destroyed.
	 * @param event tells which context closes
	 */
	@EventListener
	void endAll(ContextClosedEvent event) {
		if (this.context.equals(event.getApplicationContext())) {
			this.scheduler.execute(() -> this.clients.forEach(LiveClient::end));
			destroy();
		}
	}

	/**
	 * Ends the thread, also after a start that failed: no event tells of that.
	 */
	@Override
	public void destroy() {
		this.ticking.cancel(false);
		this.scheduler.shutdown();
	}

	private void welcome(LiveClient client) {
		client.start();
		double start = this.signals.now() - WELCOME.toMillis();
		client.offer(pulseEvent(this.signals.pulses().since(start, this.pulsesSent)));
		client.offer(event("wave", new WaveData(this.signals.waves().since(start, this.wavesSent))));
		PulseStatistics statistics = this.signals.newestStatistics();
		if (statistics != null) {
			client.offer(event("statistics",
					new StatisticsData(this.signals.statistics().since(start, this.statisticsSent), statistics)));
		}
		HostStatus status = this.signals.newestStatus();
		if (status != null) {
			client.offer(event("status", status));
		}
		this.clients.add(client);
	}

	private void tick() {
		try {
			sendNews();
		}
		catch (RuntimeException | Error ex) {
			// either would silently end the schedule
			logger.error("The live page misses a beat", ex);
		}
	}

	private void sendNews() {
		long pulsesEnd = this.signals.pulses().end();
		long statisticsEnd = this.signals.statistics().end();
		long wavesEnd = this.signals.waves().end();
		PulseStatistics statistics = this.signals.newestStatistics();
		HostStatus status = this.signals.newestStatus();
		if (!this.clients.isEmpty()) {
			send(pulseEvent(this.signals.pulses().between(this.pulsesSent, pulsesEnd)));
			if (statistics != null && statisticsEnd > this.statisticsSent) {
				send(event("statistics", new StatisticsData(
						this.signals.statistics().between(this.statisticsSent, statisticsEnd), statistics)));
			}
			if (wavesEnd > this.wavesSent) {
				send(event("wave", new WaveData(this.signals.waves().between(this.wavesSent, wavesEnd))));
			}
			if (status != null && !status.equals(this.statusSent)) {
				send(event("status", status));
			}
		}
		this.pulsesSent = pulsesEnd;
		this.statisticsSent = statisticsEnd;
		this.wavesSent = wavesEnd;
		this.statusSent = status;
	}

	private void send(LiveEvent event) {
		this.clients.removeIf((client) -> !client.offer(event));
	}

	private LiveEvent pulseEvent(List<double[]> points) {
		return event("pulse",
				new PulseData(this.signals.now(), this.signals.ages(), points, this.signals.newestPulse()));
	}

	private LiveEvent event(String name, Object data) {
		return new LiveEvent(name, this.json.writeValueAsString(data));
	}

}
