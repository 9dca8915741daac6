// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.listener;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.SmartLifecycle;

import io.globalbuffer.spring.buffer.BufferReaders;
import io.globalbuffer.spring.buffer.DeclaredLayoutException;

/**
 * All listeners of an application, and their common life cycle: they start after the
 * beans that process what they deliver, and stop before a web server shuts down. Safe for
 * use by many threads.
 */
public class GlobalBufferListenerRegistry implements SmartLifecycle, DisposableBean {

	private static final Log logger = LogFactory.getLog(GlobalBufferListenerRegistry.class);

	private final ListenerServices services;

	private final Object monitor = new Object();

	private final Map<String, ListenerContainer> containers = new LinkedHashMap<>();

	/** The same by buffer: who monitors buffers asks for each again and again. */
	private final Map<String, List<ListenerContainer>> ofBuffers = new HashMap<>();

	private final ListenerRoutes routes = new ListenerRoutes();

	private @Nullable GlobalBufferListenerRegistry parent;

	private final List<Observer> observers = new ArrayList<>();

	private volatile boolean running;

	/**
	 * Creates a registry.
	 * @param settings the defaults of all listeners
	 * @param readers opens the listeners' readers
	 * @param advice what goes around each call of a listener's method, in this order
	 * @param events publishes what happens to listeners
	 */
	public GlobalBufferListenerRegistry(ListenerSettings settings, BufferReaders readers, List<DeliveryAdvice> advice,
			EventPublisher events) {
		this.services = new ListenerServices(settings, readers, List.copyOf(advice), events, new KeepAlive());
	}

	/**
	 * The defaults of all listeners.
	 */
	ListenerSettings settings() {
		return this.services.settings();
	}

	/**
	 * Lets the registry of a parent context have this one's listeners, too, for as long
	 * as this one exists: so they are seen, and stopped, where their buffers are.
	 * @param registry the parent context's
	 */
	public void joinTo(GlobalBufferListenerRegistry registry) {
		this.parent = registry;
	}

	/**
	 * Adds a listener; starts it if the others run already, and does not add it if that
	 * fails.
	 * @throws InvalidListenerException if there is one of that id, or one that sends to
	 * the same buffer, or its samples would come back to it
	 */
	ListenerContainer register(ListenerEndpoint endpoint) {
		ListenerContainer container = new ListenerContainer(endpoint, this.services);
		add(container);
		if (this.running && container.isAutoStartup()) {
			try {
				container.start();
			}
			catch (RuntimeException | Error ex) {
				remove(List.of(container));
				throw ex;
			}
			if (!this.running) {
				// those that were there were told to stop while it started
				container.stop();
			}
		}
		return container;
	}

	private void add(ListenerContainer container) {
		if (this.parent != null) {
			this.parent.add(container);
		}
		List<Observer> toTell;
		synchronized (this.monitor) {
			requireUnique(container);
			this.routes.add(container.endpoint());
			this.containers.put(container.id(), container);
			this.ofBuffers.computeIfAbsent(container.buffer(), (_) -> new ArrayList<>()).add(container);
			toTell = List.copyOf(this.observers);
		}
		toTell.forEach((observer) -> observer.added.accept(container));
	}

	/**
	 * Forgets listeners, which have stopped. Another one may have the id of one that was
	 * forgotten before.
	 * @return whether there was any of them
	 */
	boolean remove(Collection<ListenerContainer> leaving) {
		if (this.parent != null) {
			this.parent.remove(leaving);
		}
		List<ListenerContainer> present;
		List<Observer> toTell;
		synchronized (this.monitor) {
			present = leaving.stream()
				.filter((container) -> this.containers.remove(container.id(), container))
				.toList();
			present.forEach((container) -> {
				this.routes.remove(container.endpoint());
				this.ofBuffers.computeIfPresent(container.buffer(),
						(_, listeners) -> (listeners.remove(container) && listeners.isEmpty()) ? null : listeners);
			});
			toTell = List.copyOf(this.observers);
		}
		toTell.forEach((observer) -> present.forEach(observer.removed));
		return !present.isEmpty();
	}

