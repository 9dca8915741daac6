# SPDX-License-Identifier: Apache-2.0
"""Waiting without polling, for the Python package global_buffer, 1.0.0 to 1.1.3, on Linux.

Copy this file beside your program; it needs nothing but the package. Then change two lines:

    writer = waking(gb.create("imu", spec, capacity=64))    # each publish wakes who sleeps
    reader = sleeping(gb.attach("imu"))                     # next() sleeps in the kernel

Everything else stays as it is: both have all methods of what they wrap. With asyncio:

    sample = await reader.anext(timeout=1)
    async for sample in reader: ...

A waking writer also holds a lock, by which everybody sees when its process has died, and close() says that it closed.
Wrap a writer at once, in the process that writes, and use what waking() returns from then on. After a fork it is
closed in the child.

A sleeping reader sleeps while its writer is a waking one or a Java one that wakes, and polls as the package does while
it is any other. Where the system is not Linux on x86-64 or aarch64, or refuses the system call, writers and readers do
what the package does, and one warning says so.
"""
import asyncio
import concurrent.futures
import contextlib
import ctypes
import errno
import functools
import logging
import mmap
import os
import secrets
import struct
import sys
import threading
import time
import weakref

try:
    import fcntl
except ImportError:  # not on Windows
    fcntl = None

from global_buffer import (BufferClosed, Consumer, Empty, GlobalBuffer, GlobalBufferError, Reader, _core,
                           layout)
from global_buffer.notifier import wait_for_count

__all__ = ["waking", "sleeping", "WakingWriter", "SleepingReader", "SleepingConsumer"]

logger = logging.getLogger("globalbuffer_wake")

# ---- the extension block, the last entry of the reader registry, which the package leaves zero ----

_REGISTRY_START = 4096
_SLOTS_START = 8192
_EXTENSION = 8128
_FEATURES = 8132
_EVENT = 8136           # bit 0: a reader sleeps; bits 1 to 31: the generation
_INCARNATION = 8144
_EXTENSION_BYTES = 64
_MAGIC = b"GBJ1"

_WAKES = 1              # wakes through the event word
_LOCKED = 4             # holds a write lock on the block
_AT_EVERY_PUBLISH = 16  # wakes whether bit 0 of the event word is set or not

_HEARTBEAT = 56
_HEARTBEAT_CLOSED = 1   # stale by every clock: the writer closed

# ---- how long a reader sleeps at most until it looks again ----

_BOUND = 0.1
_BOUND_IN_SILENCE = 0.5
_SILENCE = 1.0
_LADDER = 0.2           # one wait of the package

# ---- system calls ----

_FUTEX_WAIT = 0         # never the private form: the others are other processes
_FUTEX_WAKE_OP = 5
_ALL = 0x7FFFFFFF
# an operation on the word, and a comparison that wakes at a second word: never meant, and never wrong
_ADD_GENERATION = 1 << 28 | 2 << 12 | 0xFFF
_SET_ASLEEP = 2 << 28 | 1 << 12 | 0xFFF
_CALL_NUMBERS = {"x86_64": {"futex": 202, "statx": 332}, "aarch64": {"futex": 98, "statx": 291}}
_STATX_BTIME = 0x800
_AT_EMPTY_PATH = 0x1000
_MAP_FAILED = ctypes.c_void_p(-1).value


class _TimeSpec(ctypes.Structure):
    _fields_ = [("seconds", ctypes.c_int64), ("nanoseconds", ctypes.c_int64)]


