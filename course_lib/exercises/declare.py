"""How a bank file, `lesson_NN.py`, declares its exercises. `course_lib.exercises` says how."""

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from .formulas import parse

OWN = "own observation"  # a mistake that nobody was found to have reported


@dataclass(frozen=True)
class Mistake:
    """A wrong answer that people really give, and what to tell them.

    Attributes
    ----------
    name : str
        Its slug, unique in the exercise: `verdict.mistake`.
    answer
        What it computes: a function for code, a number, a letter for a choice, text for a formula.
    explanation : str
        One or two sentences: what was done and why it is not what is asked. Never the answer.
    hint : str
        One sentence: where to look next.
    seen : str
        Where people were seen to make it, or `OWN`.
    also : tuple
        Other computations that are the same mistake and deserve the same words.
    """

    name: str
    answer: Any
    explanation: str
    hint: str
    seen: str = OWN
    also: tuple = ()


@dataclass
class Exercise:
    """What the engine needs to know of one exercise. The functions below make them."""

    slug: str
    kind: str  # code, fix, number, formula, choice, judged
    mistakes: tuple[Mistake, ...]
    hints: tuple[str, ...]
    praise: str
    solution: str
    reference: Callable[..., Any] = lambda: None
    cases: tuple[tuple, ...] = ((),)
    special: Mapping[str, tuple] = field(default_factory=dict)
    parts: tuple[str, ...] = ()
    unit: float = 0.0
    judge: Callable[..., str | None] | None = None
    variables: tuple[str, ...] = ()
    question: str = ""
    options: Mapping[str, str] = field(default_factory=dict)
    right: str = ""
    shown: Callable[..., Any] | None = None
    lesson: int = -1  # set by the bank, from the file's name

    @property
    def arguments(self) -> tuple[str, ...]:
        """The names of the arguments that an answer is called with."""
        return self.variables or tuple(inspect.signature(self.reference).parameters)

    @property
    def counts(self) -> bool:
        """Whether the number asked for is a count."""
        return self.unit == 1

    @property
    def tolerance(self) -> float:
        """How far off a number may be: half a unit of its last digit; a count, by rounding only."""
        return 1e-9 if self.counts else self.unit / 2


def code(
    reference: Callable[..., Any],
    *,
    cases: Sequence[tuple],
    mistakes: Sequence[Mistake],
    hints: Sequence[str],
    praise: str,
    special: Mapping[str, tuple] | None = None,
    parts: Sequence[str] = (),
) -> Exercise:
    """An exercise answered by a function; the slug is the name of the reference.

    Parameters
    ----------
    reference : function
        The solution as a learner sees it: its docstring holds the shapes, each line its reason.
    cases : sequence of tuples
        Arguments of each ordinary call.
    special : mapping from words to tuples
        Calls at special points, "at exactly 0": they reject, and name only what shows there alone.
    parts : sequence of str
        What the parts are called if the reference returns a tuple.
    """
    return Exercise(
        slug=reference.__name__,
        kind="code",
        mistakes=tuple(mistakes),
        hints=tuple(hints),
        praise=praise,
        solution=inspect.getsource(reference),
        reference=reference,
        cases=tuple(cases),
        special=special or {},
        parts=tuple(parts),
    )


def fix(
    reference: Callable[..., Any],
    *,
    shown: Callable[..., Any],
    symptom: str,
    look: str,
    mistakes: Sequence[Mistake] = (),
    seen: str = OWN,
    **rest: Any,
) -> Exercise:
    """An exercise that shows a wrong function and asks for the mended one.

    `shown` becomes the mistake `still_the_bug`, explained by `symptom` (what goes wrong, not where)
    and `look` (its hint). The rest as for `code`.
    """
    still = Mistake("still_the_bug", shown, f"This is still the bug: {symptom}", look, seen)
    exercise = code(reference, mistakes=(still, *mistakes), **rest)
    exercise.kind = "fix"
    exercise.shown = shown
    return exercise


def number(
    reference: Callable[[], float],
    *,
    unit: float,
    mistakes: Sequence[Mistake],
    hints: Sequence[str],
    praise: str,
) -> Exercise:
    """An exercise answered by a number: `reference()` computes it, a line and its reason at a time.

    `unit` is one unit of the last digit asked for (0.001 for three decimals); half of it is the
    tolerance. A unit of 1 asks for a count, which is exact. A mistake's answer is the number it
    gives.
    """
    return Exercise(
        slug=reference.__name__,
        kind="number",
        mistakes=tuple(mistakes),
        hints=tuple(hints),
        praise=praise,
        solution=inspect.getsource(reference),
        reference=reference,
        unit=unit,
    )


def choice(
    slug: str,
    *,
    options: Mapping[str, str],
    right: str,
    mistakes: Sequence[Mistake],
    hints: Sequence[str],
    praise: str,
    solution: str,
    question: str = "",
) -> Exercise:
    """An exercise answered by a letter: `options` maps each letter to its text, one is `right`.

    Each other letter is the `answer` of one mistake. `solution` says why. `question` is the text
    that the lesson asks, word for word.
    """
    return Exercise(
        slug=slug,
        kind="choice",
        mistakes=tuple(mistakes),
        hints=tuple(hints),
        praise=praise,
        solution=solution,
        question=question,
        options=options,
        right=right,
    )


def formula(
    slug: str,
    right: str,
    *,
    variables: Mapping[str, tuple[float, float]],
    mistakes: Sequence[Mistake],
    hints: Sequence[str],
    praise: str,
    solution: str,
    question: str = "",
) -> Exercise:
    """An exercise answered by a formula typed as text, compared as mathematics.

    Parameters
    ----------
    right : str
        The formula, as in "y*(1-y)"; a mistake's answer is text, too.
    variables : mapping from names to (low, high)
        The variables it may use, and the range in which both formulas are compared.
    solution : str
        The derivation, a line and its reason at a time.
    """
    names = tuple(variables)
    rng = np.random.default_rng(3)
    points = [rng.uniform(low, high, 40) for low, high in variables.values()]
    parsed = [
        Mistake(m.name, parse(m.answer, names), m.explanation, m.hint, m.seen,
                tuple(parse(text, names) for text in m.also))
        for m in mistakes
    ]  # fmt: skip
    return Exercise(
        slug=slug,
        kind="formula",
        mistakes=tuple(parsed),
        hints=tuple(hints),
        praise=praise,
        solution=solution,
        question=question,
        reference=parse(right, names),
        cases=(tuple(points),),
        variables=names,
    )


def judged(
    reference: Callable[..., Any],
    *,
    judge: Callable[..., str | None],
    mistakes: Sequence[Mistake],
    hints: Sequence[str],
    praise: str,
    cases: Sequence[tuple] = ((),),
) -> Exercise:
    """An exercise with more than one right answer, judged by its properties.

    `judge(result, *arguments)` returns None if the result will do, else the name of one of the
    mistakes, or a sentence. `result` is what the answer returned: a dict as it is, anything else as
    a list of float arrays, one a part. Whatever the judge raises counts as wrong.
    """
    return Exercise(
        slug=reference.__name__,
        kind="judged",
        mistakes=tuple(mistakes),
        hints=tuple(hints),
        praise=praise,
        solution=inspect.getsource(reference),
        reference=reference,
        cases=tuple(cases),
        judge=judge,
    )
