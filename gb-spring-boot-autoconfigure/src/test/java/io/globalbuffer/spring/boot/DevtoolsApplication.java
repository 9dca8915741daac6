// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot;

import java.lang.ref.WeakReference;
import java.net.URL;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.devtools.restart.RestartInitializer;
import org.springframework.boot.devtools.restart.Restarter;
import org.springframework.boot.devtools.restart.classloader.RestartClassLoader;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.globalbuffer.BufferWriter;
import io.globalbuffer.process.Commands;
import io.globalbuffer.process.JavaCommand;
import io.globalbuffer.process.ParentProcess;
import io.globalbuffer.spring.GlobalBufferListener;
import io.globalbuffer.spring.ProcessResources;

/**
 * A process under devtools: its main class is run again and again by the restarter, each
 * time by a class loader of its own, as the classes of a project are that is being worked
 * on. The libraries, and what obeys the commands here, stay. Both meet in the system
 * properties, which belong to nobody.
 */
public final class DevtoolsApplication implements Commands {

	/**
	 * Starts an application without buffers. What Spring Boot and the JVM make once, at
	 * the first start, holds that one's class loader for ever.
	 */
	static final String START_WITHOUT_BUFFERS = "start-without-buffers";

	/** Starts the application again; returns what its listener received first. */
	static final String RESTART = "restart";

	/** Returns how many class loaders of earlier runs are still held. */
	static final String OLD_CLASS_LOADERS = "old-class-loaders";

	/** Returns the names of the threads of buffers. */
	static final String THREADS = "threads";

	private static final String RECEIVED = "test.received";

	private static final String WITHOUT_BUFFERS = "test.without-buffers";

	private static final String DIRECTORY = "test.directory";

	private static final Duration TIMEOUT = Duration.ofSeconds(60);

	private final BlockingQueue<String> received = new LinkedBlockingQueue<>();

	private final List<WeakReference<ClassLoader>> classLoaders = new ArrayList<>();

	private DevtoolsApplication() {
	}

	/** The command that starts the process, which waits for commands then. */
	static JavaCommand command(String directory) {
		// a small heap: soft references are cleared when it is full
		return JavaCommand.of(DevtoolsApplication.class)
			.with(JavaCommand.NATIVE_ACCESS, JavaCommand.QUICK_START, "-Xmx96m", "-D" + DIRECTORY + "=" + directory,
					"-Dspring.main.banner-mode=off", "-Dlogging.level.root=warn");
	}

	/**
	 * The process, and, in the restarter's class loader, the application.
	 * @param arguments none
	 * @throws Exception if a command fails
	 */
	public static void main(String[] arguments) throws Exception {
		if (DevtoolsApplication.class.getClassLoader() instanceof RestartClassLoader) {
			runApplication();
			return;
		}
		DevtoolsApplication process = new DevtoolsApplication();
		System.getProperties().put(RECEIVED, process.received);
		URL classes = DevtoolsApplication.class.getProtectionDomain().getCodeSource().getLocation();
		RestartInitializer initializer = (thread) -> new URL[] { classes };
		Restarter.initialize(arguments, false, initializer, false);
		ParentProcess.obey(process);
	}

	private static void runApplication() {
		if (System.getProperty(WITHOUT_BUFFERS) != null) {
			new SpringApplicationBuilder(Empty.class).web(WebApplicationType.NONE).registerShutdownHook(false).run();
			signals().add(START_WITHOUT_BUFFERS);
			return;
		}
		SpringApplication application = new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.properties("globalbuffer.directory=" + System.getProperty(DIRECTORY),
					"globalbuffer.buffers.ticks.kind=message", "globalbuffer.buffers.ticks.role=writer",
					"globalbuffer.buffers.ticks.type=" + Tick.class.getName(), "globalbuffer.buffers.ticks.capacity=8")
			.registerShutdownHook(false)
			.build();
		BufferWriter<Tick> ticks = writer(application.run().getBean("ticks"));
		ticks.write(new Tick(ticks.stats().sequence().orElse(-1) + 1));
	}

	@SuppressWarnings("unchecked")
	private static BlockingQueue<String> signals() {
		return (BlockingQueue<String>) Objects.requireNonNull(System.getProperties().get(RECEIVED));
	}

	@SuppressWarnings("unchecked")
	private static BufferWriter<Tick> writer(Object bean) {
		return (BufferWriter<Tick>) bean;
	}

	@Override
	public String run(String command) throws Exception {
		return switch (command) {
			case START_WITHOUT_BUFFERS -> startWithoutBuffers();
			case RESTART -> restart();
			case OLD_CLASS_LOADERS -> Long.toString(oldClassLoaders());
			case THREADS -> ProcessResources.bufferThreads().toString();
			default -> throw new IllegalArgumentException("No such command: " + command);
		};
	}

	private String startWithoutBuffers() throws InterruptedException {
		System.setProperty(WITHOUT_BUFFERS, "true");
		String started = restartAndAwait();
		System.clearProperty(WITHOUT_BUFFERS);
		return started;
	}

	private String restart() throws InterruptedException {
		String first = restartAndAwait();
		this.classLoaders.add(new WeakReference<>((ClassLoader) System.getProperties().remove(first)));
		return first;
	}

	private String restartAndAwait() throws InterruptedException {
		Restarter.getInstance().restart();
		String signal = this.received.poll(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
		if (signal == null) {
			throw new IllegalStateException("The application has not started and received within " + TIMEOUT);
		}
		return signal;
	}

	/** All but the one that is in use. */
	private long oldClassLoaders() {
		clearSoftReferences();
		return this.classLoaders.subList(0, this.classLoaders.size() - 1)
			.stream()
			.filter((reference) -> !reference.refersTo(null))
			.count();
	}

	/** Spring's own caches are soft: a full heap is what clears them. */
	private static void clearSoftReferences() {
		Deque<byte[]> ballast = new ArrayDeque<>();
		try {
			while (ballast.size() < Integer.MAX_VALUE) {
				ballast.add(new byte[1 << 20]);
			}
		}
		catch (OutOfMemoryError ex) {
			ballast.clear();
		}
		System.gc();
	}

	/**
	 * A message.
	 *
	 * @param number counts on over all runs
	 */
	record Tick(long number) {
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ GlobalBufferAutoConfiguration.class, GlobalBufferListenerAutoConfiguration.class })
	static class Application {

		@Bean
		TickListener tickListener() {
			return new TickListener();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Empty {

	}

	static class TickListener {

		@GlobalBufferListener("ticks")
		void onTick(Tick tick) {
			String received = "tick " + tick.number();
			System.getProperties().put(received, tick.getClass().getClassLoader());
			signals().add(received);
		}

	}

}
