"""Random messages at the Python end: drawn, written, read, and said in the plain form of PlainForm.java."""
import datetime
import decimal
import enum
import math
import random
import struct
import uuid

import msgspec

MICROSECOND = datetime.timedelta(microseconds=1)
UTC = datetime.timezone.utc
EPOCH = datetime.datetime(1970, 1, 1, tzinfo=UTC)

EDGES = [0, 1, 15, 16, 31, 32, 33, 255, 256, 257]
CONTAINER_EDGES = [0, 1, 15, 16, 17]
LONG = [65535, 65536, 65537]
LONG_MESSAGES = 200

FLOATS = [0.0, -0.0, 1.0, -1.0, 0.1, 1e-7, 1e22, math.nan, math.inf, -math.inf, 5e-324, 1.7976931348623157e308, 2.0 ** 53,
          2.0 ** 63, 2.0 ** 64]
CHARACTERS = ["a", "Z", "0", " ", "\"", "\\", "\n", "\0", "\x7f", "\x80", "é", "ß", "\u07ff", "\u0800", "€", "\ud7ff",
              "\ue000", "\uffff", "\U00010000", "😀", "\U0010ffff", "e\u0301"]
DATE_TIMES = [datetime.datetime.min, datetime.datetime.max, datetime.datetime(1970, 1, 1),
              datetime.datetime(1969, 12, 31, 23, 59, 59, 999999), datetime.datetime(1970, 1, 1, 0, 0, 0, 1),
              datetime.datetime(2106, 2, 7, 6, 28, 15), datetime.datetime(2106, 2, 7, 6, 28, 16),
              datetime.datetime(2514, 5, 30, 1, 53, 3, 999999), datetime.datetime(2514, 5, 30, 1, 53, 4)]
LONGEST_DAYS = 999999998