class _Kernel:
    """The system calls, until the first refusal; from then on nothing but polling, for the life of the process."""

    def __init__(self):
        machine = os.uname().machine if sys.platform == "linux" and sys.maxsize > 2**32 else None
        self._numbers = _CALL_NUMBERS.get(machine)
        self.supported = self._numbers is not None
        self._refusal = None if self.supported else "this is not Linux on 64-bit x86-64 or aarch64"
        self._told = False
        if self.supported:
            self._bind()

    def _bind(self):
        waiting = ctypes.CDLL(None, use_errno=True)
        # what never waits keeps the interpreter's lock: to get it back would take longer
        quick = ctypes.PyDLL(None, use_errno=True)
        futex = [ctypes.c_long, ctypes.c_void_p, ctypes.c_int, ctypes.c_uint32, ctypes.c_void_p, ctypes.c_void_p,
                 ctypes.c_uint32]
        self._waiting_call = self._function(waiting, "syscall", ctypes.c_long, futex)
        self._quick_call = self._function(quick, "syscall", ctypes.c_long, futex)
        # half the time, for what follows each publish: does not say why it failed, and converts nothing
        self._quickest_call = self._function(ctypes.PyDLL(None), "syscall", ctypes.c_long, None)
        self._statx = self._function(quick, "syscall", ctypes.c_long, [
            ctypes.c_long, ctypes.c_int, ctypes.c_char_p, ctypes.c_int, ctypes.c_uint, ctypes.c_void_p])
        self._mmap = self._function(quick, "mmap", ctypes.c_void_p, [
            ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int, ctypes.c_int, ctypes.c_int, ctypes.c_long])
        self._munmap = self._function(quick, "munmap", ctypes.c_int, [ctypes.c_void_p, ctypes.c_size_t])
        self._word = ctypes.c_uint32()
        self._word_address = ctypes.addressof(self._word)

    @staticmethod
    def _function(library, name, result, arguments):
        function = library[name]
        function.restype = result
        if arguments is not None:
            function.argtypes = arguments
        return function

    def usable(self):
        """Whether this process may wait and wake in the kernel; says so once if not."""
        if self._refusal is None:
            return True
        if not self._told:
            self._told = True
            logger.warning("Readers of this process poll, and its writers wake nobody: %s", self._refusal)
        return False

    def waker(self, address):
        """Returns a function that adds a generation and wakes all who sleep there, in one atomic step; what it returns
        is negative if that failed."""
        return functools.partial(self._quickest_call, *map(ctypes.c_long, self._wake_arguments(address)))

    def wake(self, address):
        """Does the same; returns False if the system refuses it."""
        if self._quick_call(*self._wake_arguments(address)) < 0:
            self.failed()
            return False
        return True

    def _wake_arguments(self, address):
        return self._numbers["futex"], address, _FUTEX_WAKE_OP, _ALL, 0, address, _ADD_GENERATION

    def announce(self, page):
        """Sets bit 0 of the event word: a full fence, too. Who cannot write to it does that to a word of its own."""
        address = page.event_address if page.writable else self._word_address
        if self._quick_call(self._numbers["futex"], self._word_address, _FUTEX_WAKE_OP, 1, None, address,
                            _SET_ASLEEP) < 0:
            self.failed()

    def wait(self, page, expected, seconds):
        """Sleeps until it is woken, or the event word is another than expected; returns False when time is up."""
        timeout = _TimeSpec(int(seconds), int(seconds % 1 * 1e9))
        if self._waiting_call(self._numbers["futex"], page.event_address, _FUTEX_WAIT, expected, ctypes.byref(timeout),
                              None, 0) == 0:
            return True
        number = ctypes.get_errno()
        if number not in (errno.EAGAIN, errno.EINTR, errno.ETIMEDOUT):
            self.failed()
        return number != errno.ETIMEDOUT

    def failed(self):
        """Remembers a refusal; raises everything else."""
        number = ctypes.get_errno()
        if number not in (errno.ENOSYS, errno.EPERM, errno.EACCES):
            raise OSError(number, os.strerror(number))
        self._refusal = f"the system refuses the call futex ({os.strerror(number)})"
        self.usable()

    def map(self, file, start, writable):
        """Maps a segment up to its slots; returns address and length."""
        length = _SLOTS_START - start
        protection = mmap.PROT_READ | mmap.PROT_WRITE if writable else mmap.PROT_READ
        address = self._mmap(None, length, protection, mmap.MAP_SHARED, file, start)
        if address == _MAP_FAILED:
            number = ctypes.get_errno()
            raise OSError(number, os.strerror(number))
        return address, length

    def unmap(self, address, length):
        self._munmap(address, length)

    def birth(self, file):
        """When a file was made, in nanoseconds since 1970; 0 where the file system does not know."""
        facts = (ctypes.c_uint64 * 32)()
        if self._statx(self._numbers["statx"], file, b"", _AT_EMPTY_PATH, _STATX_BTIME, facts) < 0:
            return 0
        mask, = struct.unpack_from("<I", facts, 0)
        seconds, nanoseconds = struct.unpack_from("<qI", facts, 80)
        return seconds * 1_000_000_000 + nanoseconds if mask & _STATX_BTIME else 0


