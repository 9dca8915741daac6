"""Prints frames of host-pulse, and host-status once a second.

    pip install "global_buffer==1.1.3" numpy
    python watch_pulse.py [--frames N]

Start the sample first. Ends after N frames, or at Ctrl-C.
"""
import argparse
import sys
import time

import global_buffer
import numpy

from host_status import HostStatus

SHOWN_PER_SECOND = 4
SILENCE_SECONDS = 5


def attach(name, **options):
    """Attaches, waiting for the writer to come."""
    told = False
    while True:
        try:
            return global_buffer.attach(name, **options)
        except global_buffer.BufferNotFound:
            if not told:
                print(f"{name} is not there yet: start the sample", file=sys.stderr)
                told = True
            time.sleep(0.5)


def show_pulse(sequence, frame):
    lateness, switches, interrupts, runnable = frame[:4]
    busy = " ".join(f"{share:4.0%}" for share in frame[4:])
    print(f"host-pulse {sequence}: {lateness:7.1f} µs late, {switches:7.0f} switches/s, "
          f"{interrupts:7.0f} interrupts/s, {runnable:2.0f} runnable, CPUs {busy}", flush=True)


def show_status(status):
    busiest = ", ".join(f"{process.name} ({process.pid}) {process.share:.0%}" for process in status.busiest)
    print(f"host-status: load {status.load1:.2f} {status.load5:.2f} {status.load15:.2f}, "
          f"{status.available / 2**30:.1f} of {status.total / 2**30:.1f} GiB free, "
          f"up {status.uptime / 3600:.1f} h, busiest: {busiest or 'none'}", flush=True)


def watch(frames):
    with attach("host-pulse") as pulse, attach("host-status", model=HostStatus) as statuses:
        print(f"host-pulse is {pulse.dtype}{list(pulse.shape)}", flush=True)
        # a frame is copied into memory of ours, because the ring goes on
        frame = numpy.empty(pulse.shape, pulse.dtype)
        shown = 0
        due = time.monotonic()
        while frames is None or shown < frames:
            try:
                sequence = pulse.next_into(frame, timeout=SILENCE_SECONDS)
            except global_buffer.Empty:
                state = "silent" if pulse.writer_alive else "gone; a writer that takes over goes on here"
                print(f"host-pulse: the writer is {state}", file=sys.stderr, flush=True)
                continue
            if time.monotonic() >= due:
                show_pulse(sequence, frame)
                shown += 1
                due = max(due + 1 / SHOWN_PER_SECOND, time.monotonic())
            try:
                show_status(statuses.next(timeout=0))
            except global_buffer.Empty:
                pass


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--frames", type=int, help="how many frames to print")
    try:
        watch(parser.parse_args().frames)
    except KeyboardInterrupt:
        pass


if __name__ == "__main__":
    main()
