package io.globalbuffer.torture;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.globalbuffer.peer.PeerReply;
import io.globalbuffer.peer.PythonVersion;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * One process creates and removes the same buffer again and again, another one attaches:
 * what it gets is whole and right, or nothing, and it is told which.
 */
class CreationRaceTests {

	private static final Duration DURATION = TortureBench.duration().dividedBy(20);

	private static final Duration LIMIT = DURATION.plusMinutes(1);

	@RegisterExtension
	static final TortureBench bench = new TortureBench();

	private static FigureTable table;

	@BeforeAll
	static void beginTable() {
		table = FigureTable.create("creation", "creator", "reader", "created", "attempts", "whole", "not found",
				"not ready", "other");
	}

	@Test
	void javaAttachesToWholeSegmentsOfJavaOnly() throws Exception {
		String name = bench.name();
		CompletableFuture<String> created = bench.child().send("create-and-unlink " + name + " " + DURATION);
		AttachFigures figures = ShortLivedSegments.attach(name, created::isDone);
		record("Java", "Java", Long.parseLong(created.get(LIMIT.toSeconds(), TimeUnit.SECONDS)), figures);
		assertThat(figures.others()).isEmpty();
		assertThat(figures.notFound()).isPositive();
	}

	@Test
	void javaAttachesToWholeSegmentsOfPythonOnly() throws InterruptedException {
		String name = bench.name();
		PeerReply<JsonNode> created = bench.peer(PythonVersion.V1_1_3).createAndUnlink(name, DURATION);
		AttachFigures figures = ShortLivedSegments.attach(name, created::isDone);
		record("Python", "Java", created.await().asLong(), figures);
		assertThat(figures.others()).isEmpty();
		assertThat(figures.notFound()).isPositive();
	}

	@Test
	void pythonAttachesToWholeSegmentsOfJavaOnly() throws Exception {
		String name = bench.name();
		TorturePeer reader = bench.peer(PythonVersion.V1_1_3);
		PeerReply<JsonNode> attached = reader.attachAgainAndAgain(name);
		String created = bench.child()
			.send("create-and-unlink " + name + " " + DURATION)
			.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
		reader.stop();
		AttachFigures figures = AttachFigures.of(attached.await());
		record("Java", "Python", Long.parseLong(created), figures);
		assertThat(figures.others()).isEmpty();
		assertThat(figures.notReady()).isZero();
		assertThat(figures.notFound()).isPositive();
	}

	/**
	 * For comparison: Python publishes a segment's name before its content, which is not
	 * for Java to change. Figures for who asks for them.
	 */
	@Test
	@EnabledIfSystemProperty(named = "globalbuffer.torture", matches = ".+")
	void pythonAttachesToSegmentsOfPython() {
		String name = bench.name();
		TorturePeer reader = bench.peer(PythonVersion.V1_1_3);
		try (TorturePeer creator = TorturePeer.start(PythonVersion.V1_1_3)) {
			PeerReply<JsonNode> attached = reader.attachAgainAndAgain(name);
			long created = creator.createAndUnlink(name, DURATION).await(LIMIT).asLong();
			reader.stop();
			record("Python", "Python", created, AttachFigures.of(attached.await()));
		}
	}

	private static void record(String creator, String reader, long created, AttachFigures figures) {
		table.add(creator, reader, created, figures.attempts(), figures.whole(), figures.notFound(), figures.notReady(),
				figures.other());
		assertThat(created).isPositive();
		assertThat(figures.whole()).isPositive();
	}

}