_kernel = _Kernel()


class _Page:
    """A mapping of a segment from some page to its slots, for as long as anything refers to it: a thread that sleeps
    on it keeps it, whoever closes meanwhile."""

    def __init__(self, file, start, writable):
        # a larger page begins before the registry
        start -= start % mmap.ALLOCATIONGRANULARITY
        address, length = _kernel.map(file, start, writable)
        weakref.finalize(self, _kernel.unmap, address, length).atexit = False
        base = address - start
        self.writable = writable
        self.event_address = base + _EVENT
        self._event = ctypes.c_uint32.from_address(base + _EVENT)
        self._features = ctypes.c_uint32.from_address(base + _FEATURES)
        self._incarnation = ctypes.c_uint64.from_address(base + _INCARNATION)
        self._base = base

    @property
    def event(self):
        return self._event.value

    @property
    def features(self):
        return self._features.value

    @property
    def incarnation(self):
        return self._incarnation.value

    def store_release(self, offset, value):
        """Stores a u64 behind everything that was stored before."""
        # the package's own release store, given a view in which the field lies where it has the heartbeat
        _core.set_writer_heartbeat((ctypes.c_char * 64).from_address(self._base + offset - _HEARTBEAT), value)


# ---- locks, of the open-file-description kind: the kernel frees them with the process ----

def _lock_request(kind):
    # padded to the length of a struct flock
    return struct.pack("hhqqi0q", kind, os.SEEK_SET, _EXTENSION, _EXTENSION_BYTES, 0)


def _is_locked(file):
    """Whether a writer holds its lock: only a write lock answers to a question for a shared one."""
    answer = fcntl.fcntl(file, fcntl.F_OFD_GETLK, _lock_request(fcntl.F_RDLCK))
    return struct.unpack_from("h", answer)[0] == fcntl.F_WRLCK


# ---- what a fork must not share ----

_forked = weakref.WeakSet()


def _after_fork():
    for one in list(_forked):
        one.after_fork()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)


