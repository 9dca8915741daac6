# SPDX-License-Identifier: Apache-2.0
"""A Python writer: buffer name, pattern (a rate in hertz, "bursts" or "irregular"), "plain" or "wrapped".

Each sample says first when it is published. Ends when its input does.
"""
import random
import sys
import threading
import time

import numpy as np

import global_buffer as gb

NANOS = 1_000_000_000


def gaps(pattern):
    if pattern == "irregular":
        chance = random.Random(1)
        while True:
            yield chance.expovariate(200) * NANOS
    if pattern == "bursts":
        while True:
            yield NANOS / 11
            yield from [NANOS / 1000] * 9
    while True:
        yield NANOS / float(pattern)


def write(writer, pattern):
    sample = np.zeros(32, dtype="int64")
    writer.write(sample)
    print("ready", flush=True)
    if pattern == "silent":
        sys.stdin.read()
        return
    over = threading.Event()
    threading.Thread(target=lambda: (sys.stdin.read(), over.set()), daemon=True).start()
    due = time.monotonic_ns()
    for gap in gaps(pattern):
        due += gap
        pause = due - time.monotonic_ns()
        if pause > 0:
            time.sleep(pause / NANOS)
        if over.is_set():
            return
        sample[0] = time.monotonic_ns()
        writer.write(sample)


def main(name, pattern, wrapping):
    writer = gb.create(name, gb.ArraySpec("int64", (32,)), capacity=64)
    if wrapping == "wrapped":
        from globalbuffer_wake import waking
        writer = waking(writer)
    try:
        write(writer, pattern)
    finally:
        writer.close()


main(*sys.argv[1:])
