"""Counts the samples of streams, and those that it lost. Says so twice a second, a line of JSON for each stream.

    pip install "global_buffer==1.1.3" numpy
    python count_samples.py host-pulse python-wave

Streams may come and go; ends at Ctrl-C. Where a segment replaces another, all samples of
the new one count. "pause" is the longest time between two samples, in seconds.
"""
import json
import os
import sys
import threading
import time

import global_buffer
import numpy

LOOK_SECONDS = 0.2
SAY_SECONDS = 0.5


class Counter:
    """One stream, on a thread of its own."""

    def __init__(self, name):
        self.name = name
        self.alive = False
        self.sequence = -1
        self.received = 0
        self.lost = 0
        self.pause = 0
        self.last = None

    def run(self):
        while True:
            try:
                with global_buffer.attach(self.name) as buffer:
                    self.read(buffer)
            except (global_buffer.BufferNotFound, global_buffer.SchemaMismatch, FileNotFoundError):
                self.alive = False
                time.sleep(LOOK_SECONDS)

    def read(self, buffer):
        """Until the writer is gone, and the name leads to another segment."""
        file = self.file()
        sample = numpy.empty(buffer.shape, buffer.dtype)
        while True:
            try:
                self.count(buffer.next_into(sample, timeout=LOOK_SECONDS))
            except global_buffer.Empty:
                pass
            self.alive = buffer.writer_alive
            if not self.alive and self.file() != file:
                return

    def file(self):
        return os.stat("/dev/shm/gb_" + self.name).st_ino

    def count(self, sequence):
        now = time.monotonic()
        if self.received:
            # a sequence that goes back is of a new segment, which began at 0
            self.lost += sequence - (self.sequence + 1 if sequence > self.sequence else 0)
            self.pause = max(self.pause, now - self.last)
        self.sequence = sequence
        self.received += 1
        self.last = now

    def line(self):
        return json.dumps({"stream": self.name, "alive": self.alive, "sequence": self.sequence,
                           "received": self.received, "lost": self.lost, "pause": round(self.pause, 3)})


def main():
    counters = [Counter(name) for name in sys.argv[1:]]
    for counter in counters:
        threading.Thread(target=counter.run, daemon=True).start()
    try:
        while True:
            time.sleep(SAY_SECONDS)
            for counter in counters:
                print(counter.line(), flush=True)
    except KeyboardInterrupt:
        pass


if __name__ == "__main__":
    main()
