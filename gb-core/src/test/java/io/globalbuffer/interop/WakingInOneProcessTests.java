// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.interop;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import io.globalbuffer.SegmentFile;
import io.globalbuffer.peer.BufferNames;
import io.globalbuffer.peer.PeerNames;
import io.globalbuffer.peer.PythonPeer;
import io.globalbuffer.peer.PythonVersion;
import io.globalbuffer.peer.SharedPeers;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A Python writer and readers wrapped by {@code globalbuffer_wake} in one process:
 * coroutines, callbacks, handles that are closed while a thread sleeps, and a system that
 * refuses to wait or wake.
 */
class WakingInOneProcessTests {

	private static final String SCRIPT = """
			import asyncio
			import ctypes
			import logging
			import signal
			import struct
			import threading
			from globalbuffer_wake import sleeping, waking

			def pair(name):
			    writer = waking(gb.create(name, gb.ArraySpec("int64", (16,)), 64))
			    return writer, sleeping(gb.attach(name))

			def until(condition):
			    deadline = time.monotonic() + 30
			    while not condition() and time.monotonic() < deadline:
			        time.sleep(0.002)
			    return condition()

			def asleep(reader):
			    return reader._page is not None and reader._page.event & 1

			def cancel(waiting, name):
			    writer, reader = pair(name)
			    threads = threading.active_count()
			    received = []
			    async def read():
			        written = 0
			        for attempt in range(20):
			            next_one = asyncio.ensure_future(reader.anext(timeout=30))
			            await asyncio.sleep(0)
			            if attempt % 2:
			                writer.write(np.full(16, written))
			                written += 1
			            next_one.cancel()
			            try:
			                received.append(int((await next_one)[0]))
			            except asyncio.CancelledError:
			                pass
			        while len(received) < written:
			            received.append(int((await reader.anext(timeout=30))[0]))
			        hopeless = asyncio.ensure_future(reader.anext())
			        await asyncio.sleep(0)
			        hopeless.cancel()
			    asyncio.run(read())
			    return {"received": received, "ended": until(lambda: threading.active_count() == threads)}

			def iterate(waiting, name):
			    writer, reader = pair(name)
			    received = []
			    async def write():
			        for number in range(10):
			            writer.write(np.full(16, number))
			            while len(received) <= number:
			                await asyncio.sleep(0.001)
			        reader.close()
			    async def read():
			        # both in one loop, which therefore is free while this one waits
			        task = asyncio.ensure_future(write())
			        async for sample in reader:
			            received.append(int(sample[0]))
			        await task
			    asyncio.run(read())
			    async def too_late():
			        with gb.attach(name) as other:
			            try:
			                await sleeping(other).anext(timeout=0.05)
			            except gb.Empty as empty:
			                return str(empty)
			    return {"received": received, "empty": asyncio.run(too_late())}

			def call_back(waiting, name):
			    class Collector(gb.Consumer):
			        collected = ()
			        def callback(self):
			            self.collected += (self.seq,)
			    writer, reader = pair(name)
			    newest = sleeping(gb.attach(name))
			    collector = sleeping(Collector.attach(name, mode="next"))
			    collector.start()
			    collector.start()
			    in_order, latest = [], []
			    handles = [reader.on_data(lambda sample, seq: in_order.append(seq), mode="next"),
			               newest.on_data(lambda sample, seq: latest.append(seq))]
			    for number in range(10):
			        assert until(lambda: asleep(reader))
			        writer.write(np.full(16, number))
			        assert until(lambda: latest and latest[-1] == number)
			    arrived = until(lambda: len(in_order) == len(collector.collected) == 10)
			    for handle in handles:
			        handle.stop()
			    collector.stop()
			    writer.write(np.full(16, 10))
			    return {"arrived": arrived, "in_order": in_order, "latest": latest, "collected": collector.collected}

			def close_asleep(waiting, name):
			    writer, reader = pair(name)
			    raised = []
			    def read():
			        try:
			            reader.next()
			        except gb.BufferClosed:
			            raised.append("BufferClosed")
			    thread = threading.Thread(target=read)
			    thread.start()
			    assert until(lambda: asleep(reader))
			    reader.close()
			    thread.join(30)
			    return raised

			def interrupt(waiting, name):
			    class Interrupted(Exception):
			        pass
			    def interrupt(number, frame):
			        raise Interrupted
			    writer, reader = pair(name)
			    signal.signal(signal.SIGALRM, interrupt)
			    signal.setitimer(signal.ITIMER_REAL, 0.05)
			    try:
			        reader.next(timeout=30)
			    except Interrupted:
			        return "interrupted"

			def refuse(number):
			    # futex, to wait or to wake with an operation, not private: what the package and Python itself never do
			    machine = {"x86_64": 202, "aarch64": 98}[os.uname().machine]
			    program = b"".join(struct.pack("HBBI", *line) for line in [
			        (0x20, 0, 0, 0), (0x15, 0, 4, machine), (0x20, 0, 0, 24), (0x15, 1, 0, 0), (0x15, 0, 1, 5),
			        (0x06, 0, 0, 0x00050000 | number), (0x06, 0, 0, 0x7FFF0000)])
			    text = ctypes.create_string_buffer(program, len(program))
			    filter = struct.pack("HxxxxxxP", len(program) // 8, ctypes.addressof(text))
			    prctl = ctypes.CDLL(None, use_errno=True).prctl
			    prctl.argtypes = [ctypes.c_int, ctypes.c_ulong, ctypes.c_char_p, ctypes.c_ulong, ctypes.c_ulong]
			    assert prctl(38, 1, None, 0, 0) == 0 and prctl(22, 2, filter, 0, 0) == 0, ctypes.get_errno()

			def refused(waiting, name, error, late):
			    said = []
			    handler = logging.Handler()
			    handler.emit = lambda record: said.append(record.getMessage())
			    logging.getLogger("globalbuffer_wake").addHandler(handler)
			    if not late:
			        refuse(error)
			    writer, reader = pair(name)
			    if late:
			        refuse(error)
			    received = []
			    for number in range(3):
			        timer = threading.Timer(0.02, lambda: writer.write(np.full(16, number)))
			        timer.start()
			        received.append(int(reader.next(timeout=30)[0]))
			        timer.join()
			    return {"received": received, "said": said}
			""";

