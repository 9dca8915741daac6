package io.globalbuffer;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.globalbuffer.internal.os.SharedMemory;
import io.globalbuffer.internal.segment.Leftover;
import io.globalbuffer.internal.segment.SegmentFacts;
import io.globalbuffer.internal.segment.SegmentPlace;
import io.globalbuffer.internal.segment.SegmentSurvey;

/**
 * The segments in a directory, to be listed and cleaned up. Looks at files only and maps
 * none of them: a listing disturbs nobody.
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

	/** Of files that are being made, before they count as left by somebody who died. */
	private static final Duration HALF_MADE_AGE = Duration.ofSeconds(10);

	private final @Nullable Path directory;

	private final Duration halfMadeAge;

	Segments(@Nullable Path directory, Duration halfMadeAge) {
		this.directory = directory;
		this.halfMadeAge = halfMadeAge;
	}

	/**
	 * Those in the directory where buffers lie unless something else is said.
	 * @return the segments of {@code /dev/shm} on Linux
	 */
	public static Segments inDefaultDirectory() {
		return new Segments(null, HALF_MADE_AGE);
	}

	/**
	 * Those in a directory.
	 * @param directory the directory
	 * @return its segments
	 */
	public static Segments in(Path directory) {
		return new Segments(directory, HALF_MADE_AGE);
	}

	/**
	 * Lists all segments, those that cannot be used included, and hidden files that
	 * replacements left whose processes were killed.
	 * @return one entry each, by name, without rates
	 * @throws io.globalbuffer.exception.GlobalBufferException if the directory cannot be
	 * read
	 */
	public List<SegmentInfo> list() {
		List<SegmentInfo> list = new ArrayList<>();
		survey().forEach((name, survey) -> list.add(info(name, survey, survey)));
		addLeftovers(list);
		return List.copyOf(list);
	}

	/**
	 * Lists all segments, after having observed them for a while: only then are there
	 * rates. A Python writer that died is told from one that is silent after two seconds.
	 * @param observation how long to observe them, a positive duration
	 * @return one entry each, by name
	 * @throws InterruptedException if the thread is interrupted meanwhile
	 * @throws io.globalbuffer.exception.GlobalBufferException if the directory cannot be
	 * read
	 */
	public List<SegmentInfo> list(Duration observation) throws InterruptedException {
		Map<String, SegmentSurvey> before = survey();
		Thread.sleep(observation);
		List<SegmentInfo> list = new ArrayList<>();
		survey().forEach((name, survey) -> list.add(info(name, survey, before.getOrDefault(name, survey))));
		addLeftovers(list);
		return List.copyOf(list);
	}

	/**
	 * Removes the names of all segments whose writer died and that nobody on this machine
	 * has open, in whatever container, and of what creators left that died half-way: a
	 * blank file, or a hidden one that was to replace a segment or was replaced. Those
	 * whose writer closed them cleanly stay, since a service that starts again goes on
	 * with them; so do all of which that cannot be proved, those of other users among
	 * them. Without native access nothing can.
	 * @return the names that were removed
	 * @throws io.globalbuffer.exception.GlobalBufferException if the file system refuses
	 */
	public List<String> removeDead() {
		Stream<String> segments = SharedMemory.names(this.directory)
			.stream()
			.filter((name) -> SegmentSurvey.remove(place(name), false, this.halfMadeAge));
		Stream<String> leftovers = leftovers().stream().filter(Leftover::remove).map(Leftover::name);
		return Stream.concat(segments, leftovers).toList();
	}

	/**
	 * Removes the name of a segment whose writer closed it or died, if nobody on this
	 * machine has it open. {@link GlobalBuffer#unlink} removes it whoever has.
	 * @param name the buffer's name
	 * @return whether it was removed
	 * @throws IllegalArgumentException if the name cannot be one
	 * @throws io.globalbuffer.exception.GlobalBufferException if the file system refuses
	 */
	public boolean removeUnused(String name) {
		return SegmentSurvey.remove(place(name), true, this.halfMadeAge);
	}

	private void addLeftovers(List<SegmentInfo> list) {
		for (Leftover leftover : leftovers()) {
			list.add(new SegmentInfo(leftover.name(), leftover.path(), Optional.empty(),
					Optional.of("a replacement left it whose process was killed; cleaning up removes it"), 0,
					OptionalDouble.empty(), WriterStatus.UNKNOWN, leftover.facts().created(), leftover.facts().size()));
		}
	}

	private List<Leftover> leftovers() {
		return Leftover.in(this.directory, this.halfMadeAge);
	}

	private Map<String, SegmentSurvey> survey() {
		Map<String, SegmentSurvey> surveys = new LinkedHashMap<>();
		for (String name : SharedMemory.names(this.directory)) {
			SegmentSurvey.of(place(name)).ifPresent((survey) -> surveys.put(name, survey));
		}
		return surveys;
	}

	private SegmentInfo info(String name, SegmentSurvey survey, SegmentSurvey before) {
		SegmentFacts facts = survey.factsSince(before);
		boolean observed = survey.nanos() != before.nanos();
		return new SegmentInfo(name, place(name).path(), Optional.ofNullable(survey.layout()),
				Optional.ofNullable(survey.problem()), facts.count(),
				observed ? survey.rateSince(before) : OptionalDouble.empty(), (survey.layout() != null)
						? WriterVerdict.of(facts, ReaderOptions.DEFAULT_LIVENESS_TIMEOUT) : WriterStatus.UNKNOWN,
				survey.created(), facts.size());
	}

	private SegmentPlace place(String name) {
		return new SegmentPlace(SharedMemory.path(this.directory, name), Optional.empty());
	}

}
