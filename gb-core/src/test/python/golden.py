"""Writes the golden segments: whole segments as real peers made them, and what is in them.

Run it once with the interpreter of each release's environment, which the tests keep in
~/.cache/globalbuffer-peers/<release>-<python>-<platform>-<checksum>/bin/python:

    <interpreter> gb-core/src/test/python/golden.py gb-core/src/test/resources/golden

That rewrites the folder of the interpreter's release. Process ids (offset 48) and heartbeats (offset 56) differ from
run to run and are kept as they were.
"""
import gzip
import json
import os
import shutil
import sys

import numpy as np
from pydantic import BaseModel

import global_buffer as gb

DTYPES = {
    "bool": ([True, False, False, True], [False, True, True, True]),
    "int8": ([-128, -1, 1, 127], [0, 2, 3, 4]),
    "uint8": ([0, 1, 128, 255], [5, 6, 7, 8]),
    "int16": ([-32768, -1, 1, 32767], [0, 2, 3, 4]),
    "uint16": ([0, 1, 32768, 65535], [5, 6, 7, 8]),
    "int32": ([-2**31, -1, 1, 2**31 - 1], [0, 2, 3, 4]),
    "uint32": ([0, 1, 2**31, 2**32 - 1], [5, 6, 7, 8]),
    "int64": ([-2**63, -1, 1, 2**63 - 1], [0, 2, 3, 4]),
    "uint64": ([0, 1, 2**63, 2**64 - 1], [5, 6, 7, 8]),
    "float16": ([0.5, -1.5, 65504.0, 0.0], [1.0, 2.0, 3.0, 4.0]),
    "float32": ([0.5, -1.5, 3.25, 1e-3], [1.0, 2.0, 3.0, 4.0]),
    "float64": ([0.5, -1.5, 3.25, 1e-300], [1.0, 2.0, 3.0, 4.0]),
    "complex64": ([1 + 2j, -0.5j, 3, 4.25 - 1j], [1, 2, 3, 4j]),
    "complex128": ([1 + 2j, -0.5j, 3, 4.25 - 1e-300j], [1, 2, 3, 4j]),
    "datetime64[ns]": ([0, 1, -1, 1767323045678900000], [-2**63, 2, 3, 4]),
    "timedelta64[s]": ([0, 1, -1, 86400], [-2**63, 2, 3, 4]),
}


class Status(BaseModel):
    gain: float
    cam_on: bool


class Detection(BaseModel):
    label: str
    number: int
    raw: bytes
    weights: list[float]


def flat(array):
    """Values in C order: complex numbers as re, im; dates and time spans as integers."""
    values = np.ascontiguousarray(array).reshape(-1)
    if values.dtype.kind == "c":
        values = values.view(f"f{values.dtype.itemsize // 2}")
    elif values.dtype.kind in "mM":
        values = values.view("i8")
    return values.tolist()