class _Signature:
    """What a waking writer states in the segment, and the lock that proves it."""

    def __init__(self, writer):
        self._writer = weakref.ref(writer)
        self._page = _Page(writer._shm._fd, 0, writable=True)
        self._wake = _kernel.waker(self._page.event_address)
        self._wakes = _kernel.usable()
        self._incarnation = secrets.randbelow(2**63 - 1) + 1
        # opened anew, for a lock of its own; and this very file, whatever its name leads to by now
        self._file = os.open(f"/proc/self/fd/{writer._shm._fd}", os.O_RDWR | os.O_CLOEXEC)
        try:
            self._sign_in(writer)
        except BaseException:
            os.close(self._file)
            raise
        weakref.finalize(writer, self.close).atexit = False
        _forked.add(self)

    def _sign_in(self, writer):
        if os.pread(self._file, len(_MAGIC), _EXTENSION) == _MAGIC:
            raise GlobalBufferError(f"buffer {writer.name!r} has a waking writer already: it was wrapped before, or "
                                    "another process has taken it over")
        try:
            fcntl.fcntl(self._file, fcntl.F_OFD_SETLK, _lock_request(fcntl.F_WRLCK))
        except (BlockingIOError, PermissionError):
            raise GlobalBufferError(f"buffer {writer.name!r} cannot be locked: another process holds a lock on the "
                                    f"writer's bytes; fuser -v /dev/shm/{writer._shm.name} tells which") from None
        # by a call: where there is no memory for the page, a store to the mapping would end the process
        os.pwrite(self._file, struct.pack("<16xQQQQ16x", self._incarnation, _own_start_time(),
                                          _kernel.birth(self._file), _own_pid_namespace()), _EXTENSION)
        layout.write_writer_pid(writer._shm.buf, os.getpid())
        self.wake()
        self._publish()

    def _publish(self):
        features = _WAKES | _LOCKED | _AT_EVERY_PUBLISH if self._wakes else _LOCKED
        self._page.store_release(_EXTENSION, int.from_bytes(_MAGIC, "little") | features << 32)

    def wake(self):
        """Called after each publish."""
        if self._wakes and self._wake() < 0 and not _kernel.wake(self._page.event_address):
            self._wakes = False
            self._publish()

    def state_closed(self):
        """States that the writer has gone, unless there is another one by now."""
        if self._file is not None and self._page.incarnation == self._incarnation:
            self._page.store_release(_HEARTBEAT, _HEARTBEAT_CLOSED)
            self.wake()

    def free(self):
        """Frees the lock; not by closing alone, since a child may be just between fork and exec."""
        file = self._let_go()
        if file is not None:
            fcntl.fcntl(file, fcntl.F_OFD_SETLK, _lock_request(fcntl.F_UNLCK))
            os.close(file)

    def _let_go(self):
        self._wakes = False
        # a mapping, too, hides from others that nobody has the file open
        self._page = None
        file, self._file = self._file, None
        return file

    def close(self):
        self.state_closed()
        self.free()

    def after_fork(self):
        """Leaves the writer to the parent: a lock that a child shares would outlive it."""
        file = self._let_go()
        if file is not None:
            os.close(file)
        writer = self._writer()
        if writer is not None:
            with contextlib.suppress(BufferError):
                writer.close()


def _own_start_time():
    """Field 22 of /proc/self/stat; the second one may contain anything."""
    with open("/proc/self/stat", "rb") as file:
        return int(file.read().rpartition(b")")[2].split()[19])


def _own_pid_namespace():
    return os.stat("/proc/self/ns/pid").st_ino


# ---- the wrappers ----

class _Wrapper:
    """Has everything that the wrapped one has."""

    def __init__(self, wrapped):
        self._wrapped = wrapped

    def __getattr__(self, name):
        if name == "_wrapped":  # of a copy that was never initialized
            raise AttributeError(name)
        return getattr(self._wrapped, name)

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.close()


class WakingWriter(_Wrapper):
    """A writer whose publishes wake the readers that sleep. See :func:`waking`."""

    def __init__(self, writer):
        super().__init__(writer)
        self._signature = _Signature(writer) if _kernel.supported else None
        self._wake = self._signature.wake if _kernel.supported else _kernel.usable
        _kernel.usable()

    def write(self, data):
        """Publishes a sample, as the wrapped writer does, and wakes the readers."""
        self._wrapped.write(data)
        self._wake()

    @contextlib.contextmanager
    def reserve(self):
        """Gives the memory of the next sample, as the wrapped writer does, and wakes the readers when it is
        published: when the body raises, too, as the package has it."""
        try:
            with self._wrapped.reserve() as view:
                yield view
        finally:
            self._wake()

    def close(self):
        """Detaches the writer, and states that it closed. May be called again."""
        if self._signature is None:
            self._wrapped.close()
            return
        self._signature.state_closed()
        try:
            self._wrapped.close()
        finally:
            # last: a lock that is free says that nobody writes
            self._signature.free()


