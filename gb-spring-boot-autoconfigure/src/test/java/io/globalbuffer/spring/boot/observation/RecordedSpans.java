// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot.observation;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import org.awaitility.Awaitility;

/**
 * The spans that have ended and are sampled.
 */
final class RecordedSpans implements SpanExporter {

	private final List<SpanData> ended = new CopyOnWriteArrayList<>();

	/** Waits for spans of a name. */
	List<SpanData> await(String name, int count) {
		return Awaitility.await()
			.until(() -> this.ended.stream().filter((span) -> span.getName().equals(name)).toList(),
					(spans) -> spans.size() == count);
	}

	@Override
	public CompletableResultCode export(Collection<SpanData> spans) {
		this.ended.addAll(spans);
		return CompletableResultCode.ofSuccess();
	}

	@Override
	public CompletableResultCode flush() {
		return CompletableResultCode.ofSuccess();
	}

	@Override
	public CompletableResultCode shutdown() {
		return CompletableResultCode.ofSuccess();
	}

}
