"""The fence around programs that read files of strangers: limits, then no network, no other files, then the program.

`recordings` runs this file by its path as `python -I -S fence.py <limits as JSON> <program> <arguments…>`. It imports
nothing of the house. Limits are always set. What the kernel offers a process without rights is used as far as it is
there: a filter of system calls (no sockets, on x86-64 and ARM64), Landlock (the system's libraries to read, the working
folder to write, nothing else, no TCP), namespaces without network. The program is a new process image, so nothing of
the house is in its memory.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import platform
import resource
import struct
import sys

NO_NEW_PRIVS, PARENT_DEATH_SIGNAL, SET_SECCOMP, SECCOMP_FILTER = 38, 1, 22, 2
NEW_USER, NEW_NET, NEW_IPC = 0x10000000, 0x40000000, 0x08000000
LANDLOCK_CREATE, LANDLOCK_ADD, LANDLOCK_RESTRICT = 444, 445, 446
READ_FILE, READ_DIR, EXECUTE = 1 << 2, 1 << 3, 1 << 0
WRITE = (1 << 1) | (1 << 5) | (1 << 8) | (1 << 14)  # write, remove, make a plain file, truncate
ALL_FILES = (1 << 13) - 1
SYSTEM_FOLDERS = ("/usr", "/lib", "/lib64", "/bin", "/opt", "/nix/store", "/etc/ld.so.cache", "/dev/urandom")
# socket, connect, bind, socketpair, ptrace, mount, unshare, setns, io_uring_setup, keyctl, bpf, userfaultfd,
# process_vm_readv, process_vm_writev
FORBIDDEN = {
    "x86_64": (0xC000003E, (41, 42, 49, 53, 101, 165, 272, 308, 425, 250, 321, 323, 310, 311)),
    "aarch64": (0xC00000B7, (198, 203, 200, 199, 117, 40, 97, 268, 425, 219, 280, 282, 270, 271)),
}
_libc = ctypes.CDLL(None, use_errno=True)


def limit(limits: dict[str, int]) -> None:
    """Bounds that children keep: bytes of memory, seconds of CPU, bytes of one file; few open files; no core."""
    bounds = (
        (resource.RLIMIT_AS, limits["memory"]),
        (resource.RLIMIT_CPU, limits["cpu_seconds"]),
        (resource.RLIMIT_FSIZE, limits["file_bytes"]),
        (resource.RLIMIT_NOFILE, 64),
        (resource.RLIMIT_CORE, 0),
    )
    for kind, value in bounds:
        resource.setrlimit(kind, (value, value))
    os.nice(10)


def leave_network() -> None:
    """Into namespaces without any network, where the kernel lets ordinary users have them."""
    _libc.unshare(NEW_USER | NEW_NET | NEW_IPC)


def close_files(program: str) -> None:
    """Landlock: read the system's programs and libraries, write in the working folder, nothing else."""
    level = _libc.syscall(LANDLOCK_CREATE, None, 0, 1)
    if level < 1:
        return
    handled = ALL_FILES | (1 << 13 if level >= 2 else 0) | (1 << 14 if level >= 3 else 0)
    rules = struct.pack("=QQ", handled, 3) if level >= 4 else struct.pack("=Q", handled)
    held = _libc.syscall(LANDLOCK_CREATE, rules, len(rules), 0)
    if held < 0:
        return
    for folder in {*SYSTEM_FOLDERS, os.path.dirname(os.path.realpath(program))}:
        _allow(held, folder, READ_FILE | READ_DIR | EXECUTE)
    _allow(held, "/dev/null", READ_FILE | 1 << 1)
    _allow(held, os.getcwd(), (READ_FILE | READ_DIR | WRITE) & handled)
    _libc.syscall(LANDLOCK_RESTRICT, held, 0)
    os.close(held)


def _allow(held: int, path: str, rights: int) -> None:
    with contextlib.suppress(OSError):
        opened = os.open(path, os.O_PATH | os.O_CLOEXEC)
        if not os.path.isdir(path):
            rights &= READ_FILE | EXECUTE | 1 << 1 | 1 << 14
        _libc.syscall(LANDLOCK_ADD, held, 1, struct.pack("=Qi", rights, opened), 0)
        os.close(opened)


def close_calls() -> bool:
    """Refuse sockets and what watches or changes other processes; whether this machine's calls are known."""
    if platform.machine() not in FORBIDDEN:
        return False
    architecture, calls = FORBIDDEN[platform.machine()]
    last = len(calls)
    filters = [
        struct.pack("=HBBI", 0x20, 0, 0, 4),  # the architecture
        struct.pack("=HBBI", 0x15, 1, 0, architecture),
        struct.pack("=HBBI", 0x06, 0, 0, 0x80000000),  # another one: the process ends
        struct.pack("=HBBI", 0x20, 0, 0, 0),  # the call's number
        struct.pack("=HBBI", 0x35, last + 1, 0, 0x40000000),  # calls of the x32 kind are refused too
        *(struct.pack("=HBBI", 0x15, last - at, 0, number) for at, number in enumerate(calls)),
        struct.pack("=HBBI", 0x06, 0, 0, 0x7FFF0000),  # anything else: allowed
        struct.pack("=HBBI", 0x06, 0, 0, 0x00050001),  # refused: EPERM
    ]
    text = ctypes.create_string_buffer(b"".join(filters))
    program = struct.pack("=HxxxxxxQ", len(filters), ctypes.addressof(text))
    return bool(_libc.prctl(SET_SECCOMP, SECCOMP_FILTER, ctypes.create_string_buffer(program), 0, 0) == 0)


def main() -> None:
    """Shut everything, then become the program."""
    limits, program, arguments = json.loads(sys.argv[1]), sys.argv[2], sys.argv[2:]
    _libc.prctl(PARENT_DEATH_SIGNAL, 9, 0, 0, 0)
    _libc.prctl(NO_NEW_PRIVS, 1, 0, 0, 0)
    leave_network()
    close_files(program)
    close_calls()
    limit(limits)
    os.execve(program, arguments, {"PATH": "/usr/bin:/bin", "LC_ALL": "C"})  # noqa: S606  no shell is wanted


if __name__ == "__main__":
    main()