class Golden:

    def __init__(self, folder):
        self._folder = folder
        self._entries = []

    def _keep(self, name, description, count, capacity, readable):
        segment = f"/dev/shm/gb_{self._shared(name)}"
        with open(segment, "rb") as file:
            content = file.read()
        with open(os.path.join(self._folder, name + ".gz"), "wb") as file:
            file.write(gzip.compress(content, mtime=0))
        oldest = count - len(readable)
        self._entries.append({
            "name": name, **description, "capacity": capacity, "count": count, "size": len(content),
            "pid": os.getpid(), "samples": [{"seq": oldest + at, **sample} for at, sample in enumerate(readable)]})

    @staticmethod
    def _shared(name):
        return f"golden-{os.getpid()}-{name}"

    def array(self, name, dtype, shape, capacity, arrays):
        shared = self._shared(name)
        dtype = np.dtype(dtype)
        with gb.create(shared, gb.ArraySpec(dtype.name, shape), capacity) as writer:
            try:
                for array in arrays:
                    if shape:
                        writer.write(array)
                    else:
                        with writer.reserve() as view:
                            view[...] = array
                readable = [{"values": flat(array), "hex": array.tobytes().hex()} for array in arrays[-capacity:]]
                description = {"kind": "array", "dtype": dtype.name, "shape": list(shape), "slot_size": writer._spec.nbytes}
                with gb.attach(shared) as reader:
                    newest = reader.latest()
                    assert (newest is None) == (not arrays)
                    assert newest is None or newest.tobytes() == arrays[-1].tobytes()
                self._keep(name, description, len(arrays), capacity, readable)
            finally:
                gb.unlink(shared)

    def messages(self, name, model, capacity, max_bytes, messages, codec="msgpack"):
        shared = self._shared(name)
        with gb.create(shared, model, capacity, max_bytes=max_bytes) as writer:
            try:
                for message in messages:
                    writer.write(message)
                encoded = [writer._codec.encode(message) for message in messages]
                with gb.attach(shared, model=model) as reader:
                    assert writer._codec.encode(reader.latest()) == encoded[-1]
                readable = [{"message": {key: value.hex() if isinstance(value, bytes) else value
                                         for key, value in message.items()}, "hex": blob.hex()}
                            for message, blob in list(zip(messages, encoded))[-capacity:]]
                identity = writer._schema_json
                description = {"kind": "message", "codec": codec, "slot_size": max_bytes,
                               "identity": identity.decode() if codec == "msgpack" else identity.hex(),
                               "hash": f"{writer._schema_hash:016x}"}
                self._keep(name, description, len(messages), capacity, readable)
            finally:
                gb.unlink(shared)

    def finish(self):
        index = {"version": gb.__version__, "numpy": np.__version__, "segments": self._entries}
        with open(os.path.join(self._folder, "index.json"), "w", encoding="utf-8") as file:
            json.dump(index, file, separators=(",", ":"))
            file.write("\n")


def protobuf_status():
    """The message class of the file buffer.proto, without a compiler."""
    from google.protobuf import descriptor_pb2, descriptor_pool, message_factory
    file = descriptor_pb2.FileDescriptorProto(name="buffer.proto", package="global_buffer_test")
    message = file.message_type.add(name="Status")
    message.field.add(name="gain", number=1, label=1, type=descriptor_pb2.FieldDescriptorProto.TYPE_FLOAT)
    pool = descriptor_pool.DescriptorPool()
    pool.Add(file)
    return message_factory.GetMessageClass(pool.FindMessageTypeByName("global_buffer_test.Status"))


def main(resources):
    folder = os.path.join(resources, gb.__version__)
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    golden = Golden(folder)

    golden.array("example-array", "complex64", (64, 4), 8,
                 [np.full((64, 4), value, dtype="complex64") for value in (1 + 2j, 3 + 4j)])
    golden.messages("example-message", Status, 4, 512, [{"gain": 1.2, "cam_on": True}])
    for dtype, samples in DTYPES.items():
        arrays = [np.array(values, dtype="i8").view(dtype) if dtype[-1] == "]" else np.array(values, dtype=dtype)
                  for values in samples]
        golden.array("dtype-" + dtype.replace("[", "-").replace("]", ""), dtype, (2, 2), 2,
                     [array.reshape(2, 2) for array in arrays])
    golden.array("empty", "float64", (3,), 4, [])
    golden.array("scalar", "float64", (), 2, [np.array(2.5)])
    golden.array("lapped", "int64", (4,), 3, [np.full((4,), number, dtype="int64") for number in range(10)])
    golden.array("capacity-one", "int32", (2,), 1, [np.full((2,), number, dtype="int32") for number in range(3)])
    golden.messages("lapped-messages", Detection, 2, 128,
                    [{"label": "cup" * number, "number": 1000 ** number, "raw": bytes(range(number)),
                      "weights": [0.5] * number} for number in range(5)])
    if hasattr(gb.layout, "MSG_CODEC_PROTOBUF"):
        golden.messages("protobuf", protobuf_status(), 4, 512, [{"gain": 1.5}], codec="protobuf")
    golden.finish()


if __name__ == "__main__":
    main(sys.argv[1])
