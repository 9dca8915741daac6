// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import io.globalbuffer.ArrayWriter;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.SegmentDirectory;
import io.globalbuffer.recording.Recorder;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The jar as it is packaged, by its script.
 */
class StartScriptIT {

	/** Half a second is promised. */
	private static final Duration LIMIT = Duration.ofSeconds(5);

	@RegisterExtension
	final SegmentDirectory directory = new SegmentDirectory();

	@TempDir
	private Path cache = Path.of("");

	@Test
	void theFirstStartMakesACacheThatTheNextOnesUse(@TempDir Path folder) throws Exception {
		try (ArrayWriter<int[]> _ = GlobalBuffer.create("counts", ArraySpec.of(DType.INT32, 1))
			.directory(this.directory.path())
			.capacity(2)
			.open()) {
			String[] ls = { "ls", "-d", this.directory.path().toString() };
			assertThat(gb("auto", ls)).contains("counts  int32[1] x2  active");
			assertThat(onlyCache().toString()).endsWith(".aot");
			long start = System.nanoTime();
			// which fails where the JVM cannot use it
			assertThat(gb("on", ls)).contains("counts  int32[1] x2  active");
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LIMIT);
			assertThat(gb("off", ls)).contains("counts  int32[1] x2  active");
		}
		recordAndReplay(folder);
	}

	/** With the cache. */
	private void recordAndReplay(Path folder) throws Exception {
		String directory = this.directory.path().toString();
		try (ArrayWriter<int[]> writer = GlobalBuffer.create("numbers", ArraySpec.of(DType.INT32, 1))
			.directory(this.directory.path())
			.capacity(2)
			.open(); Recorder _ = Recorder.into(folder).directory(this.directory.path()).stream("numbers").start()) {
			writer.write(new int[] { 7 });
		}
		assertThat(gb("on", "record", "numbers", "-o", folder.toString(), "--for", "10ms", "-d", directory))
			.isEqualTo("numbers: 0 samples, 0 B, 0 lost\n");
		assertThat(gb("on", "info", folder.toString())).contains("int32[1], capacity 2");
		assertThat(gb("on", "replay", folder.toString(), "-d", directory)).contains("Replayed 1 sample of 'numbers'\n");
		assertThat(gb("on", "cat", "numbers", "-n", "2", "--values", "-d", directory)).isEqualTo("[7]\n[7]\n");
	}

	@Test
	void anotherJarMakesACacheInPlaceOfTheFormerThoughItIsOlder(@TempDir Path folder) throws Exception {
		Path home = Files.createDirectory(folder.resolve("with a space"));
		Path script = Files.copy(Path.of("gb"), home.resolve("gb"), StandardCopyOption.COPY_ATTRIBUTES);
		Path jar = Files.copy(Path.of("target/gb.jar"), home.resolve("gb.jar"));
		run(script, "auto", "--version");
		Path former = onlyCache();
		Files.setLastModifiedTime(jar, FileTime.from(Instant.EPOCH));
		run(script, "auto", "--version");
		assertThat(onlyCache()).isNotEqualTo(former);
		run(script, "on", "--version");
	}

	private Path onlyCache() throws IOException {
		try (Stream<Path> files = Files.list(this.cache.resolve("globalbuffer"))) {
			List<Path> caches = files.toList();
			assertThat(caches).hasSize(1);
			return caches.getFirst();
		}
	}

	@Test
	void theJarSaysWhatIsInIt() throws Exception {
		assertThat(gb("off", "--version")).startsWith("gb ").doesNotContain("of a build");
		Process list = new ProcessBuilder(System.getProperty("java.home") + "/bin/jar", "tf", "target/gb.jar").start();
		assertThat(new String(list.getInputStream().readAllBytes(), StandardCharsets.UTF_8)).contains(
				"META-INF/THIRD-PARTY.txt", "META-INF/LICENSE\n", "META-INF/NOTICE\n",
				"META-INF/FastDoubleParser-LICENSE", "META-INF/FastDoubleParser-ThirdParty-LICENSE",
				"META-INF/Schubfach-LICENSE");
	}

	private String gb(String ahead, String... arguments) throws Exception {
		return run(Path.of("gb").toAbsolutePath(), ahead, arguments);
	}

	private String run(Path script, String ahead, String... arguments) throws Exception {
		List<String> command = new ArrayList<>(List.of(script.toString()));
		command.addAll(List.of(arguments));
		ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
		builder.environment().put("XDG_CACHE_HOME", this.cache.toString());
		builder.environment().put("JAVA25_HOME", System.getProperty("java.home"));
		builder.environment().put("GB_AOT", ahead);
		Process process = builder.start();
		String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
		assertThat(process.exitValue()).as(printed).isZero();
		return printed;
	}

}