	@RegisterExtension
	static final SharedPeers peers = new SharedPeers();

	@RegisterExtension
	final BufferNames names = new BufferNames();

	@ParameterizedTest
	@EnumSource(PythonVersion.class)
	void aCancelledAwaitLosesNoSampleAndLeavesNoThread(PythonVersion version) {
		JsonNode result = run(version, "cancel");
		assertNumbers(result.path("received"), 10);
		assertThat(result.path("ended").asBoolean()).isTrue();
	}

	@ParameterizedTest
	@EnumSource(PythonVersion.class)
	void theEventLoopIsFreeWhileACoroutineWaits(PythonVersion version) {
		JsonNode result = run(version, "iterate");
		assertNumbers(result.path("received"), 10);
		assertThat(result.path("empty").asText()).isEqualTo("no sample within 0.05s");
	}

	@ParameterizedTest
	@EnumSource(PythonVersion.class)
	void callbacksReceiveEachSampleOnceUntilTheyAreStopped(PythonVersion version) {
		JsonNode result = run(version, "call_back");
		assertThat(result.path("arrived").asBoolean()).isTrue();
		assertNumbers(result.path("in_order"), 10);
		assertNumbers(result.path("latest"), 10);
		assertNumbers(result.path("collected"), 10);
	}

	@ParameterizedTest
	@EnumSource(PythonVersion.class)
	void closingEndsTheSleepOfAnotherThread(PythonVersion version) {
		assertThat(run(version, "close_asleep")).extracting(JsonNode::asText).containsExactly("BufferClosed");
	}

	@ParameterizedTest
	@EnumSource(PythonVersion.class)
	void aSignalEndsTheSleep(PythonVersion version) {
		assertThat(run(version, "interrupt").asText()).isEqualTo("interrupted");
	}

	@ParameterizedTest
	@CsvSource({ "1, true", "1, false", "38, true", "38, false" })
	void whereTheSystemRefusesTheyPollAndSayItOnce(int error, boolean late) {
		String name = this.names.next();
		try (PythonPeer peer = PythonPeer.start(PythonVersion.V1_1_3)) {
			JsonNode result = peer.call("run",
					Map.of("source", SCRIPT, "function", "refused", "name", name, "error", error, "late", late));
			assertNumbers(result.path("received"), 3);
			assertThat(result.path("said")).hasSize(1)
				.first()
				.extracting(JsonNode::asText)
				.asString()
				.startsWith(
						"Readers of this process poll, and its writers wake nobody: the system refuses the call futex");
			// the lock is held all the same
			assertThat(new SegmentFile(PeerNames.file(name)).getInt(SegmentFile.FEATURES)).isEqualTo(4);
		}
	}

	private JsonNode run(PythonVersion version, String function) {
		Map<String, Object> arguments = new HashMap<>();
		arguments.put("source", SCRIPT);
		arguments.put("function", function);
		arguments.put("name", this.names.next());
		return peers.get(version).call("run", arguments);
	}

	private static void assertNumbers(JsonNode numbers, int count) {
		assertThat(numbers).extracting(JsonNode::asInt)
			.containsExactlyElementsOf(IntStream.range(0, count).boxed().toList());
	}

}
