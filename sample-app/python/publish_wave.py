"""Publishes python-wave at 50 Hz, to which the sample listens.

    pip install "global_buffer==1.1.3" numpy
    python publish_wave.py [--rate HZ] [--waking]

Each sample is float64[2]: the time in seconds since the start, and the value of the
wave then. Ends at Ctrl-C. One such writer at a time. With --waking it wakes readers that
wait, and shows that it lives as a Java writer does (globalbuffer_wake.py must lie
beside it).
"""
import argparse
import math
import time

import global_buffer
import numpy

NAME = "python-wave"
SECONDS_KEPT = 5


def wave(seconds):
    """A swinging sine, between -1 and 1."""
    return math.sin(2 * math.pi * 0.5 * seconds) * math.cos(2 * math.pi * 0.05 * seconds)


def plain(buffer):
    return buffer


def publish(rate, wrap):
    # a Python writer cannot take over the segment that one before it left: a new one replaces it
    global_buffer.unlink(NAME)
    spec = global_buffer.ArraySpec(dtype="float64", shape=(2,))
    with wrap(global_buffer.create(NAME, spec, capacity=SECONDS_KEPT * rate)) as buffer:
        print(f"{NAME}: writing {rate} samples a second, until Ctrl-C", flush=True)
        start = time.monotonic()
        tick = 0
        try:
            while True:
                seconds = time.monotonic() - start
                buffer.write(numpy.array([seconds, wave(seconds)]))
                tick = max(tick + 1, int(seconds * rate))
                time.sleep(max(0, start + tick / rate - time.monotonic()))
        except KeyboardInterrupt:
            pass


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rate", type=int, default=50, help="samples a second")
    parser.add_argument("--waking", action="store_true", help="wake readers")
    arguments = parser.parse_args()
    wrap = plain
    if arguments.waking:
        from globalbuffer_wake import waking as wrap
    publish(arguments.rate, wrap)


if __name__ == "__main__":
    main()
