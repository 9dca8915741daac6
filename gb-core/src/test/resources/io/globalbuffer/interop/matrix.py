"""Every value for a field of every type, as a Python reader with a model takes it.

The types bear the names of their Java counterparts; a moment with zone is AwareDatetime and one without NaiveDatetime,
as Java keeps the two apart.
"""
import datetime
import decimal
import enum
import uuid
from typing import Any, Optional

import msgspec
from pydantic import AwareDatetime, BaseModel, NaiveDatetime, ValidationError, create_model


class Colour(enum.Enum):
    RED = "RED"
    GREEN = "green"


class Level(enum.Enum):
    LOW = 1
    HIGH = 2


class Inner(BaseModel):
    z: int
    a: Optional[str] = None


TYPES = {
    "boolean": bool, "long": int, "BigInteger": int, "double": float, "String": str, "byte[]": bytes,
    "BigDecimal": decimal.Decimal, "Instant": AwareDatetime, "OffsetDateTime": AwareDatetime,
    "LocalDateTime": NaiveDatetime, "LocalDate": datetime.date, "LocalTime": datetime.time,
    "OffsetTime": datetime.time, "Duration": datetime.timedelta, "UUID": uuid.UUID, "Colour": Colour, "Level": Level,
    "List<Long>": list[int], "long[]": list[int], "double[]": list[float], "List<String>": list[str],
    "Map<String, Long>": dict[str, int], "Map<Long, Long>": dict[int, int], "Map<Boolean, Long>": dict[bool, int],
    "@Nullable Long": Optional[int], "Optional<Long>": Optional[int], "OptionalLong": Optional[int],
    "List<@Nullable Long>": list[Optional[int]], "Inner": Inner, "List<Inner>": list[Inner], "Object": Any,
}

UTC = datetime.timezone.utc

VALUES = [
    None, True, False, 0, 1, 2, -1, 255, 2**62, -2**63, 3600, 86399, 86400, -86400, 1700000000, 20000000000,
    20000000001, 1700000000123, 253402300799, 253402300800000, -62135596800000, -62135596800001,
    -0.0, 1.0, 2.0, 7.5, -0.25, 1e300, 1e16, 1.5e16, 123456789012345680.0, 0.0001, 1e-05, 1e-07, 5e-07, 1.0000015, 2.0**62,
    2.0**63, -2.0**63, 3600.5, -1.5, 86399.9999999, 1700000000.5, 20000000001.5, float("nan"), float("inf"), float("-inf"),
    "", "12", " 12 ", "+12", "-12", "012", "1_000", "1__0", "_1", "12.0", "12.", "1_0.0", "12.5", "1.5", ".5", "1e3",
    "1E+5", "1e400", "0E-7", "-0.0", "nan", "inf", "-Infinity", "0x10", "true", "True", " true ", "yes", "off", "on", "y",
    "n", "1", "0", "2", "no", "\u00e9", "\u00a012", "\x1c12", "9" * 30,
    b"", b"12", b"abc", b"\xff", b"true", b"0123456789abcdef", b"2026-01-02", b"03:04:05", b"RED", b"PT1S",
    b"12345678-1234-5678-1234-567812345678",
    "2026-01-02T03:04:05Z", "2026-01-02T03:04:05+02:00", "2026-01-02T03:04:05-0230", "2026-01-02T03:04:05+24:00",
    "2026-01-02T03:04:05", "2026-01-02 03:04:05.123456789", "2026-01-02 03:04:05.123456789Z", "2026-01-02T03:04",
    "2026-01-02t03:04:05z", "2026-01-02_03:04:05,5", "2026-01-02T03:04:05.", "2026-01-02", "20260102",
    "2026-01-02T00:00:00", "2026-01-02T00:00:00Z", "2026-01-02T00:00:00+02:00", "2026-1-2", "2026-02-29",
    "2024-02-29T12:00", "0000-01-01", "0001-01-01", "2026-01-02T24:00:00", "2026-01-02 ", "1700000000",
    "1700000000.5", "-1.75", "1700000000000",
    "03:04:05", "03:04:05Z", "03:04:05+01:00", "03:04:05+23:59", "03:04", "03:04:05.123456789", "03:04:60", "24:00:00",
    "100:00", "3:04",
    "P1DT2S", "PT90S", "P1D", "-PT1S", "P1W", "PT1H30M", "P1M", "P1Y", "P1.5D", "P0.5DT1S", "PT1.5M", "P1DT2.000003S",
    "PT0.1234567S", "-PT86394.999993S", "P1DT", "PT", "P", "pt1s", "PT1H1D", "P999999999D", "P1000000000D",
    "1 days, 02:00:00", "-1 days, 01:00:00", "3 days 01:00:00.5", "1d", "1 DAY", "1day01:00", "1:30", "01:30", "1:00:00",
    "01:00:00Z", "00:00:00,5",
    "12345678-1234-5678-1234-567812345678", "12345678123456781234567812345678",
    "{12345678-1234-5678-1234-567812345678}", "urn:uuid:12345678-1234-5678-1234-567812345678",
    "12345678-1234-5678-1234-56781234567", "12345678-1234-5678-1234-567812345ABC", "1.50",
    "RED", "red", " RED", "green", "GREEN",
    datetime.datetime(2026, 1, 2, 3, 4, 5, 678900, UTC), datetime.datetime(2026, 1, 2, tzinfo=UTC),
    datetime.datetime(1950, 1, 1, tzinfo=UTC), datetime.datetime(2200, 1, 1, tzinfo=UTC),
    [], [1, "2", 3.0], [1.5], ["a"], [None], [1, None], [True], [[1]], [{"z": 1}], [{"z": "x"}], ["z", 1],
    {}, {"z": 1}, {"z": "3", "a": "x"}, {"z": 1, "q": [1]}, {"z": 1, "a": None}, {"z": None}, {"a": "x"}, {1: 2},
    {True: 1}, {2: 1}, {1.0: 1}, {"1": "2"}, {" 1 ": 1}, {"true": 1}, {"x": 1.0}, {"x": 1.5}, {"x": None},
]


def matrix(waiting):
    rows = []
    for name, annotation in TYPES.items():
        model = create_model("Model", v=(annotation, ...))
        for value in VALUES:
            message = msgspec.msgpack.encode({"v": value})
            try:
                taken = model(**msgspec.msgpack.decode(message))
                result = msgspec.msgpack.encode(taken.model_dump()).hex()
            except (ValidationError, OverflowError):
                result = None
            rows.append({"type": name, "value": repr(value), "message": message.hex(), "result": result})
    return rows
