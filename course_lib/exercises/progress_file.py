"""Remembers, on this machine alone, which exercises were tried and which solved.

The file is a convenience: missing, damaged or read-only, it stops nobody.
"""

import contextlib
import json
import os
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

TRIED, SOLVED = "tried", "solved"

session: dict[str, str] = {}  # what this kernel has seen, whatever becomes of the file


def path() -> Path:
    """`$COURSE_PROGRESS`, or a file in the home folder."""
    chosen = os.environ.get("COURSE_PROGRESS")
    if chosen:
        return Path(chosen)
    return Path(os.path.expanduser("~")) / ".backpropagation-course" / "progress.json"


def read() -> dict[str, str]:
    """Each exercise touched so far, "tried" or "solved", in this kernel or an earlier one."""
    try:
        return _merged(_saved() or {}, session)
    except OSError:
        return dict(session)


def record(slug: str, status: str) -> None:
    """Note an attempt; where it can't be saved, it is known in this kernel only."""
    if session.get(slug) in (SOLVED, status):
        return
    session[slug] = status
    with contextlib.suppress(OSError):
        save()


def save() -> None:
    """Add what this kernel has seen to the file.

    Raises
    ------
    OSError
        If nothing can be written there.
    """
    target = path()
    target.parent.mkdir(parents=True, exist_ok=True)
    with _alone(target.with_name(target.name + ".lock")):
        saved = _saved()
        if saved is None:  # damaged: keep it, somebody may want to look
            os.replace(target, target.with_name(target.name + ".damaged"))
        merged = _merged(saved or {}, session)
        if merged == saved:
            return
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=target.name)
        try:
            with open(handle, "w", encoding="utf-8") as file:
                json.dump(merged, file, indent=1, sort_keys=True)
            os.replace(name, target)
        except OSError:
            os.unlink(name)
            raise


def _saved() -> dict[str, str] | None:
    """What the file holds; nothing if it is missing, None if it is damaged."""
    try:
        content = json.loads(path().read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (ValueError, RecursionError):
        return None
    if not isinstance(content, dict):
        return None
    return {slug: status for slug, status in content.items() if status in (TRIED, SOLVED)}


def _merged(a: dict[str, str], b: dict[str, str]) -> dict[str, str]:
    """Both; solved once is solved."""
    solved = {slug for seen in (a, b) for slug, status in seen.items() if status == SOLVED}
    return {slug: SOLVED if slug in solved else TRIED for slug in {**a, **b}}


@contextlib.contextmanager
def _alone(lock: Path) -> Iterator[None]:
    """Let one kernel at a time read and replace the file. The system frees a crashed one's lock."""
    with open(lock, "a", encoding="utf-8") as file:
        for _ in range(100):
            try:
                _take(file.fileno())
                break
            except OSError:
                time.sleep(0.01)
        yield  # after a second without the lock: better a lost tick than a lost answer


def _take(descriptor: int) -> None:
    if os.name == "nt":
        import msvcrt

        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
    else:
        import fcntl

        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