class SleepingReader(_Wrapper):
    """A reader that sleeps in the kernel until its writer wakes it. See :func:`sleeping`."""

    def __init__(self, reader):
        super().__init__(reader)
        self._page = None
        self._executor = None
        self._last_sample = time.monotonic()
        self._mute = None
        _forked.add(self)

    # ---- reading ----

    def next(self, timeout=None):
        """Returns the next sample in order, waiting for it up to ``timeout`` seconds; raises Empty then."""
        return self._read(self._wrapped.next, timeout)

    def next_into(self, out, timeout=None):
        """Copies the next sample into ``out``, waiting like :meth:`next`; returns its sequence. From 1.1 on."""
        return self._read(functools.partial(self._wrapped.next_into, out), timeout)

    def next_batch_into(self, out, timeout=None):
        """Copies the next samples into ``out``, waiting like :meth:`next`; returns how many. From 1.1 on."""
        return self._read(functools.partial(self._wrapped.next_batch_into, out), timeout)

    async def anext(self, timeout=None):
        """Like :meth:`next`, for a coroutine: waits on a thread, and reads in the event loop. If it is cancelled,
        nothing was read."""
        return await self._read_async(self._wrapped.next, timeout)

    async def anext_into(self, out, timeout=None):
        """Like :meth:`next_into`, for a coroutine."""
        return await self._read_async(functools.partial(self._wrapped.next_into, out), timeout)

    async def anext_batch_into(self, out, timeout=None):
        """Like :meth:`next_batch_into`, for a coroutine."""
        return await self._read_async(functools.partial(self._wrapped.next_batch_into, out), timeout)

    def __aiter__(self):
        return self

    async def __anext__(self):
        """The samples in order, until the reader is closed."""
        try:
            return await self.anext()
        except BufferClosed:
            raise StopAsyncIteration from None

    def on_data(self, fn, mode="latest"):
        """Calls ``fn(sample, seq)`` on a background thread as samples arrive, until ``stop()`` of what it returns."""
        self._wrapped._check()
        if mode not in ("latest", "next"):
            raise ValueError("mode must be 'latest' or 'next'")
        return _Callbacks(self, fn, mode)

    def close(self):
        """Detaches the reader. May be called again."""
        self._wrapped.close()
        self._page = None
        self._dismiss()

    # ---- waiting ----

    def _read(self, read, timeout):
        deadline = None if timeout is None else time.monotonic() + timeout
        while True:
            try:
                return read(timeout=0)
            except Empty:
                remaining = _remaining(deadline, timeout)
            self._wait(self._wrapped._cursor, remaining)

    async def _read_async(self, read, timeout):
        deadline = None if timeout is None else time.monotonic() + timeout
        while True:
            try:
                return read(timeout=0)
            except Empty:
                remaining = _remaining(deadline, timeout)
            if self._executor is None:
                self._executor = concurrent.futures.ThreadPoolExecutor(1, "globalbuffer-wait")
            try:
                await asyncio.get_running_loop().run_in_executor(self._executor, self._wait, self._wrapped._cursor,
                                                                 remaining)
            except BaseException:
                self._dismiss()
                raise

    def _dismiss(self):
        """Lets the thread end after what it does now: one wait at most."""
        executor, self._executor = self._executor, None
        if executor is not None:
            executor.shutdown(wait=False)

    def after_fork(self):
        # its thread is in the parent
        self._executor = None

    def _wait(self, seen, seconds):
        """Waits once, until the count is beyond what was seen, or for a bound; may return early."""
        try:
            if not self._sleep(seen, seconds):
                reader = self._wrapped
                wait_for_count(self._count, seen, timeout=min(seconds, _LADDER), min_interval=reader._poll_min,
                               max_interval=reader._poll_max)
            if self._count() > seen:
                self._last_sample = time.monotonic()
        except (OSError, TypeError, ValueError, BufferError):
            # closed meanwhile, by another thread
            self._wrapped._check()
            raise

    def _sleep(self, seen, seconds):
        """Waits in the kernel; returns False if that is not possible now."""
        page = self._wakeable_page()
        if page is None:
            return False
        event = page.event
        _kernel.announce(page)
        # what was published before the writer could see the announcement
        if self._count() > seen:
            return True
        # the writer may have changed at a take-over; or it is one that says it wakes, and does not
        if not self._is_woken(page) or event >> 1 == self._mute or not _kernel.usable():
            return False
        quiet = time.monotonic() - self._last_sample > _SILENCE
        woken = _kernel.wait(page, event | 1 if page.writable else event,
                             min(seconds, _BOUND_IN_SILENCE if quiet else _BOUND))
        if not woken and self._count() > seen and page.event >> 1 == event >> 1:
            self._mute = event >> 1
        return True

    def _wakeable_page(self):
        """The mapping to sleep on; None if the writer wakes nobody, or not for certain."""
        if not _kernel.usable():
            return None
        page = self._page
        if page is None or not page.writable:
            file = self._wrapped._shm._fd
            # by a call: a load from the mapping would give memory to a page that has none
            if page is None and (self._wrapped._header["slots_off"] < _SLOTS_START
                                 or os.pread(file, len(_MAGIC), _EXTENSION) != _MAGIC):
                return None
            # a writable mapping hides the death of a writer without a lock
            locked = _is_locked(file)
            if page is None or locked:
                self._page = page = _Page(file, _REGISTRY_START, writable=locked)
        return page if self._is_woken(page) else None

    @staticmethod
    def _is_woken(page):
        # who cannot announce itself is woken only by a writer that always wakes
        needed = _WAKES if page.writable else _WAKES | _AT_EVERY_PUBLISH
        return page.features & needed == needed

    def _count(self):
        return _core.latest_count(self._wrapped._shm.buf)