	private void requireUnique(ListenerContainer container) {
		ListenerContainer other = this.containers.get(container.id());
		if (other != null) {
			throw new InvalidListenerException(
					"Listener id '" + container.id() + "' belongs to two methods: " + other.endpoint().describe()
							+ " and " + container.endpoint().describe() + ".",
					"Give one of them another id: @GlobalBufferListener(id = \"…\").");
		}
	}

	/**
	 * Tells of every listener there is, of each that comes later, and of each that leaves
	 * since it was unregistered, or its context, a child of this one, has closed.
	 * @param added called once for each listener
	 * @param removed called once for each that leaves
	 */
	public void forEachNowAndLater(Consumer<ListenerContainer> added, Consumer<ListenerContainer> removed) {
		List<ListenerContainer> present;
		synchronized (this.monitor) {
			present = List.copyOf(this.containers.values());
			this.observers.add(new Observer(added, removed));
		}
		present.forEach(added);
	}

	/**
	 * The ids of all listeners.
	 * @return an unmodifiable copy, in the order of registration
	 */
	public Set<String> ids() {
		synchronized (this.monitor) {
			return Collections.unmodifiableSet(new LinkedHashSet<>(this.containers.keySet()));
		}
	}

	/**
	 * The listener of an id.
	 * @param id an id
	 * @return the listener, or empty if there is none
	 */
	public Optional<ListenerContainer> find(String id) {
		synchronized (this.monitor) {
			return Optional.ofNullable(this.containers.get(id));
		}
	}

	/**
	 * All listeners.
	 * @return an unmodifiable copy, in the order of registration
	 */
	public Collection<ListenerContainer> all() {
		synchronized (this.monitor) {
			return List.copyOf(this.containers.values());
		}
	}

	/**
	 * The listeners of a buffer.
	 * @param buffer the declared buffer's name
	 * @return an unmodifiable copy, empty if there are none
	 */
	public List<ListenerContainer> ofBuffer(String buffer) {
		synchronized (this.monitor) {
			return List.copyOf(this.ofBuffers.getOrDefault(buffer, List.of()));
		}
	}

	/**
	 * Starts the listeners that start with the application. Returns when each is attached
	 * to its segment, or there is no segment to attach to yet.
	 * @throws DeclaredLayoutException if there is a segment that holds something else
	 * than is declared; no listener runs then
	 */
	@Override
	public void start() {
		this.running = true;
		try {
			all().stream().filter(ListenerContainer::isAutoStartup).forEach(this::startUnlessStopping);
		}
		catch (RuntimeException ex) {
			stop();
			throw ex;
		}
	}

	/**
	 * One whose method has not returned since the last stop does not hinder the others.
	 */
	private void startUnlessStopping(ListenerContainer container) {
		if (container.state() == ListenerState.STOPPING) {
			logger.warn("Listener '" + container.id() + "' is not started: its method is still running since the last"
					+ " stop. Start it when that has returned");
		}
		else {
			container.start();
		}
	}

	/**
	 * Stops all listeners together: waits end at once, calls that are running have the
	 * shutdown timeout to end and are interrupted then.
	 */
	@Override
	public void stop() {
		this.running = false;
		ListenerShutdown.stop(all(), settings().shutdownTimeout());
	}

	/**
	 * Stops all listeners together, as {@link #stop()} does, and returns at once.
	 * @param callback called when they have stopped, by another thread
	 */
	@Override
	public void stop(Runnable callback) {
		this.running = false;
		ListenerShutdown shutdown = new ListenerShutdown(all());
		Thread.ofPlatform().daemon().name("globalbuffer-stop").start(() -> {
			try {
				shutdown.await(settings().shutdownTimeout());
			}
			finally {
				callback.run();
			}
		});
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public int getPhase() {
		return Phases.LISTENERS;
	}

	/**
	 * Stops listeners that were started by themselves after the others had been stopped;
	 * does not wait again for those that have not ended then.
	 */
	@Override
	public void destroy() {
		this.running = false;
		ListenerShutdown.stop(
				all().stream().filter((container) -> container.state() != ListenerState.STOPPING).toList(),
				settings().shutdownTimeout());
		if (this.parent != null) {
			this.parent.remove(all());
		}
	}

	private record Observer(Consumer<ListenerContainer> added, Consumer<ListenerContainer> removed) {
	}

}
