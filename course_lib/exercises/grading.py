"""Decides what an answer is, and finds the mistake behind a wrong one."""

import dis
import functools
import types
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from .bank import find
from .compare import NotNumbers, as_parts
from .declare import Exercise, Mistake
from .diagnosis import describe, near
from .formulas import FormulaError, parse
from .sandbox import run
from .trial import SHAPES, Call, bare_call, calls

EMPTY = {"RESUME", "LOAD_CONST", "RETURN_VALUE", "RETURN_CONST", "NOP"}

UNATTEMPTED = "Put your answer in the place of `...` and run the cell again."


@dataclass(frozen=True)
class Verdict:
    """What came of an answer.

    Attributes
    ----------
    slug : str
        The exercise.
    outcome : str
        One of `unattempted`, `raised`, `timeout`, `random`, `correct`, `mutated_input`,
        `known_mistake`, `wrong`.
    mistake : str or None
        The name of the mistake, if the answer agrees with exactly one.
    message : str
        One or more sentences for the learner. Never the right answer.
    """

    slug: str
    outcome: str
    mistake: str | None
    message: str


def grade(slug: str, answer: Any) -> Verdict:
    """Grade an answer to the named exercise; shows and records nothing.

    Raises
    ------
    ValueError
        If no exercise has this name; the message suggests near ones.
    """
    exercise = find(slug)
    if _blank(answer):
        return Verdict(slug, "unattempted", None, UNATTEMPTED)
    if exercise.kind == "choice":
        return _choice(exercise, answer)
    refusal, function = _as_function(exercise, answer)
    if refusal:
        return Verdict(slug, "wrong", None, refusal)
    ended = run(lambda: calls(exercise, function))
    if ended.how == "timeout":
        return Verdict(slug, "timeout", None, ended.result)
    if ended.how == "died":
        return Verdict(slug, "raised", None, ended.result)
    return _judge(exercise, ended.result)


def _judge(exercise: Exercise, seen: Sequence[Call]) -> Verdict:
    """The outcome, in the order in which outcomes are decided."""

    def verdict(outcome: str, message: str, mistake: Mistake | None = None) -> Verdict:
        advice = f"{mistake.explanation} {mistake.hint}" if mistake else ""
        name = mistake.name if mistake else None
        return Verdict(exercise.slug, outcome, name, f"{message} {advice}".strip())

    changed = next((call.changed for call in seen if call.changed), "")
    kept = (
        f"changes `{changed}`, which it was given: make a new array (`a = a + 1`, not "
        "`a += 1`), because the caller still needs the old one."
    )
    for call in seen:
        if call.error:
            return verdict("raised", call.sentence, _named(exercise, seen))
    if any(call.random for call in seen):
        return verdict(
            "random",
            "Two calls with the same arguments gave two different results: the result may depend "
            "on the arguments alone.",
        )
    if _right(exercise, seen):
        if changed:
            return verdict("mutated_input", f"The value is right, but it {kept}")
        return verdict("correct", exercise.praise)
    if mistake := _named(exercise, seen):
        return verdict("known_mistake", "", mistake)
    reason = next((call.not_numbers for call in seen if call.not_numbers), "")
    if changed:
        return verdict("mutated_input", f"It {kept} {reason}")
    if exercise.judge:
        judgement = next((call.judgement for call in seen if call.judgement is not None), "")
        return verdict("wrong", reason or judgement)
    return verdict(
        "wrong", describe(exercise, seen, [c.parts or [] for c in _expected(exercise.slug)])
    )


def _right(exercise: Exercise, seen: Sequence[Call]) -> bool:
    if exercise.judge:
        return all(not call.not_numbers and call.judgement is None for call in seen)
    return all(
        call.parts is not None and near(exercise, call.parts, expected.parts or [])
        for call, expected in zip(seen, _expected(exercise.slug), strict=True)
    )


# -- the mistake behind it ---------------------------------------------------------------------


@functools.cache
def _expected(slug: str) -> list[Call]:
    """What the reference does on every case."""
    exercise = find(slug)
    return calls(exercise, exercise.reference)


class _Form(Sequence[Call]):
    """What a form of a mistake does on every case, each found out when it is first looked at."""

    def __init__(self, exercise: Exercise, form: Any) -> None:
        self.exercise = exercise
        self.function = form if callable(form) else lambda *_: form
        self.cases = [*exercise.cases, *exercise.special.values()]
        self.known: dict[int, Call] = {}

    def __len__(self) -> int:
        return len(self.cases)

    def __getitem__(self, k: Any) -> Any:
        if k not in self.known:
            self.known[k] = bare_call(self.exercise, self.function, self.cases[k])
        return self.known[k]


@functools.cache
def _mistaken(slug: str) -> list[tuple[Mistake, list[_Form]]]:
    """What each form of each mistake does: there may be hundreds, and most differ at once."""
    exercise = find(slug)
    return [
        (mistake, [_Form(exercise, form) for form in (mistake.answer, *mistake.also)])
        for mistake in exercise.mistakes
    ]


