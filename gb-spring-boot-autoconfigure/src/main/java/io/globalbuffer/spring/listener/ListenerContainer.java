// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.listener;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

import org.jspecify.annotations.Nullable;

import io.globalbuffer.BufferReader;
import io.globalbuffer.ReadMode;
import io.globalbuffer.spring.DispatchMode;
import io.globalbuffer.spring.ListenerInfo;
import io.globalbuffer.spring.WaitMode;
import io.globalbuffer.spring.buffer.DeclaredLayoutException;
import io.globalbuffer.spring.event.ListenerStartedEvent;
import io.globalbuffer.spring.event.StopReason;

/**
 * The life of one listener. It can be started and stopped again and again; its counts go
 * on. Safe for use by many threads.
 */
public final class ListenerContainer {

	private final ListenerEndpoint endpoint;

	private final ListenerServices services;

	private final ListenerInvoker invoker;

	private final ListenerCounters counters = new ListenerCounters();

	private volatile @Nullable ListenerLoop loop;

	private boolean retired;

	ListenerContainer(ListenerEndpoint endpoint, ListenerServices services) {
		this.endpoint = endpoint;
		this.services = services;
		this.invoker = new ListenerInvoker(endpoint);
	}

	/** What its annotation says. */
	ListenerEndpoint endpoint() {
		return this.endpoint;
	}

	/**
	 * Which listener it is.
	 * @return id, buffer, mode and method
	 */
	public ListenerInfo info() {
		return this.endpoint.info();
	}

	/**
	 * The listener's id.
	 * @return the id
	 */
	public String id() {
		return info().id();
	}

	/**
	 * The declared buffer it listens to.
	 * @return the buffer's name
	 */
	public String buffer() {
		return info().buffer();
	}

	/**
	 * Which samples it delivers.
	 * @return the mode
	 */
	public ReadMode mode() {
		return info().mode();
	}

	/**
	 * The declared buffer that receives what it gives up.
	 * @return the buffer's name; empty if there is none
	 */
	public Optional<String> failedTo() {
		return Optional.ofNullable(this.endpoint.failedTo()).map((target) -> target.buffer().name());
	}

	/**
	 * How it waits for the next sample, unless a customizer says otherwise.
	 * @return the mode
	 */
	public WaitMode waitMode() {
		return this.endpoint.buffer().waitMode();
	}

	/**
	 * Which threads call its method.
	 * @return the mode
	 */
	public DispatchMode dispatch() {
		return this.endpoint.dispatch();
	}

	/**
	 * Whether it starts with the application.
	 * @return {@code true} if it does
	 */
	public boolean isAutoStartup() {
		return this.endpoint.autoStartup();
	}

	/**
	 * What it is doing.
	 * @return the state
	 */
	public ListenerState state() {
		ListenerLoop current = this.loop;
		return (current != null) ? current.state() : ListenerState.CREATED;
	}

	/**
	 * Why it has ended.
	 * @return the reason; empty while it runs, and if it was never started
	 */
	public Optional<StopReason> stopReason() {
		ListenerLoop current = this.loop;
		return (current != null) ? Optional.ofNullable(current.stopReason()) : Optional.empty();
	}

	/**
	 * Whether it waits because the segment that is there now cannot be read, for example
	 * since it was replaced by one of another layout, or has lost memory.
	 * @return {@code true} if it does
	 */
	public boolean isSourceRefused() {
		ListenerLoop current = this.loop;
		return current != null && current.isSourceRefused();
	}

	/**
	 * Where its segment lies, or will.
	 * @return a file path; empty if it was never started
	 */
	public Optional<Path> path() {
		ListenerLoop current = this.loop;
		return (current != null) ? Optional.of(current.path()) : Optional.empty();
	}

	/**
	 * Whether it is done with every sample that is written: its method has returned, or
	 * the sample was left out, skipped or lost. The {@link #statistics() lag} is zero
	 * before that, while the method is still running.
	 * @return {@code false} also while it is not attached or does not run
	 */
	public boolean isCaughtUp() {
		ListenerLoop current = this.loop;
		return current != null && current.isCaughtUp();
	}

