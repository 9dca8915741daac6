// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.globalbuffer.exception.GlobalBufferException;
import io.globalbuffer.internal.os.SegmentFiles;
import io.globalbuffer.internal.os.Users;
import io.globalbuffer.internal.position.PositionFiles;
import io.globalbuffer.internal.segment.Leftover;
import io.globalbuffer.internal.segment.SegmentFacts;
import io.globalbuffer.internal.segment.SegmentPlace;
import io.globalbuffer.internal.segment.SegmentSurvey;

/**
 * The segments in a directory, to be listed and cleaned up. Looks at files only and maps
 * none of them: a listing disturbs no reader or writer.
 * {@snippet :
 * for (SegmentInfo segment : Segments.inDefaultDirectory().list()) {
 * 	use(segment.name(), segment.path());
 * }
 * Segments.inDefaultDirectory().removeDead();
 * }
 * <p>
 * Safe for use by many threads.
 */
public final class Segments {

	private static final Logger logger = LoggerFactory.getLogger(Segments.class);

	/** Of files that are being made, before they count as left by a creator that died. */
	private static final Duration HALF_MADE_AGE = Duration.ofSeconds(10);

	private final @Nullable Path directory;

	private final Optional<UserPrincipal> owner;

	private final Duration halfMadeAge;

	private Segments(@Nullable Path directory, Optional<UserPrincipal> owner, Duration halfMadeAge) {
		this.directory = directory;
		this.owner = owner;
		this.halfMadeAge = halfMadeAge;
	}

	/**
	 * The segments in the default directory.
	 * @return the segments of {@code /dev/shm} on Linux
	 */
	public static Segments inDefaultDirectory() {
		return new Segments(null, Optional.empty(), HALF_MADE_AGE);
	}

	/**
	 * The segments in a directory.
	 * @param directory the directory
	 * @return its segments
	 */
	public static Segments in(Path directory) {
		return new Segments(directory, Optional.empty(), HALF_MADE_AGE);
	}

	/**
	 * The same segments, as those who {@linkplain ReaderBuilder#owner name that owner}
	 * see them: what belongs to that user can be used, and what belongs to others cannot.
	 * Otherwise it is the user of this process.
	 * @param user the name or number of a user
	 * @return segments like these
	 * @throws IllegalArgumentException if there is no such user
	 */
	public Segments ownedBy(String user) {
		return new Segments(this.directory, Optional.of(Users.named(user)), this.halfMadeAge);
	}

	/**
	 * Returns where they lie.
	 * @return the directory
	 */
	public Path directory() {
		return (this.directory != null) ? this.directory : SegmentFiles.defaultDirectory();
	}

	/** The same, with less or more patience with creators that are at it. */
	Segments withHalfMadeAge(Duration age) {
		return new Segments(this.directory, this.owner, age);
	}

	/**
	 * Lists all segments, including those that cannot be used or have names that cannot
	 * be spelled, and the hidden files of replacements whose processes were killed.
	 * @return one entry each, by name, without rates; a Python writer that died is
	 * {@link WriterState#UNKNOWN}, since telling it from one that is silent takes two
	 * seconds
	 * @throws io.globalbuffer.exception.GlobalBufferException if the directory cannot be
	 * read
	 */
	public List<SegmentInfo> list() {
		List<SegmentInfo> list = new ArrayList<>();
		survey().forEach((file, survey) -> list.add(info(file, survey, survey)));
		leftovers().forEach((leftover) -> list.add(info(leftover)));
		return List.copyOf(list);
	}

	/**
	 * Returns the facts of one segment, without a look at the others.
	 * {@snippet :
	 * Optional<BufferLayout> layout = Segments.inDefaultDirectory().find("csi").flatMap(SegmentInfo::layout);
	 * }
	 * @param name the buffer's name
	 * @return as in a {@linkplain #list() listing}; empty if there is none of that name
	 * @throws IllegalArgumentException if the name cannot be one
	 * @throws io.globalbuffer.exception.GlobalBufferException if the directory cannot be
	 * looked at
	 */
	public Optional<SegmentInfo> find(String name) {
		Path file = SegmentFiles.path(this.directory, name);
		return SegmentSurvey.of(place(file)).map((survey) -> info(file, survey, survey));
	}

	/**
	 * Returns the facts of one segment after having observed it for a while, as in a
	 * {@linkplain #list(Duration) listing}: with its rate, and without a look at the
	 * others.
	 * @param name the buffer's name
	 * @param observation how long to observe it, a positive duration
	 * @return the facts; empty if there is none of that name in the end
	 * @throws InterruptedException if the thread is interrupted meanwhile
	 * @throws IllegalArgumentException if the name cannot be one
	 * @throws io.globalbuffer.exception.GlobalBufferException if the directory cannot be
	 * looked at
	 */
	public Optional<SegmentInfo> find(String name, Duration observation) throws InterruptedException {
		Path file = SegmentFiles.path(this.directory, name);
		Optional<SegmentSurvey> before = SegmentSurvey.of(place(file));
		if (before.isEmpty()) {
			return Optional.empty();
		}
		Thread.sleep(observation);
		return SegmentSurvey.of(place(file)).map((survey) -> info(file, survey, before.get()));
	}

