"""A Python process at the other end of a segment, driven by the Java tests.

One JSON object a line: {"command": ..., arguments} on standard input, {"result": ...} or
{"error": {"type": ..., "message": ...}} on standard output, in the order of the commands. Standard error is free text.
Runs with every release of global_buffer from 1.0.0 to 1.1.3. Works until standard input ends.

A loop without an end of its own stops when the next command arrives. Bytes travel as {"$hex": "00ff"}.
Array values travel flat, in C order; complex numbers as re, im; dates and time spans as their integers.
"""
import importlib
import json
import os
import select
import sys
import time
from typing import Optional

import numpy as np
import pydantic
from pydantic import BaseModel

import global_buffer as gb

try:
    from google.protobuf.message import Message
except ImportError:
    # releases before 1.1 do without
    class Message:
        pass


class Status(BaseModel):
    gain: float
    cam_on: bool


class Point(BaseModel):
    x: float
    y: float


class Detection(BaseModel):
    label: str
    number: int
    score: float
    seen: bool
    raw: bytes
    note: Optional[str] = None
    position: Point
    weights: list[float]
    outline: list[Point] = []


MODELS = {"Status": Status, "Point": Point, "Detection": Detection}


def to_array(values, dtype, shape):
    """An array of flat values, in the forms of the protocol."""
    if dtype.kind == "c":
        part = np.dtype(f"f{dtype.itemsize // 2}")
        return np.array(values, dtype=part).view(dtype).reshape(shape)
    if dtype.kind in "mM":
        return np.array(values, dtype="i8").view(dtype).reshape(shape)
    return np.array(values, dtype=dtype).reshape(shape)


def from_array(array):
    """The flat values of an array, in the forms of the protocol."""
    flat = np.ascontiguousarray(array).reshape(-1)
    if flat.dtype.kind == "c":
        flat = flat.view(f"f{flat.dtype.itemsize // 2}")
    elif flat.dtype.kind in "mM":
        flat = flat.view("i8")
    return flat.tolist()


def number_as(number, dtype):
    """One element that stands for a number; integers wrap."""
    if dtype.kind in "mM":
        return np.int64(number).view(dtype)
    return np.asarray(number).astype(dtype)[()]


def number_of(element):
    """The number an element stands for, the inverse of number_as as far as the dtype is wide enough."""
    if element.dtype.kind in "mM":
        return int(element.view("i8"))
    return element.real.item()


def decode_bytes(value):
    if set(value) == {"$hex"}:
        return bytes.fromhex(value["$hex"])
    return value


def plain(value):
    """What json cannot write by itself."""
    if isinstance(value, Message):
        return {"$message": value.DESCRIPTOR.full_name, "bytes": value.SerializeToString(deterministic=True).hex()}
    if isinstance(value, BaseModel):
        return {name: getattr(value, name) for name in type(value).model_fields}
    if isinstance(value, (bytes, bytearray, memoryview)):
        return {"$hex": bytes(value).hex()}
    return str(value)


class CommandLines:
    """Standard input, line by line, and whether a line is waiting."""

    def __init__(self):
        self._pending = b""

    def waiting(self):
        """Whether a command, or the end of the input, is there already."""
        return bool(self._pending) or bool(select.select([0], [], [], 0)[0])

    def __iter__(self):
        while True:
            line, newline, rest = self._pending.partition(b"\n")
            if newline:
                self._pending = rest
                yield line
                continue
            chunk = os.read(0, 65536)
            if not chunk:
                return
            self._pending += chunk


