// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What {@code docs/architecture.md} names is there.
 */
class ArchitecturePageTests {

	private static final Path ROOT = Path.of("..");

	private static final Path PAGE = ROOT.resolve("docs").resolve("architecture.md");

	private static final Pattern FILE = Pattern.compile("`([\\w/]+\\.java)`");

	/** A class, or a member of it. */
	private static final Pattern TYPE = Pattern.compile("`@?([A-Z]\\w*[a-z]\\w*)(?:\\.(\\w+))?`");

	private static final Pattern PACKAGE = Pattern.compile("`(io\\.globalbuffer[.a-z]*)`");

	private static final Pattern CLASS = Pattern.compile("\\bio\\.globalbuffer(?:\\.[a-z]+)*\\.[A-Z]\\w+");

	private static final Pattern FLOOR = Pattern.compile("(?m)^\\| `(io\\.globalbuffer[.a-z]*)` \\|");

	private static final Pattern MODULE = Pattern.compile("(?m)^\\| `([a-z]+(?:-[a-z]+)+)` \\|");

	private static final Pattern LINK = Pattern.compile("]\\(([^)#:]+)[^)]*\\)");

	/** What the page must answer with a file's name. */
	private static final List<String> QUESTIONS = List.of("a sample copied in?", "a sample copied out?",
			"a dead writer judged, to show it?", "a dead writer judged, to take its segment?", "a name looked at?");

	private final String page = read(PAGE);

	private final List<Path> sources = sources();

	@Test
	void filesThatAreNamedAreThere() {
		assertThat(missing(FILE, (file) -> this.sources.stream().anyMatch((path) -> path.endsWith(file.group(1)))))
			.isEmpty();
	}

	@Test
	void classesAndMembersThatAreNamedAreThere() {
		assertThat(missing(TYPE,
				(type) -> this.sources.stream()
					.filter((path) -> path.endsWith(type.group(1) + ".java"))
					.anyMatch((path) -> type.group(2) == null || read(path).contains(" " + type.group(2)))))
			.isEmpty();
	}

	@Test
	void packagesAndModulesThatAreNamedAreThere() {
		assertThat(missing(PACKAGE,
				(name) -> this.sources.stream()
					.anyMatch((path) -> path.endsWith(name.group(1).replace('.', '/') + "/package-info.java"))))
			.isEmpty();
		assertThat(missing(MODULE, (module) -> Files.isRegularFile(ROOT.resolve(module.group(1)).resolve("pom.xml"))))
			.isEmpty();
	}

	@Test
	void linksLeadSomewhere() {
		assertThat(missing(LINK, (link) -> Files.exists(PAGE.resolveSibling(link.group(1))))).isEmpty();
	}

	@Test
	void theFloorsAreThoseThatAreGuarded() {
		String core = this.page.substring(this.page.indexOf("## The floors of the core"),
				this.page.indexOf("## Where is"));
		assertThat(FLOOR.matcher(core).results().map((floor) -> floor.group(1)))
			.containsExactlyElementsOf(ArchitectureTests.FLOORS);
	}

	@Test
	void classesThatAnyPageNamesInFullAreThere() throws IOException {
		try (Stream<Path> files = Files.walk(PAGE.getParent())) {
			List<String> pages = Stream.concat(files, Stream.of(ROOT.resolve("README.md")))
				.filter((file) -> file.toString().endsWith(".md"))
				.map(ArchitecturePageTests::read)
				.toList();
			List<String> named = pages.stream()
				.flatMap((text) -> CLASS.matcher(text).results().map(MatchResult::group))
				.toList();
			assertThat(named).isNotEmpty()
				.allMatch((name) -> this.sources.stream()
					.anyMatch((path) -> path.endsWith(name.replace('.', '/') + ".java")));
		}
	}

	@Test
	void questionsAreAnsweredWithFiles() {
		for (String question : QUESTIONS) {
			assertThat(this.page.lines().filter((line) -> line.startsWith("| " + question))).as(question)
				.singleElement()
				.satisfies((row) -> assertThat(FILE.matcher(row).find()).isTrue());
		}
	}

	private List<String> missing(Pattern pattern, Predicate<MatchResult> there) {
		List<MatchResult> named = pattern.matcher(this.page).results().toList();
		assertThat(named).isNotEmpty();
		return named.stream().filter(there.negate()).map(MatchResult::group).toList();
	}

	private static List<Path> sources() {
		try (Stream<Path> modules = Files.list(ROOT)) {
			return modules.map((module) -> module.resolve("src"))
				.filter(Files::isDirectory)
				.flatMap(ArchitecturePageTests::sources)
				.toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static Stream<Path> sources(Path folder) {
		try (Stream<Path> files = Files.walk(folder)) {
			return files.filter((file) -> file.toString().endsWith(".java")).toList().stream();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String read(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