class SleepingConsumer(SleepingReader):
    """A Consumer whose callbacks wait as a :class:`SleepingReader` does."""

    def start(self):
        """Starts the callbacks, once."""
        consumer = self._wrapped
        if consumer._handle is None:
            consumer._handle = self.on_data(consumer._dispatch, mode=consumer._mode)


class _Callbacks:
    """A thread that calls a function for each sample, or for the newest."""

    def __init__(self, reader, fn, mode):
        self._reader = reader
        self._fn = fn
        self._deliver = self._deliver_newest if mode == "latest" else self._deliver_all
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="globalbuffer-callbacks", daemon=True)
        self._thread.start()

    def _run(self):
        seen = self._reader._cursor
        with contextlib.suppress(BufferClosed):
            while not self._stop.is_set():
                self._reader._wait(seen, _BOUND_IN_SILENCE)
                seen = self._deliver(seen)

    def _deliver_newest(self, seen):
        if self._reader._count() <= seen or self._stop.is_set():
            return seen
        sample = self._reader._read_latest_raw()
        if sample is None:
            # 64 attempts in vain: the writer is faster, or the slot is damaged
            time.sleep(0.001)
            return seen
        self._fn(*sample)
        return sample[1] + 1

    def _deliver_all(self, seen):
        while not self._stop.is_set():
            sample = self._reader._read_next_raw()
            if sample is None:
                break
            self._fn(*sample)
        return self._reader._cursor

    def stop(self):
        """Ends the calls, after the one that is under way."""
        self._stop.set()
        if self._thread is not threading.current_thread():
            self._thread.join(timeout=2.0)


def _remaining(deadline, timeout):
    """How long to wait yet; raises Empty if the time is up."""
    if deadline is None:
        return _BOUND_IN_SILENCE
    remaining = deadline - time.monotonic()
    if remaining <= 0:
        raise Empty(f"no sample within {timeout}s") from None
    return remaining


def waking(writer):
    """Wraps what ``create`` returned: each publish wakes the readers that sleep, and a lock shows whether the process
    lives. Use what this returns from then on, and the writer no more; after a fork it is closed in the child.

    Raises GlobalBufferError if the writer was wrapped before, or another process stands in the way of the lock.
    """
    if not isinstance(writer, GlobalBuffer):
        raise TypeError(f"waking() wraps a writer, as create() returns it, not {writer!r}")
    writer._check()
    return WakingWriter(writer)


def sleeping(reader):
    """Wraps what ``attach`` returned, or a Consumer that is not started yet: it sleeps in the kernel until its writer
    wakes it, and polls as before while that is a writer that does not."""
    if not isinstance(reader, Reader):
        raise TypeError(f"sleeping() wraps a reader, as attach() returns it, not {reader!r}")
    reader._check()
    return SleepingConsumer(reader) if isinstance(reader, Consumer) else SleepingReader(reader)