def seconds(span):
    whole, part = divmod(span // MICROSECOND, 1000000)
    return f"{whole}.{part:06d}000"


def date(value):
    return f"{value.year}-{value.month}-{value.day}"


def time(value):
    return f"{value.hour}:{value.minute}:{value.second}.{value.microsecond:06d}000"


def plain_form(value):
    """What a value is, without any codec."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, BaseModel):
        return [plain_form(getattr(value, name)) for name in type(value).model_fields]
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return "nan" if math.isnan(value) else struct.pack(">d", value).hex()
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, datetime.datetime):
        return seconds(value - EPOCH) if value.tzinfo else f"{date(value)} {time(value)}"
    if isinstance(value, datetime.date):
        return date(value)
    if isinstance(value, datetime.time):
        return time(value)
    if isinstance(value, datetime.timedelta):
        return seconds(value)
    if isinstance(value, uuid.UUID):
        return f"{value.int:032x}"
    if isinstance(value, decimal.Decimal):
        sign, digits, exponent = value.as_tuple()
        number = int("".join(map(str, digits)))
        return f"{-number if sign else number}E{exponent}"
    if isinstance(value, enum.Enum):
        return value.value
    if isinstance(value, list):
        return [plain_form(element) for element in value]
    if isinstance(value, set):
        return sorted((plain_form(element) for element in value), key=lambda text: text.encode("utf-16-be"))
    if isinstance(value, dict):
        return [[plain_form(key), plain_form(element)] for key, element in value.items()]
    raise TypeError(f"a {type(value).__name__} is no part of a random message")


class Values:
    """Draws the fields of messages by their description, those at the limits of a form more often than others."""

    def __init__(self, seed):
        self._random = random.Random(seed)
        self._may_be_long = False

    def message(self, description):
        self._may_be_long = self._random.randrange(LONG_MESSAGES) == 0
        return self.value(description)

    def value(self, kind):
        if isinstance(kind, str):
            return getattr(self, "_" + kind.lower())()
        (name, part), = kind.items()
        if name == "maybe":
            return None if self._random.randrange(3) == 0 else self.value(part)
        if name == "enum":
            return self._random.choice(part)
        if name == "record":
            return {key: self.value(field) for key, field in part.items()}
        size = self._length(CONTAINER_EDGES, 6, isinstance(part, str) and part not in ("TEXT", "BYTES"))
        if name == "map":
            key, value = part
            return {self.value(key): self.value(value) for _ in range(size)}
        elements = [self.value(part) for _ in range(size)]
        return set(elements) if name == "set" else elements

    def _length(self, edges, bound, small=True):
        if self._may_be_long and small:
            self._may_be_long = False
            return self._random.choice(LONG)
        return self._random.choice(edges) if self._random.randrange(4) == 0 else self._random.randrange(bound)

    def _integer(self, bits):
        drawn = self._random.getrandbits(63) >> self._random.randrange(64)
        if self._random.random() < 0.5:
            drawn = (1 << self._random.randrange(bits)) + self._random.randrange(-2, 3)
        value = self._random.choice((drawn, -drawn)) & ((1 << bits) - 1)
        return value - (1 << bits) if value >> (bits - 1) else value

    def _boolean(self):
        return self._random.random() < 0.5

    def _byte(self):
        return self._integer(8)

    def _short(self):
        return self._integer(16)

    def _int(self):
        return self._integer(32)

    def _long(self):
        return self._integer(64)

    def _big_integer(self):
        value = self._integer(64)
        return value % (1 << 64) if self._boolean() else value

    def _double(self):
        drawn = self._random.randrange(3)
        if drawn == 0:
            return self._random.choice(FLOATS)
        if drawn == 1:
            return self._random.gauss(0, 1)
        return struct.unpack(">d", self._random.getrandbits(64).to_bytes(8, "big"))[0]

    def _float(self):
        """One that a single float holds."""
        return struct.unpack(">f", self._random.getrandbits(32).to_bytes(4, "big"))[0]

    def _text(self):
        size = self._length(EDGES, 40)
        if self._boolean():
            return "x" * size
        return "".join(self._random.choice(CHARACTERS) for _ in range(size))

    def _bytes(self):
        return self._random.randbytes(self._length(EDGES, 40))

    def _local_date_time(self):
        if self._boolean():
            return self._random.choice(DATE_TIMES)
        days = datetime.timedelta(days=self._random.randrange((datetime.date.max - datetime.date.min).days))
        return datetime.datetime.min + days + self._time_of_day()

    def _instant(self):
        moment = self._local_date_time().replace(tzinfo=UTC)
        if 2 < moment.year < 9998 and self._boolean():
            return moment.astimezone(datetime.timezone(datetime.timedelta(minutes=self._random.randrange(-1439, 1440))))
        return moment

    _offset_date_time = _instant

    def _local_date(self):
        return self._local_date_time().date()

    def _local_time(self):
        return (datetime.datetime.min + self._time_of_day()).time()

    def _time_of_day(self):
        last = datetime.timedelta(days=1) - MICROSECOND
        return self._random.choice((datetime.timedelta(0), last, datetime.timedelta(seconds=self._random.randrange(86400)),
                                    self._random.random() * last))

    def _duration(self):
        days = self._random.choice((LONGEST_DAYS, self._random.randrange(LONGEST_DAYS), self._random.randrange(4), 0))
        span = datetime.timedelta(days=days) + self._time_of_day()
        return self._random.choice((span, -span))

    def _uuid(self):
        return uuid.UUID(int=self._random.getrandbits(128))

    def _decimal(self):
        number = self._integer(64) * self._random.choice((1, 1, 1, abs(self._integer(64))))
        return decimal.Decimal((int(number < 0), tuple(map(int, str(abs(number)))), self._random.randrange(-30, 30)))


def produce(waiting, name, model, description, seed, count):
    """Writes drawn messages to a new segment that has just the space for them, and returns their plain forms."""
    values = Values(seed)
    messages = [MODELS[model](**values.message(description)) for _ in range(count)]
    longest = max(len(msgspec.msgpack.encode(message.model_dump())) for message in messages)
    writer = gb.create(name, MODELS[model], count, max_bytes=longest)
    for message in messages:
        writer.write(message)
    writer.close()
    return [plain_form(message) for message in messages]


def echo(waiting, reader, name, model, count, max_bytes):
    """Writes what it reads to a new segment of the same size, and returns the plain forms."""
    writer = gb.create(name, MODELS[model], count, max_bytes=max_bytes)
    forms = []
    for _ in range(count):
        try:
            message = reader.next(timeout=20)
            forms.append(plain_form(message))
            writer.write(message)
        except Exception as error:
            forms.append({"failed": f"{type(error).__name__}: {error}"})
    writer.close()
    reader.close()
    return forms
