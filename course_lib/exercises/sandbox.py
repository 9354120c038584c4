"""Runs a learner's answer so that nothing it does reaches the kernel.

Where the system can fork, the answer runs in a child process, killed when its time is up: loops
in C, `os._exit`, a patched NumPy and a closed stdout die with it. Elsewhere (Windows) it runs in
this process, and a watchdog interrupts it again and again until it gives up.
"""

import _thread
import builtins
import contextlib
import faulthandler
import gc
import io
import os
import pickle
import selectors
import signal
import sys
import threading
import time
import warnings
from collections.abc import Callable
from types import FrameType
from typing import Any, NamedTuple

LIMIT = 2.0  # seconds for all the calls of one check
MEMORY = 2 << 30  # bytes that an answer may use on top of the kernel's
LONGEST_REPORT = 200 << 20  # bytes
FORKS = hasattr(os, "fork") and sys.platform not in ("emscripten", "wasi", "ios", "android")


class Ended(NamedTuple):
    """How a run ended: `how` is "done", "timeout" or "died"; then the result, or a sentence."""

    how: str
    result: Any


def run(work: Callable[[], Any]) -> Ended:
    """Call `work`, which calls the answer, and bring its result (plain data) back.

    Returns
    -------
    Ended
        "done" with what `work` returned, or "timeout" or "died" with a sentence.
    """
    if FORKS:
        try:
            return _forked(work)
        except BlockingIOError:  # no more processes: the other way may still do
            pass
    return _watched(work)


def _too_long() -> Ended:
    return Ended("timeout", f"It was still running after {LIMIT:g} s and was stopped: does a loop "
                 "never end, or does it wait for something?")  # fmt: skip


# -- a child process ---------------------------------------------------------------------------


def _forked(work: Callable[[], Any]) -> Ended:
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(Exception):
            stream.flush()
    read_end, write_end = os.pipe()
    pid = 0
    # A Ctrl-C right after the fork must not run the rest of the notebook in the child.
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Python 3.12 warns of threads: the child uses none
            pid = os.fork()
        if pid == 0:
            try:
                _child(work, write_end, mask)
            finally:
                os._exit(0)
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        os.close(write_end)
        write_end = -1
        ended = _read(read_end)
    finally:  # also at the learner's own interrupt
        exit_code = _end(pid) if pid else 0
        for descriptor in (read_end, write_end):
            if descriptor >= 0:
                os.close(descriptor)
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)
    if ended is not None:
        return ended
    how = f"crashed (signal {-exit_code})" if exit_code < 0 else "ended the Python process"
    return Ended("died", f"It {how} instead of returning a value.")


def _end(pid: int) -> int:
    """Kill the child and all it started; its exit code."""
    for kill in (os.killpg, os.kill):
        with contextlib.suppress(OSError):
            kill(pid, signal.SIGKILL)
    try:
        return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    except OSError:  # somebody else in the kernel waits for every child
        return 0


def _read(read_end: int) -> Ended | None:
    """The child's report; None if it ended without one."""
    deadline = time.monotonic() + LIMIT
    data = bytearray()
    size = None
    with selectors.DefaultSelector() as selector:
        selector.register(read_end, selectors.EVENT_READ)
        while size is None or len(data) < size:
            left = deadline - time.monotonic()
            if left <= 0 or not selector.select(left):
                return _too_long()
            chunk = os.read(read_end, 1 << 20)
            if not chunk:
                return None
            data += chunk
            if size is None and len(data) >= 8:
                size = int.from_bytes(data[:8], "big") + 8
                if size > LONGEST_REPORT:
                    return None
    try:
        return Ended("done", pickle.loads(data[8:size]))
    except Exception:  # written by something else that the answer started
        return None


def _child(work: Callable[[], Any], write_end: int, mask: set[Any]) -> None:
    me = os.getpid()
    os.setsid()  # a Ctrl-C goes to the kernel alone, and a kill reaches what the answer starts
    # The kernel's own garbage stays the kernel's: collecting it here would close its sockets.
    for step in (_silence, _limit_memory, faulthandler.disable, gc.disable, gc.freeze):
        with contextlib.suppress(Exception):
            step()
    with contextlib.suppress(Exception):
        signal.set_wakeup_fd(-1)  # the kernel's event loop is none of the child's business
    signal.pthread_sigmask(signal.SIG_SETMASK, mask)
    data = pickle.dumps(work())
    if os.getpid() != me:  # the answer has forked, and this is its copy
        return
    message = memoryview(len(data).to_bytes(8, "big") + data)
    while message:
        message = message[os.write(write_end, message) :]


def _silence() -> None:
    """What an answer prints goes nowhere, and nobody answers its questions."""
    nothing = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(nothing, descriptor)
    sys.stdin = open(os.devnull, encoding="utf-8")  # noqa: SIM115
    sys.stdout = sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
    builtins.input = _no_input


def _no_input(*_: Any) -> str:
    raise EOFError("an answer gets its arguments and cannot ask for more")


def _limit_memory() -> None:
    import resource  # POSIX alone has it

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with open("/proc/self/statm", encoding="utf-8") as file:
        used = int(file.read().split()[0]) * resource.getpagesize()
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (used + MEMORY, most))


# -- this process, with a watchdog -------------------------------------------------------------


class Stopped(BaseException):
    """Raised inside the answer; no `except Exception` of its own catches it."""


class _TimeIsUp(Stopped):
    pass


class _Interrupted(Stopped):
    """The learner's own Ctrl-C."""


def _watched(work: Callable[[], Any]) -> Ended:
    if threading.current_thread() is not threading.main_thread():
        return Ended("timeout", "It was not run: outside the main thread nothing could stop it.")
    started = time.monotonic()
    done = threading.Event()
    fired = threading.Event()

    def bark() -> None:
        wait = LIMIT
        while not done.wait(wait):
            fired.set()
            _thread.interrupt_main()
            wait = 0.1  # again, should the answer catch the first

    def on_interrupt(signum: int, frame: FrameType | None) -> None:
        while frame is not None:  # raise inside the answer alone: no interrupt leaks out
            if frame.f_code is _inside.__code__:
                raise _TimeIsUp if fired.is_set() else _Interrupted
            frame = frame.f_back
        if not fired.is_set():
            raise KeyboardInterrupt

    watchdog = threading.Thread(target=bark, daemon=True)
    previous = signal.signal(signal.SIGINT, on_interrupt)
    kept = sys.stdout, sys.stderr, builtins.input
    try:
        sys.stdout = sys.stderr = _Nowhere()
        builtins.input = _no_input
        watchdog.start()
        try:
            ended = Ended("done", _inside(work))
        except _TimeIsUp:
            ended = _too_long()
        except _Interrupted:
            raise KeyboardInterrupt from None
    finally:
        done.set()
        if watchdog.ident is not None:
            watchdog.join()
        signal.signal(signal.SIGINT, previous)
        sys.stdout, sys.stderr, builtins.input = kept
    return _too_long() if time.monotonic() - started > LIMIT else ended


def _inside(work: Callable[[], Any]) -> Any:
    """The frame that tells whether an interrupt meets the answer or the engine."""
    return work()


class _Nowhere(io.TextIOBase):
    def write(self, text: str) -> int:
        return len(text)
