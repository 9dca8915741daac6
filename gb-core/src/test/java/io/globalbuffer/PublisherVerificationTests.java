// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicLong;

import org.reactivestreams.tck.TestEnvironment;
import org.reactivestreams.tck.flow.FlowPublisherVerification;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;

import io.globalbuffer.PublisherVerificationTests.Element;
import io.globalbuffer.schema.MessageSpec;

/**
 * Publishers keep the rules of Reactive Streams.
 */
public class PublisherVerificationTests extends FlowPublisherVerification<Sample<Element>> {

	private static final long TIMEOUT_MILLIS = 10_000;

	private static final long SILENCE_MILLIS = 100;

	private static final long POLL_MILLIS = 10;

	/** No test takes more. */
	private static final int CAPACITY = 4096;

	private final SegmentDirectory directory = new SegmentDirectory();

	private final List<GlobalBuffer> open = new ArrayList<>();

	public PublisherVerificationTests() {
		super(new TestEnvironment(TIMEOUT_MILLIS, SILENCE_MILLIS, POLL_MILLIS), TIMEOUT_MILLIS);
	}

	@BeforeMethod
	public void write() throws IOException {
		this.directory.create();
		MessageWriter<Element> writer = GlobalBuffer.create("p", MessageSpec.of(Element.class))
			.directory(this.directory.path())
			.capacity(CAPACITY)
			.open();
		this.open.add(writer);
		for (int i = 0; i < CAPACITY; i++) {
			writer.write(new Element(i));
		}
	}

	@AfterMethod
	public void close() throws IOException {
		this.open.reversed().forEach(GlobalBuffer::close);
		this.open.clear();
		this.directory.delete();
	}

	/** A stream has no end of its own: its reader is closed. */
	@Override
	public Flow.Publisher<Sample<Element>> createFlowPublisher(long elements) {
		return (subscriber) -> {
			BufferReader<Element> reader = open(attach());
			reader.publisher(ReadMode.NEXT, closing(reader, elements)).subscribe(subscriber);
			if (elements == 0) {
				reader.close();
			}
		};
	}

	private static Executor closing(BufferReader<Element> reader, long elements) {
		AtomicLong left = new AtomicLong(elements);
		return (signal) -> {
			signal.run();
			if (left.decrementAndGet() == 0) {
				reader.close();
			}
		};
	}

	/** Two cannot read under one identity. */
	@Override
	public Flow.Publisher<Sample<Element>> createFailedFlowPublisher() {
		BufferReader<Element> reader = open(attach().resumeAs("a"));
		reader.subscribe(ReadMode.NEXT, (sample) -> {
		});
		return reader.publisher();
	}

	private ReaderBuilder attach() {
		return GlobalBuffer.attach("p").directory(this.directory.path()).startFrom(StartPosition.OLDEST);
	}

	private BufferReader<Element> open(ReaderBuilder builder) {
		BufferReader<Element> reader = builder.as(Element.class);
		this.open.add(reader);
		return reader;
	}

	/**
	 * What is equal when it is read twice, as no array is.
	 *
	 * @param number its number
	 */
	public record Element(int number) {
	}

}
