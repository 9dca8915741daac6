# SPDX-License-Identifier: Apache-2.0
"""Many Python writers in one process: prefix of the names, how many, samples a second of each (0 for one sample ever).

Ends when its input does.
"""
import sys
import threading

import numpy as np

import global_buffer as gb


def main(prefix, buffers, rate):
    spec = gb.ArraySpec("int64", (32,))
    names = [f"{prefix}-{number}" for number in range(int(buffers))]
    writers = [gb.create(name, spec, capacity=64) for name in names]
    sample = np.zeros(32, dtype="int64")
    over = threading.Event()
    threading.Thread(target=lambda: (sys.stdin.read(), over.set()), daemon=True).start()
    for writer in writers:
        writer.write(sample)
    print("ready", flush=True)
    period = 1 / float(rate) if float(rate) > 0 else None
    while not over.wait(period):
        for writer in writers:
            writer.write(sample)
    for writer in writers:
        writer.close()
    for name in names:
        gb.unlink(name)


main(*sys.argv[1:])
