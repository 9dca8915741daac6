"""Publishes python-wave at 50 Hz, to which the sample listens.

    pip install "global_buffer==1.1.3" numpy
    python publish_wave.py

Each sample is float64[2]: the time in seconds since the start, and the value of the
wave then. Ends at Ctrl-C. One such writer at a time.
"""
import math
import time

import global_buffer
import numpy

NAME = "python-wave"
RATE = 50
CAPACITY = 250


def wave(seconds):
    """A swinging sine, between -1 and 1."""
    return math.sin(2 * math.pi * 0.5 * seconds) * math.cos(2 * math.pi * 0.05 * seconds)


def main():
    # a Python writer cannot take over the segment that one before it left: a new one replaces it
    global_buffer.unlink(NAME)
    spec = global_buffer.ArraySpec(dtype="float64", shape=(2,))
    with global_buffer.create(NAME, spec, capacity=CAPACITY) as buffer:
        print(f"{NAME}: writing {RATE} samples a second, until Ctrl-C", flush=True)
        start = time.monotonic()
        tick = 0
        try:
            while True:
                seconds = time.monotonic() - start
                buffer.write(numpy.array([seconds, wave(seconds)]))
                tick = max(tick + 1, int(seconds * RATE))
                time.sleep(max(0, start + tick / RATE - time.monotonic()))
        except KeyboardInterrupt:
            pass


if __name__ == "__main__":
    main()