def _named(exercise: Exercise, seen: Sequence[Call]) -> Mistake | None:
    """The one mistake that the answer agrees with, if there is exactly one.

    Ordinary cases decide. Where the answer is right on all of them, the special cases do, among the
    mistakes that are visible there alone.
    """
    if exercise.judge:
        by_name = {mistake.name: mistake for mistake in exercise.mistakes}
        judgements = [call.judgement for call in seen if call.judgement is not None]
        return by_name.get(judgements[0]) if judgements else None
    if exercise.kind == "number":
        return _named_number(exercise, seen[0])
    ordinary = seen[: len(exercise.cases)]
    cases = seen if _agree(exercise, ordinary, _expected(exercise.slug)) else ordinary
    found = [
        mistake for mistake, forms in _mistaken(exercise.slug)
        if any(
            _agree(exercise, cases, form) and any(map(_telling, ordinary)) for form in forms
        )
    ]  # fmt: skip
    return found[0] if len(found) == 1 else None


def _named_number(exercise: Exercise, seen: Call) -> Mistake | None:
    """The mistake that gives this number; to three digits will do, away from the right one."""
    if seen.parts is None or seen.parts[0].size != 1:
        return None
    value = seen.parts[0].item()
    right = exercise.reference()
    forms = [(m, form) for m in exercise.mistakes for form in (m.answer, *m.also)]
    exact = [m for m, form in forms if abs(value - form) <= exercise.tolerance * (1 + 1e-9)]
    loose = [
        m for m, form in forms
        if abs(value - form) <= 0.005 * abs(form) and abs(value - form) < abs(value - right) / 2
    ]  # fmt: skip
    found = exact or loose
    return found[0] if len({m.name for m in found}) == 1 else None


def _telling(call: Call) -> bool:
    """Whether there are numbers to agree with: NaN alone could be anything's."""
    return call.parts is not None and not all(np.isnan(part).all() for part in call.parts)


def _agree(exercise: Exercise, seen: Sequence[Call], form: Sequence[Call]) -> bool:
    """Whether two answers do the same on every case seen, and give a value on at least one."""
    for a, b in zip(seen, form, strict=False):
        kinds = [("shapes" if error in SHAPES else error) for error in (a.error, b.error)]
        if kinds[0] != kinds[1] or (a.parts is None) != (b.parts is None):
            return False
        if a.parts is not None and b.parts is not None and not near(exercise, a.parts, b.parts):
            return False
    return any(a.parts is not None for a in seen)


# -- kinds of answers --------------------------------------------------------------------------


def _blank(answer: Any) -> bool:
    """Whether nothing was written: `...`, None, an empty text, or a function still a stub."""
    if answer is None or answer is ... or (type(answer) is str and not answer.strip()):
        return True
    while type(answer) is functools.partial:
        answer = answer.func
    if type(answer) is types.MethodType:
        answer = answer.__func__
    if type(answer) is not types.FunctionType:
        return False
    return all(
        step.opname in EMPTY and not (step.opname in ("LOAD_CONST", "RETURN_CONST")
                                      and step.argval not in (None, ...))
        for step in dis.get_instructions(answer)
    )  # fmt: skip


def _as_function(exercise: Exercise, answer: Any) -> tuple[str, Callable[..., Any]]:
    """The answer as a function of the exercise's arguments, or a sentence that refuses it."""
    if callable(answer):
        return "", answer
    if exercise.kind == "formula":
        if type(answer).__module__.startswith("sympy."):
            answer = str(answer)
        if type(answer) is not str:
            return 'A formula is asked for, typed as text: check("…", "a*(b + 1)").', _nothing
        try:
            return "", parse(answer, exercise.variables)
        except FormulaError as reason:
            return str(reason), _nothing
    if exercise.kind == "number":
        if isinstance(answer, str):
            return "A number is asked for: type it without quotes.", _nothing
        return "", lambda: _only(answer)
    return f"A function is asked for: define `{exercise.slug}` and check that.", _nothing


def _nothing(*_: Any) -> None: ...


def _only(answer: Any) -> Any:
    """A number, taken out of the list or array of one that it may come in."""
    try:
        array = as_parts(answer, 1)[0]
    except NotNumbers:
        return answer
    return array.item() if array.size == 1 else array


def _choice(exercise: Exercise, answer: Any) -> Verdict:
    letters = ", ".join(exercise.options)
    letter = answer.strip(" ().").lower() if type(answer) is str else ""
    if letter == exercise.right:
        return Verdict(exercise.slug, "correct", None, exercise.praise)
    for mistake in exercise.mistakes:
        if mistake.answer == letter:
            message = f"{mistake.explanation} {mistake.hint}"
            return Verdict(exercise.slug, "known_mistake", mistake.name, message)
    return Verdict(exercise.slug, "wrong", None, f"Answer with one of the letters {letters}.")