class Peer:

    def __init__(self, lines):
        self._lines = lines
        self._handles = {}
        self._schemas = {}
        self._created = set()

    def _keep(self, handle):
        number = len(self._handles) + 1
        self._handles[number] = handle
        return number

    # ---- life cycle ----

    def hello(self):
        return {"version": gb.__version__, "pid": os.getpid(), "numpy": np.__version__,
                "pydantic": pydantic.__version__, "python": sys.version.split()[0]}

    def stop(self):
        """Does nothing: its arrival ends the loop before it."""

    def define(self, source):
        """Adds the models of a piece of Python source."""
        names = dict(globals())
        exec(source, names)
        MODELS.update({name: value for name, value in names.items()
                       if isinstance(value, type) and issubclass(value, (BaseModel, Message))})

    def run(self, source, function, handles=(), **arguments):
        """Calls a function of a piece of Python source, and returns what it returns.

        Its first argument tells whether the next command, or the end of the input, is there; then come the handles.
        """
        names = dict(globals())
        exec(source, names)
        return names[function](self._lines.waiting, *(self._handles[handle] for handle in handles), **arguments)

    def create_array(self, name, dtype, shape, capacity, heartbeat_interval=None):
        return self._create(name, gb.ArraySpec(dtype, tuple(shape)), capacity, None, heartbeat_interval)

    def create_message(self, name, model, capacity, max_bytes=None, heartbeat_interval=None):
        return self._create(name, MODELS[model], capacity, max_bytes, heartbeat_interval)

    def _create(self, name, schema, capacity, max_bytes, heartbeat_interval):
        options = {} if heartbeat_interval is None else {"heartbeat_interval": heartbeat_interval}
        handle = gb.create(name, schema, capacity, max_bytes=max_bytes, **options)
        self._created.add(name)
        number = self._keep(handle)
        self._schemas[number] = schema
        return number

    def attach(self, name, model=None):
        reader = gb.attach(name, model=MODELS[model] if model else None)
        return {"handle": self._keep(reader), "dtype": reader.dtype.name if reader.dtype is not None else None,
                "shape": reader.shape, "nbytes": reader.nbytes}

    def wrap(self, handle, wrapper):
        """Puts in a handle's place what a function of globalbuffer_wake makes of it."""
        wake = importlib.import_module("globalbuffer_wake")
        self._handles[handle] = getattr(wake, wrapper)(self._handles[handle])

    def unlink(self, name):
        gb.unlink(name)

    def close(self, handle):
        self._handles[handle].close()

    def end(self):
        """Called at the end of the input: nobody is left who could remove these names."""
        for name in self._created:
            try:
                os.unlink(f"/dev/shm/gb_{name}")
            except FileNotFoundError:
                pass

    # ---- writing ----

    def _sample(self, handle, value):
        schema = self._schemas[handle]
        if not isinstance(schema, gb.ArraySpec):
            return schema.FromString(value) if issubclass(schema, Message) and isinstance(value, bytes) else value
        if isinstance(value, bytes):
            return np.frombuffer(value, dtype=schema.np_dtype).reshape(schema.shape)
        return to_array(value, schema.np_dtype, schema.shape)

    def _filled(self, handle, number):
        schema = self._schemas[handle]
        if not isinstance(schema, gb.ArraySpec):
            return {name: number for name in schema.model_fields}
        return np.full(schema.shape, number_as(number, schema.np_dtype), dtype=schema.np_dtype)

    def write(self, handle, value):
        self._handles[handle].write(self._sample(handle, value))

    def write_all(self, handle, values, period=0):
        for value in values:
            self.write(handle, value)
            time.sleep(period)

    def fill(self, handle, number):
        self._handles[handle].write(self._filled(handle, number))

    def reserve_fill(self, handle, number):
        with self._handles[handle].reserve() as view:
            view[...] = self._filled(handle, number)

    def fill_loop(self, handle, first=0, count=None, period=0, reserve=False):
        """Samples filled with first, first + 1, ...; without a count until the next command."""
        step = self.reserve_fill if reserve else self.fill
        number = first
        due = time.monotonic()
        while count is None or number < first + count:
            step(handle, number)
            number += 1
            if period:
                due += period
                time.sleep(max(0, due - time.monotonic()))
            if count is None and (period or number % 64 == 0) and self._lines.waiting():
                break
        return number - first

    def heartbeat(self, handle):
        self._handles[handle].heartbeat()

    # ---- reading ----

    def _reply(self, reader, sample):
        if sample is None:
            return None
        if reader.dtype is None:
            return {"message": sample}
        return {"values": from_array(sample), "hex": sample.tobytes().hex()}

    def latest(self, handle):
        reader = self._handles[handle]
        return self._reply(reader, reader.latest())

    def next(self, handle, timeout):
        reader = self._handles[handle]
        return self._reply(reader, reader.next(timeout=timeout))

    def next_into(self, handle, timeout):
        reader = self._handles[handle]
        out = np.empty(reader.shape, dtype=reader.dtype)
        seq = reader.next_into(out, timeout=timeout)
        return {"seq": seq, **self._reply(reader, out)}

    def read_loop(self, handle, mode, timeout, count=None):
        """Reads filled samples and judges them; without a count until the next command.

        next, next_into: until delivered and skipped samples are count; latest: until count different samples were seen.
        next_into also takes a sample for torn that is not filled with its sequence.
        """
        reader = self._handles[handle]
        begin = reader.overruns
        deadline = time.monotonic() + timeout
        out = np.empty(reader.shape, dtype=reader.dtype)
        delivered = torn = disordered = 0
        first = last = None
        while True:
            done = delivered + (reader.overruns - begin if mode != "latest" else 0)
            remaining = deadline - time.monotonic()
            if remaining <= 0 or (done >= count if count is not None else self._lines.waiting()):
                break
            if count is None:
                remaining = min(remaining, 0.05)
            sequence = None
            if mode == "latest":
                sample = reader.latest()
            else:
                try:
                    if mode == "next_into":
                        sequence = reader.next_into(out, timeout=remaining)
                        sample = out
                    else:
                        sample = reader.next(timeout=remaining)
                except gb.Empty:
                    continue
            if sample is not None:
                flat = sample.reshape(-1)
                number = number_of(flat[0])
                if mode != "latest" or number != last:
                    delivered += 1
                    torn += bool((flat != flat[0]).any()) or sequence not in (None, number)
                    disordered += last is not None and number <= last
                    first = number if first is None else first
                    last = number
                    continue
            time.sleep(0.0005)
        return {"delivered": delivered, "overruns": reader.overruns - begin, "torn": torn,
                "disordered": disordered, "first": first, "last": last, "timed_out": count is not None and done < count}

    def overruns(self, handle):
        return self._handles[handle].overruns

    def writer_alive(self, handle):
        return self._handles[handle].writer_alive


def main():
    replies = os.fdopen(os.dup(1), "w", encoding="utf-8")
    # whatever a library prints goes where it cannot be taken for a reply
    os.dup2(2, 1)
    lines = CommandLines()
    peer = Peer(lines)
    for line in lines:
        try:
            request = json.loads(line, object_hook=decode_bytes)
            reply = {"result": getattr(peer, request.pop("command"))(**request)}
        except Exception as error:
            reply = {"error": {"type": type(error).__name__, "message": str(error)}}
        replies.write(json.dumps(reply, default=plain) + "\n")
        replies.flush()
    peer.end()


if __name__ == "__main__":
    main()