	/**
	 * Lists all segments, after having observed them for a while: only then are there
	 * rates. After two seconds a Python writer that died is told from one that is silent:
	 * it is {@link WriterState#PRESUMED_DEAD}.
	 * @param observation how long to observe them, a positive duration
	 * @return one entry each, by name
	 * @throws InterruptedException if the thread is interrupted meanwhile
	 * @throws io.globalbuffer.exception.GlobalBufferException if the directory cannot be
	 * read
	 */
	public List<SegmentInfo> list(Duration observation) throws InterruptedException {
		Map<Path, SegmentSurvey> before = survey();
		Thread.sleep(observation);
		List<SegmentInfo> list = new ArrayList<>();
		survey().forEach((file, survey) -> list.add(info(file, survey, before.getOrDefault(file, survey))));
		leftovers().forEach((leftover) -> list.add(info(leftover)));
		return List.copyOf(list);
	}

	/**
	 * Removes the names of all segments whose writer died and that no process on this
	 * machine has open, in any container, and of what creators left that died half-way: a
	 * blank file, or a hidden one that was to replace a segment or was replaced. Also the
	 * {@linkplain ReaderBuilder#resumeAs positions} of readers whose segment is gone.
	 * Those whose writer closed them cleanly stay, since a service that starts again goes
	 * on with them; so do all whose state cannot be proved, those of other users among
	 * them. Without native access nothing can be proved.
	 * @return what was removed, as it was just before
	 * @throws io.globalbuffer.exception.GlobalBufferException if the file system refuses
	 */
	public List<SegmentInfo> removeDead() {
		List<SegmentInfo> removed = new ArrayList<>();
		survey().forEach((file, survey) -> {
			if (unlessRefused(file, () -> SegmentSurvey.remove(place(file), false, this.halfMadeAge))) {
				removed.add(info(file, survey, survey));
			}
		});
		leftovers().forEach((leftover) -> {
			if (unlessRefused(leftover.path(), leftover::remove)) {
				removed.add(info(leftover));
			}
		});
		removePositions();
		return List.copyOf(removed);
	}

	/** One that cannot be removed does not keep the others. */
	private static boolean unlessRefused(Path file, BooleanSupplier removal) {
		try {
			return removal.getAsBoolean();
		}
		catch (GlobalBufferException ex) {
			logger.debug("File {} stays", file, ex);
			return false;
		}
	}

	/**
	 * Removes the name of a segment whose writer closed it or died, if no process on this
	 * machine has it open. {@link GlobalBuffer#unlink} removes it in any case.
	 * @param name the buffer's name
	 * @return whether it was removed; not if there is none, or a process has it open, or
	 * that cannot be told
	 * @throws io.globalbuffer.exception.InvalidSegmentException if it belongs to another
	 * user
	 * @throws IllegalArgumentException if the name cannot be one
	 * @throws io.globalbuffer.exception.GlobalBufferException if the file system refuses
	 */
	public boolean removeUnused(String name) {
		return removeUnused(SegmentFiles.path(this.directory, name));
	}

	/**
	 * Removes the name of a listed segment whose writer closed it or died, if no process
	 * on this machine has it open. Also one whose name cannot be spelled: it is found by
	 * its file.
	 * @param segment what a listing returned
	 * @return whether it was removed; not if there is none, or a process has it open, or
	 * that cannot be told
	 * @throws io.globalbuffer.exception.InvalidSegmentException if it belongs to another
	 * user
	 * @throws io.globalbuffer.exception.GlobalBufferException if the file system refuses
	 */
	public boolean removeUnused(SegmentInfo segment) {
		return removeUnused(segment.path());
	}

	/**
	 * Removes the name of a listed segment, even if processes have it open, as
	 * {@link GlobalBuffer#unlink} does; does nothing if it is gone by now. Also one whose
	 * name cannot be spelled, or that is no segment: it is found by its file.
	 * @param segment what a listing returned
	 * @throws io.globalbuffer.exception.GlobalBufferException if the file system refuses
	 */
	public void unlink(SegmentInfo segment) {
		SegmentFiles.unlink(segment.path());
	}

	private boolean removeUnused(Path file) {
		boolean removed = SegmentSurvey.remove(place(file), true, this.halfMadeAge);
		removePositions();
		return removed;
	}

	private void removePositions() {
		PositionFiles.removeOrphans(directory());
	}

	private Map<Path, SegmentSurvey> survey() {
		Map<Path, SegmentSurvey> surveys = new LinkedHashMap<>();
		for (Path file : SegmentFiles.files(this.directory)) {
			SegmentSurvey.of(place(file)).ifPresent((survey) -> surveys.put(file, survey));
		}
		return surveys;
	}

	private SegmentInfo info(Path file, SegmentSurvey survey, SegmentSurvey before) {
		SegmentFacts facts = survey.factsSince(before);
		boolean observed = survey.nanos() != before.nanos();
		return new SegmentInfo(SegmentFiles.nameOf(file), file, Optional.ofNullable(survey.layout()),
				Optional.ofNullable(survey.problem()), facts.count(),
				observed ? survey.rateSince(before) : OptionalDouble.empty(),
				(survey.layout() != null) ? WriterVerdict.of(facts, ReaderOptions.DEFAULT_LIVENESS_TIMEOUT)
						: WriterStatus.UNKNOWN,
				survey.created(), facts.size(), ReaderInfo.of(survey.readers(), facts.count()));
	}

	private List<Leftover> leftovers() {
		return Leftover.in(this.directory, this.owner, this.halfMadeAge);
	}

	private static SegmentInfo info(Leftover leftover) {
		return new SegmentInfo(leftover.name(), leftover.path(), Optional.empty(),
				Optional.of("a replacement left it whose process was killed; cleaning up removes it"), 0,
				OptionalDouble.empty(), WriterStatus.UNKNOWN, leftover.facts().created(), leftover.facts().size(),
				List.of());
	}

	private SegmentPlace place(Path file) {
		return new SegmentPlace(file, this.owner);
	}

}
