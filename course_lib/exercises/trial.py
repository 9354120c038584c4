"""Calls an answer on every case and writes down, in plain data, what it did."""

import builtins
import copy
import linecache
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from types import TracebackType
from typing import Any

import numpy as np

from .compare import NotNumbers, Parts, as_parts, distance
from .declare import Exercise
from .sandbox import Stopped

SAME = 1e-9  # two calls that differ by more than this are two different results
LONGEST = 200  # characters of an error's own text
SHAPES = ("ValueError", "IndexError")  # matrix products and loops say "does not fit" differently


@dataclass
class Call:
    """What one call did: a value (or why it is none), or an error, and what else was seen."""

    parts: Parts | None = None
    not_numbers: str = ""
    error: str = ""  # the kind of exception
    sentence: str = ""  # the learner's own line and the exception's text
    changed: str = ""  # the argument that was changed
    random: bool = False
    judgement: str | None = None


def call(exercise: Exercise, function: Callable[..., Any], arguments: tuple) -> Call:
    """Call the function twice on copies of the arguments."""
    count = len(exercise.parts) or 1
    first, value = _once(function, copy.deepcopy(arguments), arguments, exercise, count)
    if first.error:
        return first
    second, again = _once(function, copy.deepcopy(arguments), arguments, exercise, count)
    if second.error:
        return second
    if first.parts is not None and second.parts is not None:
        first.random = distance(first.parts, second.parts) > SAME
    else:
        first.random = first.not_numbers != second.not_numbers
    if exercise.judge and isinstance(value, dict):
        first.random = repr(value) != repr(again)
    if exercise.judge and not first.not_numbers:
        result = value if isinstance(value, dict) else first.parts
        try:
            first.judgement = exercise.judge(result, *copy.deepcopy(arguments))
        except Exception:
            first.judgement = "It does not have the form asked for."
    return first


def calls(exercise: Exercise, function: Callable[..., Any]) -> list[Call]:
    """One `Call` for each ordinary case, then one for each special one."""
    cases = [*exercise.cases, *exercise.special.values()]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return [call(exercise, function, arguments) for arguments in cases]


def bare_call(exercise: Exercise, function: Callable[..., Any], arguments: tuple) -> Call:
    """Call a form of a mistake, once: it is the bank's own, so only its value or error matters."""
    seen = Call()
    try:
        with warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore")
            value = function(*copy.deepcopy(arguments))
        seen.parts = as_parts(value, len(exercise.parts) or 1)
    except NotNumbers as reason:
        seen.not_numbers = str(reason)
    except Exception as error:
        seen.error = type(error).__name__
    return seen


def _once(
    function: Callable[..., Any], given: tuple, kept: tuple, exercise: Exercise, count: int
) -> tuple[Call, Any]:
    seen = Call()
    value = None
    tools = [(vars(module), dict(vars(module))) for module in (builtins, np)]
    try:
        with np.errstate(all="ignore"):
            value = _called(function, given, exercise.arguments)
    except Stopped:
        raise
    except BaseException as error:
        seen.error = type(error).__name__
        seen.sentence = _sentence(error, exercise)
        return seen, None
    finally:
        for now, before in tools:  # an answer may patch what it likes, for itself
            now.update(before)
        names = (*exercise.arguments, *[""] * len(given))
        different = [n for n, a, b in zip(names, given, kept, strict=False) if not _same(a, b)]
        seen.changed = different[0] if different else ""
    if exercise.judge:
        count = -1
        if isinstance(value, dict):
            return seen, value
    try:
        seen.parts = as_parts(value, count)
    except NotNumbers as reason:
        seen.not_numbers = str(reason)
    return seen, value


def _called(function: Callable[..., Any], given: tuple, names: tuple[str, ...]) -> Any:
    """Call by position, or by keyword if the function takes its arguments in no other way."""
    try:
        return function(*given)
    except TypeError as error:
        if error.__traceback__ is None or error.__traceback__.tb_next is not None or not given:
            raise
        try:
            return function(**dict(zip(names, given, strict=True)))
        except TypeError as second:
            if second.__traceback__ is not None and second.__traceback__.tb_next is not None:
                raise
            raise error from None


def _same(a: Any, b: Any) -> bool:
    """Whether an argument still is what it was."""
    if type(a) is not type(b):
        return False
    if isinstance(b, np.ndarray):
        return a.dtype == b.dtype and distance([a], [b]) <= SAME  # w += h and back is no change
    if isinstance(b, (list, tuple)):
        return len(a) == len(b) and all(_same(p, q) for p, q in zip(a, b, strict=True))
    if isinstance(b, (int, float, str, bool)):
        return bool(a == b)
    return True  # functions, and random generators, whose state is there to be changed


def _sentence(error: BaseException, exercise: Exercise) -> str:
    """The kind of exception, its text, and the learner's own line."""
    kind = type(error).__name__
    if isinstance(error, SystemExit):
        return "It called `exit` instead of returning a value."
    if isinstance(error, RecursionError):
        return "RecursionError: it calls itself without end."
    try:
        text = " ".join(str(error).split())
    except Exception:
        text = ""
    text = text if len(text) <= LONGEST else text[:LONGEST] + "…"
    line = _line(error.__traceback__)
    if kind == "TypeError" and not line:
        arguments = ", ".join(f"`{name}`" for name in exercise.arguments) or "no arguments"
        return f"It is called with {arguments}, in this order, and can't take that: {text}."
    described = f"{kind}: {text}" if text else kind
    return f"It stopped in {line} with {described}." if line else f"It stopped with {described}."


def _line(traceback: TracebackType | None) -> str:
    """The deepest line written by the learner; nothing if the call itself failed."""
    step = traceback
    while step is not None and step.tb_frame.f_code.co_filename == __file__:
        step = step.tb_next
    if step is None:
        return ""
    own = step.tb_frame.f_code.co_filename
    number = 0
    while step is not None:
        if step.tb_frame.f_code.co_filename == own:
            number = step.tb_lineno
        step = step.tb_next
    source = linecache.getline(own, number).strip()
    return f"line {number}, `{source[:LONGEST]}`," if source else f"line {number}"
