// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.os;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class MemoryLimitTests {

	@TempDir
	Path folder;

	@BeforeEach
	void machineWithoutSwap() throws IOException {
		write("proc/meminfo", "MemTotal:       24683604 kB\nSwapTotal:             0 kB\n");
	}

	@Test
	void ofAGroupOfTheSecondVersion() throws IOException {
		write("proc/self/cgroup", "0::/pod/container\n");
		write("groups/pod/container/memory.max", "67108864\n");
		assertThat(limit().bytes()).hasValue(67108864);
	}

	@Test
	void inAContainerWhoseGroupIsTheRoot() throws IOException {
		write("proc/self/cgroup", "0::/\n");
		write("groups/memory.max", "67108864\n");
		assertThat(limit().bytes()).hasValue(67108864);
	}

	@Test
	void ofTheGroupThatItsGroupIsIn() throws IOException {
		write("proc/self/cgroup", "0::/pod/container/service\n");
		write("groups/pod/container/service/memory.max", "max\n");
		write("groups/pod/container/memory.max", "67108864\n");
		write("groups/pod/memory.max", "134217728\n");
		assertThat(limit().bytes()).hasValue(67108864);
	}

	@Test
	void notOfAGroupThatIsNotItsOwn() throws IOException {
		write("proc/self/cgroup", "0::/../other\n");
		write("groups/memory.max", "67108864\n");
		assertThat(limit().bytes()).isEmpty();
	}

	@Test
	void ofAGroupOfTheFirstVersion() throws IOException {
		write("proc/self/cgroup", "9:cpu,memory:/container\n1:name=systemd:/elsewhere\n0::/\n");
		write("groups/memory/container/memory.limit_in_bytes", "67108864\n");
		assertThat(limit().bytes()).hasValue(67108864);
	}

	@Test
	void inAContainerThatShowsAPathOfTheMachine() throws IOException {
		write("proc/self/cgroup", "9:memory:/machine/container\n");
		write("groups/memory/memory.limit_in_bytes", "67108864\n");
		assertThat(limit().bytes()).hasValue(67108864);
	}

	@Test
	void withWhatTheMachineCanSwap() throws IOException {
		write("proc/meminfo", "MemTotal:       24683604 kB\nSwapTotal:          1024 kB\n");
		write("proc/self/cgroup", "0::/\n");
		write("groups/memory.max", "67108864\n");
		assertThat(limit().bytes()).hasValue(67108864 + (1 << 20));
	}

	@Test
	void noLimit() throws IOException {
		write("proc/self/cgroup", "0::/\n");
		write("groups/memory.max", "max\n");
		assertThat(limit().bytes()).isEmpty();
	}

	@Test
	void cannotBeTold() throws IOException {
		assertThat(limit().bytes()).isEmpty();
		write("proc/self/cgroup", "0::/\nnonsense\n");
		assertThat(limit().bytes()).isEmpty();
		write("groups/memory.max", "much\n");
		assertThat(limit().bytes()).isEmpty();
	}

	private MemoryLimit limit() {
		return new MemoryLimit(this.folder.resolve("proc"), this.folder.resolve("groups"));
	}

	private void write(String file, String content) throws IOException {
		Path path = this.folder.resolve(file);
		Files.createDirectories(path.getParent());
		Files.writeString(path, content);
	}

}
