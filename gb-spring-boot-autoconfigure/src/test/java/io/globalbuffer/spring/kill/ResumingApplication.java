// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.kill;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.core.retry.RetryPolicy;

import io.globalbuffer.Sample;
import io.globalbuffer.kill.ResumedStream.Note;
import io.globalbuffer.process.JavaCommand;
import io.globalbuffer.process.ParentProcess;
import io.globalbuffer.spring.GlobalBufferErrorHandler;
import io.globalbuffer.spring.GlobalBufferListener;
import io.globalbuffer.spring.SampleFilter;
import io.globalbuffer.spring.boot.GlobalBufferAutoConfiguration;
import io.globalbuffer.spring.boot.GlobalBufferListenerAutoConfiguration;

/**
 * An application in a process of its own whose listener goes on where it stopped, and
 * notes each sample before it is done: those that its filter refuses, and those with
 * which its method succeeds, some of them at the second attempt only.
 */
@Configuration(proxyBeanMethods = false)
@ImportAutoConfiguration({ GlobalBufferAutoConfiguration.class, GlobalBufferListenerAutoConfiguration.class })
class ResumingApplication {

	/** Starts the process, which waits for a command then. */
	static final JavaCommand COMMAND = JavaCommand.of(ResumingApplication.class)
		.with(JavaCommand.QUICK_START, JavaCommand.NATIVE_ACCESS, "-Dspring.devtools.restart.enabled=false");

	/** Receives one sample at a time. */
	static final String SINGLE = "single";

	/** Receives batches. */
	static final String BATCH = "batch";

	private static final String NAME = "kills";

	private static final int REFUSED = 5;

	private static final int FAILING = 7;

	/** The command that starts the application. */
	static String start(String listener, String segment, Path notes) {
		return listener + " " + segment + " " + notes;
	}

	/** Under which such an application keeps its place. */
	static String identity(String listener) {
		return NAME + "/" + listener + ".receive";
	}

	/** Whether the filter refuses a sample; never the first one of a segment. */
	static boolean isRefused(long value) {
		return value % REFUSED == 2;
	}

	static void main() throws Exception {
		ParentProcess.obey((command) -> {
			String[] words = command.split(" ", -1);
			new SpringApplicationBuilder(ResumingApplication.class).web(WebApplicationType.NONE)
				.run("--spring.application.name=" + NAME, "--logging.level.root=off", "--spring.main.banner-mode=off",
						"--globalbuffer.buffers.stream.kind=array", "--globalbuffer.buffers.stream.role=reader",
						"--globalbuffer.buffers.stream.segment=" + words[1], "--listener=" + words[0],
						"--notes=" + words[2]);
			return "started";
		});
	}

	@Bean
	Notes notes(Environment environment) throws IOException {
		return new Notes(Path.of(environment.getRequiredProperty("notes")),
				environment.getRequiredProperty("listener").equals(SINGLE));
	}

	@Bean
	SampleFilter<long[]> filter(Notes notes) {
		return notes::accepts;
	}

	@Bean
	GlobalBufferErrorHandler retrying() {
		return GlobalBufferErrorHandler
			.retrying(RetryPolicy.builder().maxRetries(3).delay(Duration.ofMillis(1)).build());
	}

	@Bean
	Single single(Notes notes) {
		return new Single(notes);
	}

	@Bean
	Batches batch(Notes notes) {
		return new Batches(notes);
	}

	record Single(Notes notes) {

		@GlobalBufferListener(value = "stream", resume = "true", filter = "filter",
				autoStartup = "#{environment['listener'] == 'single'}")
		void receive(Sample<long[]> sample) {
			this.notes.note(List.of(sample));
		}

	}

	record Batches(Notes notes) {

		@GlobalBufferListener(value = "stream", resume = "true", filter = "filter", maxBatch = "16",
				autoStartup = "#{environment['listener'] == 'batch'}")
		void receive(List<Sample<long[]>> batch) {
			this.notes.note(batch);
		}

	}

	/** What is done, as soon as it is. Used by the listener's thread only. */
	static final class Notes {

		private final long run = ProcessHandle.current().pid();

		private final FileChannel file;

		private final boolean single;

		/** Refused since the last call. */
		private final List<Sample<long[]>> refused = new ArrayList<>();

		private long failed = -1;

		Notes(Path file, boolean single) throws IOException {
			this.file = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
			this.single = single;
		}

		boolean accepts(Sample<long[]> sample) {
			if (!isRefused(value(sample))) {
				return true;
			}
			this.refused.add(sample);
			if (this.single) {
				append(List.of());
			}
			return false;
		}

		void note(List<Sample<long[]>> accepted) {
			long first = value(accepted.getFirst());
			if (first % FAILING == 0 && first != this.failed) {
				this.failed = first;
				throw new IllegalStateException("on purpose");
			}
			append(accepted);
		}

		private void append(List<Sample<long[]>> accepted) {
			List<Sample<long[]>> all = new ArrayList<>(this.refused);
			all.addAll(accepted);
			all.sort(Comparator.comparingLong(Notes::value));
			this.refused.clear();
			List<Note> notes = new ArrayList<>();
			for (Sample<long[]> sample : all) {
				notes.add(new Note(this.run, value(sample), sample.missed(), all.size() - notes.size()));
			}
			try {
				Note.append(notes, this.file);
			}
			catch (IOException ex) {
				throw new UncheckedIOException("Cannot note what is done", ex);
			}
		}

		private static long value(Sample<long[]> sample) {
			return sample.value()[0];
		}

	}

}
