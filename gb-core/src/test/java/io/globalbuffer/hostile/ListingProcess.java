// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.hostile;

import java.nio.file.Path;
import java.util.List;

import io.globalbuffer.SegmentInfo;
import io.globalbuffer.Segments;
import io.globalbuffer.WriterState;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The process of {@link UnspeakableNameTests}. Ends with 0 if it could list and remove
 * all there is.
 */
final class ListingProcess {

	private ListingProcess() {
	}

	/**
	 * Removes one by its entry, and then all.
	 * @param arguments the directory, and how many segments of dead writers are in it
	 */
	public static void main(String[] arguments) {
		Segments segments = Segments.in(Path.of(arguments[0]));
		int number = Integer.parseInt(arguments[1]);
		List<SegmentInfo> listed = segments.list();
		assertThat(listed).hasSize(number).allSatisfy((segment) -> {
			assertThat(segment.problem()).isEmpty();
			assertThat(segment.writer().state()).isEqualTo(WriterState.DEAD);
		});
		assertThat(segments.removeUnused(listed.getLast())).isTrue();
		assertThat(segments.removeUnused(listed.getLast())).isFalse();
		assertThat(segments.removeDead()).extracting(SegmentInfo::path)
			.containsExactlyElementsOf(listed.stream().limit(number - 1).map(SegmentInfo::path).toList());
		assertThat(segments.list()).isEmpty();
	}

}