	/**
	 * Whether it takes samples, or waits for them, and is done with those it had: no call
	 * is running, and none waits for a thread or for another attempt.
	 * @return {@code false} also if it does not run
	 */
	public boolean isTaking() {
		ListenerLoop current = this.loop;
		return current != null && current.isTaking();
	}

	/**
	 * Which of the {@linkplain io.globalbuffer.SegmentInfo#readers() readers} of the
	 * segment that the buffer's name leads to is its own.
	 * @return the number of the reader's entry; empty while it reads another segment or
	 * none, and if its reader is not registered
	 */
	public OptionalInt registryEntry() {
		ListenerLoop current = this.loop;
		return (current != null) ? current.registryEntry() : OptionalInt.empty();
	}

	/**
	 * Its figures now.
	 * @return the figures
	 */
	public ListenerStatistics statistics() {
		ListenerLoop current = this.loop;
		return (current != null) ? this.counters.snapshot(current.lag(), current.inCallFor())
				: this.counters.snapshot(OptionalLong.empty(), Optional.empty());
	}

	/**
	 * Starts it where it stopped, as {@link #start(ResumeFrom)} does.
	 */
	public void start() {
		start(ResumeFrom.CURSOR);
	}

	/**
	 * Starts it, unless it runs or was unregistered. Returns when its reader is attached,
	 * or there is no segment to attach to yet, or another reader holds its identity.
	 * @param from with which sample; {@link ResumeFrom#CURSOR} is the first one that is
	 * not done, or where the listener starts if it never ran
	 * @throws DeclaredLayoutException if there is a segment that holds something else
	 * than is declared
	 * @throws InvalidListenerException if it does not hold what the method receives
	 * @throws IllegalStateException if it is still stopping
	 */
	public synchronized void start(ResumeFrom from) {
		if (this.retired) {
			return;
		}
		ListenerLoop current = this.loop;
		if (current != null && current.thread().isAlive()) {
			if (current.state() == ListenerState.STOPPING) {
				throw new IllegalStateException("Listener '" + id() + "' cannot be started: its thread '"
						+ current.thread().getName() + "' is still stopping");
			}
			if (current.state() != ListenerState.STOPPED && current.state() != ListenerState.FAILED) {
				return;
			}
		}
		BufferReader<?> reader = this.endpoint.openReader(this.services.readers(),
				(current != null) ? current.position() : null);
		ListenerLoop next = new ListenerLoop(this.endpoint, this.invoker, reader, this.services, this.counters);
		if (from == ResumeFrom.NEWEST) {
			next.control().jump();
		}
		this.services.events().publish(new ListenerStartedEvent(info()));
		try {
			// in this order: what is stopped is waited for, so it must have been started
			next.start();
		}
		catch (RuntimeException | Error ex) {
			next.end(StopReason.ERROR);
			throw ex;
		}
		this.loop = next;
	}

	/** Lets it never start again: it is being forgotten. */
	synchronized void retire() {
		this.retired = true;
	}

	/**
	 * Lets it deliver nothing more for a while. It stays attached, and a call that is
	 * running is finished; the state is {@link ListenerState#PAUSED} once none is. Does
	 * nothing if it does not run; a stop ends the pause.
	 */
	public void pause() {
		ListenerLoop current = this.loop;
		if (current != null) {
			current.control().pause();
		}
	}

	/**
	 * Lets it go on after a pause. Does nothing if it is not paused.
	 * @param from with which sample
	 */
	public void resume(ResumeFrom from) {
		ListenerLoop current = this.loop;
		if (current != null) {
			current.control().resume(from);
		}
	}

	/**
	 * Stops it: a wait ends at once, a call that is running has the shutdown timeout to
	 * end and is interrupted then. Does nothing if it does not run.
	 */
	public void stop() {
		ListenerShutdown.stop(List.of(this), this.services.settings().shutdownTimeout());
	}

	/**
	 * Asks it to stop, without waiting.
	 * @return its present or last run, or {@code null} if it was never started
	 */
	synchronized @Nullable ListenerLoop signalStop() {
		ListenerLoop current = this.loop;
		if (current != null) {
			current.signalStop();
		}
		return current;
	}

	/**
	 * Lets the process end without waiting any longer for its thread.
	 */
	void abandon() {
		ListenerLoop current = this.loop;
		if (current != null) {
			current.abandon();
		}
	}

}
