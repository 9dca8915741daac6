// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.soak;

import java.nio.ByteBuffer;
import java.nio.ShortBuffer;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.globalbuffer.ReadMode;
import io.globalbuffer.Sample;
import io.globalbuffer.spring.GlobalBufferListener;
import io.globalbuffer.spring.SampleMetadata;

/**
 * Twenty listeners of all kinds.
 */
class SoakListeners {

	/** The one that is paused and resumed. */
	static final String PAUSED = "counts-batch";

	/** The one that fails now and then. */
	static final String FAILING = "flags-failing";

	private static final int FAILURES = 500;

	private final Map<String, Tally> tallies = new TreeMap<>();

	private final Tally flagsNext = tally("flags-next");

	private final Tally flagsFailing = tally(FAILING);

	private final Tally imuNext = tally("imu-next");

	private final Tally imuLatest = tally("imu-latest");

	private final Tally imuBatch = tally("imu-batch");

	private final Tally cameraNext = tally("camera-next");

	private final Tally cameraLatest = tally("camera-latest");

	private final Tally depthNext = tally("depth-next");

	private final Tally quotesNext = tally("quotes-next");

	private final Tally quotesLatest = tally("quotes-latest");

	private final Tally quotesMap = tally("quotes-map");

	private final Tally csiNext = tally("csi-next");

	private final Tally csiLatest = tally("csi-latest");

	private final Tally countsNext = tally("counts-next");

	private final Tally countsBatch = tally(PAUSED);

	private final Tally tradesNext = tally("trades-next");

	private final Tally newerNext = tally("newer-next");

	private final Tally newerLatest = tally("newer-latest");

	private final Tally points = tally("points");

	private final Tally olderNext = tally("older-next");

	private long failed = -1;

	/** What each received, by the listeners' ids. */
	Map<String, Tally> tallies() {
		return this.tallies;
	}

	@GlobalBufferListener(value = "flags", id = "flags-next")
	void flagsNext(int[] sample, SampleMetadata metadata) {
		this.flagsNext.count(SoakArrays.isWhole(sample, metadata.sequence()), metadata);
	}

	@GlobalBufferListener(value = "flags", id = FAILING, errorHandler = "retrying")
	void flagsFailing(int[] sample, SampleMetadata metadata) {
		if (metadata.sequence() % FAILURES == 0 && this.failed != metadata.sequence()) {
			this.failed = metadata.sequence();
			throw new IllegalStateException("as it was told to");
		}
		this.flagsFailing.count(SoakArrays.isWhole(sample, metadata.sequence()), metadata);
	}

	@GlobalBufferListener(value = "imu", id = "imu-next")
	void imuNext(double[] sample, SampleMetadata metadata) {
		this.imuNext.count(SoakArrays.isWhole(sample, metadata.sequence()), metadata);
	}

	@GlobalBufferListener(value = "imu", id = "imu-latest", mode = ReadMode.LATEST)
	void imuLatest(Sample<double[]> sample) {
		this.imuLatest.count(isWhole(sample), sample);
	}

	@GlobalBufferListener(value = "imu", id = "imu-batch", maxBatch = "50")
	void imuBatch(List<Sample<double[]>> batch) {
		batch.forEach((sample) -> this.imuBatch.count(isWhole(sample), sample));
	}

	@GlobalBufferListener(value = "camera", id = "camera-next")
	void cameraNext(Sample<byte[]> sample) {
		this.cameraNext.count(isWhole(sample), sample);
	}

	@GlobalBufferListener(value = "camera", id = "camera-latest", mode = ReadMode.LATEST, minInterval = "20ms")
	void cameraLatest(ByteBuffer sample, SampleMetadata metadata) {
		this.cameraLatest.count(SoakArrays.isWhole(sample, metadata.sequence()), metadata);
	}

	@GlobalBufferListener(value = "depth", id = "depth-next")
	void depthNext(ShortBuffer sample, SampleMetadata metadata) {
		this.depthNext.count(SoakArrays.isWhole(sample, metadata.sequence()), metadata);
	}

	@GlobalBufferListener(value = "quotes", id = "quotes-next")
	void quotesNext(SoakMessage sample, SampleMetadata metadata) {
		this.quotesNext.count(isWhole(sample, metadata.sequence()), metadata);
	}

	@GlobalBufferListener(value = "quotes", id = "quotes-latest", mode = ReadMode.LATEST)
	void quotesLatest(SoakMessage sample, SampleMetadata metadata) {
		this.quotesLatest.count(isWhole(sample, metadata.sequence()), metadata);
	}

	@GlobalBufferListener(value = "quotes", id = "quotes-map")
	void quotesMap(Map<String, Object> sample, SampleMetadata metadata) {
		boolean whole = sample.get("number") instanceof Number number && number.longValue() == metadata.sequence()
				&& sample.get("text") instanceof String text && SoakMessage.isWhole(metadata.sequence(), text);
		this.quotesMap.count(whole, metadata);
	}

	@GlobalBufferListener(value = "csi", id = "csi-next")
	void csiNext(float[] sample, SampleMetadata metadata) {
		this.csiNext.count(SoakArrays.isWhole(sample, metadata.sequence()), metadata);
	}

	@GlobalBufferListener(value = "csi", id = "csi-latest", mode = ReadMode.LATEST)
	void csiLatest(float[] sample, SampleMetadata metadata) {
		this.csiLatest.count(SoakArrays.isWhole(sample, metadata.sequence()), metadata);
	}

	@GlobalBufferListener(value = "counts", id = "counts-next")
	void countsNext(Sample<long[]> sample) {
		this.countsNext.count(isWhole(sample), sample);
	}

	@GlobalBufferListener(value = "counts", id = PAUSED)
	void countsBatch(List<Sample<long[]>> batch) {
		batch.forEach((sample) -> this.countsBatch.count(isWhole(sample), sample));
	}

	@GlobalBufferListener(value = "trades", id = "trades-next")
	void tradesNext(Sample<SoakMessage> sample) {
		this.tradesNext.count(isWhole(sample.value(), sample.sequence()), sample);
	}

	@GlobalBufferListener(value = "newer", id = "newer-next")
	void newerNext(float[] sample, SampleMetadata metadata) {
		this.newerNext.count(SoakArrays.isWhole(sample, metadata.sequence()), metadata);
	}

	@GlobalBufferListener(value = "newer", id = "newer-latest", mode = ReadMode.LATEST)
	void newerLatest(float[] sample, SampleMetadata metadata) {
		this.newerLatest.count(SoakArrays.isWhole(sample, metadata.sequence()), metadata);
	}

	@GlobalBufferListener(value = "points", id = "points")
	void points(SoakStream.Point sample, SampleMetadata metadata) {
		this.points.count(sample.x() == metadata.sequence() && sample.y() == -sample.x(), metadata);
	}

	@GlobalBufferListener(value = "older", id = "older-next")
	void olderNext(int[] sample, SampleMetadata metadata) {
		this.olderNext.count(SoakArrays.isWhole(sample, metadata.sequence()), metadata);
	}

	private Tally tally(String id) {
		Tally tally = id.equals(PAUSED) ? Tally.inOrder() : Tally.gapless();
		this.tallies.put(id, tally);
		return tally;
	}

	private static boolean isWhole(Sample<?> sample) {
		return SoakArrays.isWhole(sample.value(), sample.sequence());
	}

	private static boolean isWhole(SoakMessage message, long sequence) {
		return message.number() == sequence && SoakMessage.isWhole(sequence, message.text());
	}

}
