// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.torture;

import java.time.Duration;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.globalbuffer.peer.BufferNames;
import io.globalbuffer.peer.PeerReply;
import io.globalbuffer.peer.PythonPeer;
import io.globalbuffer.peer.PythonVersion;
import io.globalbuffer.peer.SharedPeers;
import io.globalbuffer.process.JavaProcess;
import io.globalbuffer.process.SharedProcess;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * One process creates and removes the same buffer again and again, another one attaches:
 * what it gets is whole and right, or nothing, and it is told which.
 */
@Tag("long")
class CreationRaceTests {

	private static final Duration DURATION = TortureDuration.dividedBy(20);

	private static final Duration LIMIT = DURATION.plusMinutes(1);

	@RegisterExtension
	static final SharedPeers peers = new SharedPeers();

	@RegisterExtension
	static final SharedProcess child = new SharedProcess(TortureChild.COMMAND);

	@RegisterExtension
	final BufferNames names = new BufferNames();

	private static FigureTable table;

	@BeforeAll
	static void beginTable() {
		table = FigureTable.create("creation", "creator", "reader", "created", "attempts", "whole", "not found",
				"not ready", "other");
	}

	@Test
	void javaAttachesToWholeSegmentsOfJavaOnly() throws InterruptedException {
		String name = this.names.next();
		JavaProcess creator = child.get();
		creator.send("create-and-unlink " + name + " " + DURATION);
		AttachFigures figures = ShortLivedSegments.attach(name, creator::hasAnswered);
		record("Java", "Java", Long.parseLong(creator.answer(LIMIT)), figures);
		assertThat(figures.others()).isEmpty();
		assertThat(figures.notFound()).isPositive();
	}

	@Test
	void javaAttachesToWholeSegmentsOfPythonOnly() throws InterruptedException {
		String name = this.names.next();
		PeerReply<JsonNode> created = TorturePeer.of(peers.get(PythonVersion.V1_1_3)).createAndUnlink(name, DURATION);
		AttachFigures figures = ShortLivedSegments.attach(name, created::isDone);
		record("Python", "Java", created.await().asLong(), figures);
		assertThat(figures.others()).isEmpty();
		assertThat(figures.notFound()).isPositive();
	}

	@Test
	void pythonAttachesToWholeSegmentsOfJavaOnly() {
		String name = this.names.next();
		TorturePeer reader = TorturePeer.of(peers.get(PythonVersion.V1_1_3));
		PeerReply<JsonNode> attached = reader.attachAgainAndAgain(name);
		JavaProcess creator = child.get();
		creator.send("create-and-unlink " + name + " " + DURATION);
		long created = Long.parseLong(creator.answer(LIMIT));
		reader.stop();
		AttachFigures figures = AttachFigures.of(attached.await());
		record("Java", "Python", created, figures);
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
		String name = this.names.next();
		TorturePeer reader = TorturePeer.of(peers.get(PythonVersion.V1_1_3));
		try (PythonPeer creator = PythonPeer.start(PythonVersion.V1_1_3)) {
			PeerReply<JsonNode> attached = reader.attachAgainAndAgain(name);
			long created = TorturePeer.of(creator).createAndUnlink(name, DURATION).await(LIMIT).asLong();
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
