"""Runs a command under a filter of system calls that refuses to let threads sleep on shared memory.

    refuse_futex.py all COMMAND...      futex_waitv, and futex on words that processes share
    refuse_futex.py waitv COMMAND...    futex_waitv alone

Refused calls answer EPERM. Futexes of one process go through, as its locks need them, and so does
FUTEX_WAIT_BITSET: glibc joins threads with it, on a word that the kernel takes for a shared one.
"""

import ctypes
import errno
import os
import platform
import struct
import sys

PR_SET_NO_NEW_PRIVS = 38
PR_SET_SECCOMP = 22
SECCOMP_MODE_FILTER = 2
SECCOMP_RET_ALLOW = 0x7FFF0000
SECCOMP_RET_ERRNO = 0x00050000

# audit architecture, number of futex
ARCHITECTURES = {"x86_64": (0xC000003E, 202), "aarch64": (0xC00000B7, 98)}
FUTEX_WAITV = 449
FUTEX_PRIVATE_FLAG = 128
FUTEX_COMMAND = 127
FUTEX_WAIT_BITSET = 9

# offsets in struct seccomp_data; of an argument the low half
NUMBER = 0
ARCHITECTURE = 4
SECOND_ARGUMENT = 24

LOAD = 0x20
AND = 0x54
JUMP_IF_EQUAL = 0x15
JUMP_IF_ANY_BIT = 0x45
RETURN = 0x06


def program(shared):
    """Instructions: operation, steps to skip if true, steps to skip if false, operand."""
    architecture, futex = ARCHITECTURES[platform.machine()]
    return [
        (LOAD, 0, 0, ARCHITECTURE),
        (JUMP_IF_EQUAL, 0, 7, architecture),
        (LOAD, 0, 0, NUMBER),
        (JUMP_IF_EQUAL, 6, 0, FUTEX_WAITV),
        (JUMP_IF_EQUAL, 0 if shared else 4, 4, futex),
        (LOAD, 0, 0, SECOND_ARGUMENT),
        (JUMP_IF_ANY_BIT, 2, 0, FUTEX_PRIVATE_FLAG),
        (AND, 0, 0, FUTEX_COMMAND),
        (JUMP_IF_EQUAL, 0, 1, FUTEX_WAIT_BITSET),
        (RETURN, 0, 0, SECCOMP_RET_ALLOW),
        (RETURN, 0, 0, SECCOMP_RET_ERRNO | errno.EPERM),
    ]


def install(instructions):
    code = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *instruction) for instruction in instructions))
    head = ctypes.create_string_buffer(struct.pack("HP", len(instructions), ctypes.addressof(code)))
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl.argtypes = [ctypes.c_int] + [ctypes.c_ulong] * 4
    for option, argument in ((PR_SET_NO_NEW_PRIVS, (1, 0)), (PR_SET_SECCOMP, (SECCOMP_MODE_FILTER, ctypes.addressof(head)))):
        if libc.prctl(option, *argument, 0, 0) != 0:
            number = ctypes.get_errno()
            raise OSError(number, os.strerror(number))


if __name__ == "__main__":
    what, *command = sys.argv[1:]
    install(program(shared={"all": True, "waitv": False}[what]))
    os.execvp(command[0], command)
