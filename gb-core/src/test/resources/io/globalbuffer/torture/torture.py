"""Samples every word of which says which sample it is, and segments that live for a moment.

The Python side of CheckedWords, CheckedStreams and ShortLivedSegments. Runs inside peer.py, whose names it uses; waiting
tells that the next command has arrived.
"""
import collections
import random

STEP = 0x9E3779B97F4A7C15
PLACE = 0xC2B2AE3D27D4EB4F

LONGEST_BURST = 1000
LONGEST_BURST_BYTES = 4 << 20
LONGEST_PAUSE = 0.0003

SHAPES = [(8,), (3, 5), (2, 3, 4)]
LONGEST_LIFE = 0.0002


def wrapped(number):
    return (number + 2 ** 63) % 2 ** 64 - 2 ** 63


class Words:

    def __init__(self, length):
        self._places = np.arange(length, dtype="i8") * np.int64(wrapped(PLACE))
        self._expected = np.empty(length, dtype="i8")

    def fill(self, array, number):
        words = array.reshape(-1)
        np.add(self._places, wrapped(number * STEP), out=words)
        words[0] = number
        words[-1] = words[:-1].sum()

    def are_whole(self, array):
        words = array.reshape(-1)
        np.add(self._places, wrapped(int(words[0]) * STEP), out=self._expected)
        return bool((words[1:-1] == self._expected[1:-1]).all() and words[-1] == words[:-1].sum())


def write_words(waiting, writer, length, seconds):
    """Writes 0, 1, 2 and so on in bursts, every third in a reservation; returns how many."""
    words = Words(length)
    array = np.empty(length, dtype="i8")
    longest = min(LONGEST_BURST, max(1, LONGEST_BURST_BYTES // array.nbytes))
    number = 0
    end = time.monotonic() + seconds
    while time.monotonic() < end and not waiting():
        for _ in range(random.randint(1, longest)):
            if number % 3 == 2:
                with writer.reserve() as view:
                    words.fill(view, number)
            else:
                words.fill(array, number)
                writer.write(array)
            number += 1
        time.sleep(random.uniform(0, LONGEST_PAUSE))
    return number


def read_words(waiting, in_order, newest):
    """Reads in order and, in turn, the newest until the next command arrives; then in order what is left."""
    words = Words(in_order.nbytes // 8)
    array = np.empty(in_order.shape, dtype="i8")
    figures = dict(delivered=0, torn=0, disordered=0, last=-1, newest=0, newest_torn=0, fallen=0, contended=0)
    newest_last = -1
    over = False
    while True:
        try:
            timeout = 0 if over else 0.002
            if hasattr(in_order, "next_into"):
                sequence = in_order.next_into(array, timeout=timeout)
                sample = array
            else:
                sample = in_order.next(timeout=timeout)
                sequence = int(sample.flat[0])
            figures["delivered"] += 1
            figures["torn"] += not words.are_whole(sample) or sequence != sample.flat[0]
            figures["disordered"] += sequence <= figures["last"]
            figures["last"] = sequence
        except gb.Empty:
            if over:
                break
            over = waiting()
        sample = newest.latest()
        if sample is not None:
            number = int(sample.flat[0])
            figures["newest"] += 1
            figures["newest_torn"] += not words.are_whole(sample)
            figures["fallen"] += number < newest_last
            newest_last = number
        elif figures["delivered"]:
            figures["contended"] += 1
    return {**figures, "overruns": in_order.overruns}


def words_of_shapes():
    return [Words(int(np.prod(shape))) for shape in SHAPES]


def create_and_unlink(waiting, name, seconds):
    """Creates the buffer, writes one sample and removes it again and again; returns how often."""
    words = words_of_shapes()
    number = 0
    end = time.monotonic() + seconds
    while time.monotonic() < end and not waiting():
        kind = number % len(SHAPES)
        array = np.empty(SHAPES[kind], dtype="i8")
        words[kind].fill(array, number)
        writer = gb.create(name, gb.ArraySpec("int64", SHAPES[kind]), 2)
        writer.write(array)
        if number % 2:
            time.sleep(random.uniform(0, LONGEST_LIFE))
        gb.unlink(name)
        writer.close()
        number += 1
    return number


def fault_of(reader, words):
    """What is wrong with the segment of create_and_unlink, or None."""
    deadline = time.monotonic() + 5
    sample = reader.latest()
    while sample is None and time.monotonic() < deadline:
        sample = reader.latest()
    if sample is None:
        return "no sample"
    kind = int(sample.flat[0]) % len(SHAPES)
    if reader.dtype.name != "int64" or reader.shape != SHAPES[kind] or sample.shape != SHAPES[kind]:
        return f"a sample of {SHAPES[kind]} as {reader.dtype.name} {reader.shape}"
    return None if words[kind].are_whole(sample) else "torn"


def attach_again_and_again(waiting, name):
    """Attaches until the next command arrives, and says what came of it."""
    words = words_of_shapes()
    figures = dict(whole=0, not_found=0, not_ready=0)
    others = collections.Counter()
    while not waiting():
        try:
            reader = gb.attach(name)
            try:
                fault = fault_of(reader, words)
            finally:
                reader.close()
            if fault:
                others[fault] += 1
            else:
                figures["whole"] += 1
        except gb.BufferNotFound:
            figures["not_found"] += 1
        except Exception as error:
            # what Python says of a segment that has a name, but no size or no magic yet
            if str(error) == "cannot mmap an empty file" or str(error).startswith("bad magic"):
                figures["not_ready"] += 1
            else:
                others[f"{type(error).__name__}: {error}"] += 1
    return {**figures, "others": others}
