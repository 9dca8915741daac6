# SPDX-License-Identifier: Apache-2.0
"""Measures what globalbuffer_wake costs, and what it gives.

    python measure_wake.py [--rate 200] [--seconds 10] [--rounds 3]

Prints how long a publish takes, plain and waking; what a reader costs that waits in vain, plain and sleeping; and of two
processes, a writer at a fixed rate and a reader that waits for each sample, how late the samples arrive and how busy both
processes are, each of them plain or wrapped. Rounds take turns, so that all see the same machine.
"""
import argparse
import os
import resource
import subprocess
import sys
import time

import global_buffer
import numpy

from globalbuffer_wake import sleeping, waking

SPEC = global_buffer.ArraySpec(dtype="int64", shape=(8,))
CAPACITY = 256
PAIRS = [("plain", "plain"), ("waking", "sleeping"), ("waking", "plain"), ("plain", "sleeping")]


def write(name, kind, rate, seconds):
    """The writer's process: begins at the first line of its input."""
    writer = global_buffer.create(name, SPEC, CAPACITY)
    if kind == "waking":
        writer = waking(writer)
    with writer:
        print("ready", flush=True)
        sys.stdin.readline()
        begin = time.perf_counter()
        busy = time.process_time()
        for number in range(int(rate * seconds)):
            time.sleep(max(0, begin + number / rate - time.perf_counter()))
            writer.write(numpy.full(8, time.perf_counter_ns()))
        print((time.process_time() - busy) / (time.perf_counter() - begin), flush=True)


def read(kind, rate, seconds):
    """One round; returns latencies in microseconds, and the busy shares of reader and writer."""
    name = f"measure-wake-{os.getpid()}"
    command = [sys.executable, __file__, "--write", name, kind[0], "--rate", str(rate), "--seconds", str(seconds)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        try:
            process.stdout.readline()
            reader = global_buffer.attach(name)
            if kind[1] == "sleeping":
                reader = sleeping(reader)
            with reader:
                latencies = numpy.empty(int(rate * seconds))
                begin = time.perf_counter()
                busy = time.process_time()
                process.stdin.write("begin\n")
                process.stdin.flush()
                for number in range(len(latencies)):
                    sample = reader.next(timeout=10)
                    latencies[number] = (time.perf_counter_ns() - sample[0]) / 1000
                share = (time.process_time() - busy) / (time.perf_counter() - begin)
            return latencies, share, float(process.stdout.readline())
        finally:
            process.kill()
            os.unlink(f"/dev/shm/gb_{name}")


def publish_cost(rounds):
    """The best of many turns, in nanoseconds, with nobody asleep: plain and waking."""
    name = f"measure-wake-{os.getpid()}-"
    with global_buffer.create(name + "plain", SPEC, CAPACITY) as plain, \
            waking(global_buffer.create(name + "waking", SPEC, CAPACITY)) as wrapped:
        sample = numpy.zeros(8, numpy.int64)
        best = [float("inf"), float("inf")]
        for turn in range(20 * rounds):
            for which, writer in enumerate((plain, wrapped)):
                begin = time.perf_counter_ns()
                for _ in range(2000):
                    writer.write(sample)
                best[which] = min(best[which], (time.perf_counter_ns() - begin) / 2000)
        for kind in ("plain", "waking"):
            os.unlink(f"/dev/shm/gb_{name}{kind}")
    return best


def idle_cost(seconds):
    """How busy a reader is that waits in vain, and how often it looks in a second: plain and sleeping."""
    name = f"measure-wake-{os.getpid()}"
    costs = []
    with waking(global_buffer.create(name, SPEC, CAPACITY)):
        for wrap in (lambda reader: reader, sleeping):
            with wrap(global_buffer.attach(name)) as reader:
                busy = time.process_time()
                looks = resource.getrusage(resource.RUSAGE_SELF).ru_nvcsw
                try:
                    reader.next(timeout=seconds)
                except global_buffer.Empty:
                    pass
                costs.append(((time.process_time() - busy) / seconds,
                              (resource.getrusage(resource.RUSAGE_SELF).ru_nvcsw - looks) / seconds))
        os.unlink(f"/dev/shm/gb_{name}")
    return costs


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--rate", type=float, default=200)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--write", nargs=2, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.write:
        write(*arguments.write, arguments.rate, arguments.seconds)
        return
    plain, wrapped = publish_cost(arguments.rounds)
    print(f"a publish of 64 bytes: plain {plain:.0f} ns, waking {wrapped:.0f} ns")
    (plain, looks), (wrapped, fewer) = idle_cost(arguments.seconds)
    print(f"a reader that waits in vain: plain {plain:.2%} of a core, {looks:.0f} looks a second, "
          f"sleeping {wrapped:.2%}, {fewer:.0f}")
    print()
    print(f"| at {arguments.rate:g} Hz: writer, reader | p50 µs | p99 µs | reader busy | writer busy |")
    print("|---|---:|---:|---:|---:|")
    results = {pair: [] for pair in PAIRS}
    for _ in range(arguments.rounds):
        for pair in PAIRS:
            results[pair].append(read(pair, arguments.rate, arguments.seconds))
    for (writer, reader), rounds in results.items():
        latencies = numpy.concatenate([latencies for latencies, _, _ in rounds])
        p50, p99 = numpy.percentile(latencies, [50, 99])
        reader_busy = sum(share for _, share, _ in rounds) / len(rounds)
        writer_busy = sum(share for _, _, share in rounds) / len(rounds)
        print(f"| {writer}, {reader} | {p50:.0f} | {p99:.0f} | {reader_busy:.1%} | {writer_busy:.1%} |")


if __name__ == "__main__":
    main()
