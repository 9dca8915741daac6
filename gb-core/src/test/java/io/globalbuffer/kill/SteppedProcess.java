// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.kill;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.sun.jdi.Bootstrap;
import com.sun.jdi.Method;
import com.sun.jdi.ReferenceType;
import com.sun.jdi.VirtualMachine;
import com.sun.jdi.connect.AttachingConnector;
import com.sun.jdi.connect.Connector;
import com.sun.jdi.connect.IllegalConnectorArgumentsException;
import com.sun.jdi.event.BreakpointEvent;
import com.sun.jdi.event.ClassPrepareEvent;
import com.sun.jdi.event.Event;
import com.sun.jdi.event.EventSet;
import com.sun.jdi.event.VMStartEvent;
import com.sun.jdi.request.BreakpointRequest;
import com.sun.jdi.request.ClassPrepareRequest;
import com.sun.jdi.request.EventRequest;

import io.globalbuffer.interop.WriterChild;
import io.globalbuffer.process.JavaCommand;
import io.globalbuffer.process.JavaProcess;
import io.globalbuffer.process.SpareProcesses;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A process under a debugger, which stops it where it enters a method and kills it there.
 * Its other threads run on meanwhile.
 */
final class SteppedProcess implements AutoCloseable {

	/** Starts a {@link WriterChild} that waits for a debugger. */
	static final JavaCommand COMMAND = waiting(WriterChild.COMMAND);

	private static final Pattern LISTENING = Pattern.compile("Listening for transport dt_socket at address: (\\d+)");

	private static final Duration LIMIT = Duration.ofSeconds(30);

	private final JavaProcess child;

	private final VirtualMachine machine;

	private SteppedProcess(JavaProcess child, VirtualMachine machine) {
		this.child = child;
		this.machine = machine;
	}

	/** Starts a process that waits for a debugger. */
	static JavaCommand waiting(JavaCommand command) {
		return command.with(JavaCommand.QUICK_START,
				"-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address=127.0.0.1:0");
	}

	/**
	 * Attaches the debugger to a writer and tells it the buffer.
	 * @param processes those of {@link #COMMAND}
	 */
	static SteppedProcess next(SpareProcesses processes, String name, int capacity) throws IOException {
		return next(processes, WriterChild.use(name, AttachedReaders.SPEC, capacity));
	}

	/**
	 * Attaches the debugger to a process and gives it its first command.
	 * @param processes of processes that {@linkplain #waiting wait} for it
	 */
	static SteppedProcess next(SpareProcesses processes, String first) throws IOException {
		JavaProcess child = processes.next();
		boolean attached = false;
		try {
			Matcher listening = LISTENING.matcher(child.answer());
			assertThat(listening.matches()).as(listening::toString).isTrue();
			SteppedProcess process = new SteppedProcess(child, attach(listening.group(1)));
			process.call(first);
			attached = true;
			return process;
		}
		finally {
			if (!attached) {
				child.close();
			}
		}
	}

	/** Does a command, and returns the number it answers. */
	long call(String command) {
		return Long.parseLong(this.child.call(command));
	}

	/** Does the command of a step and kills the process where the step begins. */
	void killAt(ProtocolStep step) throws InterruptedException {
		stopAt(step.className(), step.methodName());
		this.child.send(step.command());
		awaitStop(step);
		kill();
	}

	/** Does the command of a step and halts the process where the step begins. */
	void haltAt(ProtocolStep step) throws InterruptedException {
		haltAt(step, step.command());
	}

	/** Does a command and halts the process where a step begins. */
	void haltAt(ProtocolStep step, String command) throws InterruptedException {
		stopAt(step.className(), step.methodName());
		this.child.send(command);
		awaitStop(step);
	}

	/** Lets the halted process go on, until it comes to another step. */
	void goOnTo(ProtocolStep step) throws InterruptedException {
		this.machine.eventRequestManager().deleteAllBreakpoints();
		stopAt(step.className(), step.methodName());
		this.machine.resume();
		awaitStop(step);
	}

	/** Lets the halted process go on. */
	void goOn() {
		this.machine.eventRequestManager().deleteAllBreakpoints();
		this.machine.resume();
	}

	/** Kills the process while it does nothing. */
	void kill() {
		this.child.kill();
	}

	@Override
	public void close() {
		this.child.close();
	}

	private static VirtualMachine attach(String port) throws IOException {
		AttachingConnector connector = Bootstrap.virtualMachineManager()
			.attachingConnectors()
			.stream()
			.filter((candidate) -> candidate.name().equals("com.sun.jdi.SocketAttach"))
			.findFirst()
			.orElseThrow();
		Map<String, Connector.Argument> arguments = connector.defaultArguments();
		Map.of("hostname", "127.0.0.1", "port", port)
			.forEach((name, value) -> Objects.requireNonNull(arguments.get(name)).setValue(value));
		try {
			return connector.attach(arguments);
		}
		catch (IllegalConnectorArgumentsException ex) {
			throw new IllegalStateException("Cannot attach to port " + port, ex);
		}
	}

	private void stopAt(String className, String methodName) {
		ClassPrepareRequest loading = this.machine.eventRequestManager().createClassPrepareRequest();
		loading.addClassFilter(className);
		loading.setSuspendPolicy(EventRequest.SUSPEND_EVENT_THREAD);
		loading.enable();
		this.machine.classesByName(className).forEach((type) -> stopIn(type, methodName));
	}

	private void stopIn(ReferenceType type, String methodName) {
		List<Method> methods = type.methods().stream().filter((method) -> method.name().equals(methodName)).toList();
		assertThat(methods).as("methods '%s' of %s", methodName, type.name()).isNotEmpty();
		for (Method method : methods) {
			BreakpointRequest stop = this.machine.eventRequestManager().createBreakpointRequest(method.location());
			stop.setSuspendPolicy(EventRequest.SUSPEND_EVENT_THREAD);
			stop.enable();
		}
	}

	private void awaitStop(ProtocolStep step) throws InterruptedException {
		while (true) {
			EventSet events = this.machine.eventQueue().remove(LIMIT.toMillis());
			assertThat(events).as("a stop at %s", step).isNotNull();
			for (Event event : events) {
				switch (event) {
					case BreakpointEvent stop -> {
						return;
					}
					case ClassPrepareEvent prepared -> stopIn(prepared.referenceType(), step.methodName());
					case VMStartEvent started -> {
						// of a process that the debugger attached to very early
					}
					default -> throw new AssertionError("The process came to " + event + " instead of " + step);
				}
			}
			events.resume();
		}
	}

}
