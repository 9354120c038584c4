"""Exercises that know what went wrong: `check`, `hint`, `solution`, `grade`, `progress`.

How to write a bank file
------------------------
One file a lesson, `lesson_NN.py`, found by its name; it ends with `EXERCISES = [...]`, a list of
what the functions in `declare` return. `lesson_09.py` is the model. References, mistakes and cases
use NumPy alone (no import of `course_lib`: `solution` prints the reference as it stands).

    from .declare import Mistake, choice, code, fix, formula, judged, number

- **Reference**: a function named by the slug, arguments as in the signature that learners see. Its
  docstring is what the notebook shows (task and shapes, nothing that gives the answer away). Every
  line of its body carries its reason in a comment. It must leave its inputs alone.
- **Cases**: tuples of arguments, drawn once from `np.random.default_rng(NN)`: N of 5 and of 7, all
  dimensions distinct, three or more outputs, non-zero biases, |net| near 1, and one square case
  whose side is not N. Where matrices are multiplied, also one in which N and all sizes are equal,
  or products in the wrong order never give a value. Function arguments must be named functions of
  the file. Whole numbers stay below 10,000, or being off by one is within the tolerance (1e-5,
  relative to the largest entry).
- **Special cases**: `special={"at exactly 0": (...,), "at a net input of 1000": (...,)}`; the words
  complete "It is right on ordinary numbers, but not ...". A mistake that is right on every ordinary
  case is recognised at these alone.
- **Mistakes**: `Mistake("no_slope", function, explanation, hint, seen)`. The function *is* the
  mistake, with the reference's arguments (a lambda will do); for a number it is the number, for a
  choice the letter, for a formula text. Other computations of the same slip go into
  `also=(f, g)`. A mistake may raise on some cases (a product that does not fit), but must give a
  value on one. Each must be rejected and lie at least 1e-3 from the reference and from every other
  mistake on some ordinary case (the tests check all of this); if two coincide, they are one
  mistake, or the cases are too tame. `explanation`: what was done and why it isn't what is asked;
  `hint`: where to look. Neither shows the answer. `seen`: "micrograd#68", a forum thread, "common",
  or the constant `OWN` (the default) if nobody was found.
- **Tuples**: `parts=("dW", "db")` names the parts, so that a message can say which is wrong first.
- **hints**: three, from a nudge to nearly there, none the answer. **praise**: what was right.
- `code(reference, cases=, special=, parts=, mistakes=, hints=, praise=)`
- `fix(reference, shown=, symptom=, look=, ...as code)`: `shown` is a `def` with the bug; it becomes
  the mistake `still_the_bug`. Its docstring is what learners read.
- `number(reference, unit=, mistakes=, hints=, praise=)`: the reference takes no arguments and
  computes the number, its docstring asks the question; `unit` is one unit of the last digit asked
  for, 1 for a count, which is exact; mistakes lie further apart than that.
- `choice(slug, question=, options={"a": "text", ...}, right="b", mistakes=, hints=, praise=,
  solution=)`: one mistake for each other letter.
- `formula(slug, "y*(1-y)", question=, variables={"y": (0.1, 0.9)}, mistakes=, hints=, praise=,
  solution=)`
- `judged(reference, judge=, cases=, mistakes=, hints=, praise=)`: several right answers;
  `judge(result, *arguments)` returns None, the name of a mistake, or a sentence.

`bank.stub(slug)` is the cell that the lesson shows: signature, docstring and `...`.

Tests pick the file up by itself (`tests/exercises`). Beside it write `tests/exercises/forms_NN.py`
with `FORMS = {slug: [f, g, h, k]}`: at least four correct answers in other forms for each code, fix
and judged exercise (loops, einsum, float32, lists, other algebra), all of which must be accepted,
and, where you can, `WRONG = {slug: {"mistake_name": [f, g]}}`: the mistakes written in other ways.
"""

from typing import Any

from . import progress_file
from .bank import exercises, find
from .display import BLUE, TITLES, Note, show
from .grading import Verdict, grade

__all__ = ["check", "grade", "hint", "progress", "solution"]

_hints_given: dict[str, int] = {}
_asked: set[str] = set()


def check(answer: Any, /, *named: Any) -> None:
    """Check an answer and show what came of it.

    `check(hidden_delta)`: a function answers the exercise of its own name.
    `check("mazur_delta_o1", 0.1385)`: anything else answers a named one.
    """
    if named:
        slug, answer = answer, named[0]
    else:
        slug = answer if isinstance(answer, str) else getattr(answer, "__name__", None)
        answer = ... if isinstance(answer, str) else answer
    if len(named) > 1 or not isinstance(slug, str) or slug == "<lambda>":
        show(Note("Which exercise?", ['Say it first: `check("name_of_the_exercise", answer)`.']))
        return
    try:
        verdict = grade(slug, answer)
    except ValueError as unknown:
        show(Note("Which exercise?", [str(unknown)]))
        return
    _remember(verdict)
    title, colour = TITLES[verdict.outcome]
    more = []
    if verdict.outcome != "correct":
        more = [f'A hint: `hint("{slug}")`.']
    show(Note(f"{title} · {slug}", [verdict.message, *more], colour=colour))


def _remember(verdict: Verdict) -> None:
    if verdict.outcome != "unattempted":
        solved = verdict.outcome == "correct"
        progress_file.record(verdict.slug, progress_file.SOLVED if solved else progress_file.TRIED)


def hint(slug: str) -> None:
    """Show the next hint of an exercise; each call goes one level further."""
    try:
        exercise = find(slug)
    except ValueError as unknown:
        show(Note("Which exercise?", [str(unknown)]))
        return
    given = _hints_given.get(slug, 0)
    total = len(exercise.hints)
    _hints_given[slug] = min(given + 1, total)
    if given < total:
        show(Note(f"Hint {given + 1} of {total} · {slug}", [exercise.hints[given]]))
    else:
        title = f"No further hint · {slug}"
        show(Note(title, [*exercise.hints, f'The whole solution: `solution("{slug}")`.']))


def solution(slug: str) -> None:
    """Show the solution with its reasons; asks first if the exercise was never tried."""
    try:
        exercise = find(slug)
    except ValueError as unknown:
        show(Note("Which exercise?", [str(unknown)]))
        return
    if slug not in progress_file.read() and slug not in _asked:
        _asked.add(slug)
        advice = (
            "You haven't tried this one yet, and a try teaches more than a look. "
            f'To see the solution all the same, run `solution("{slug}")` once more.'
        )
        show(Note(f"Look already? · {slug}", [advice]))
        return
    if exercise.kind == "choice":
        right = f"({exercise.right}) {exercise.options[exercise.right]}"
        show(Note(f"Solution · {slug}", [right, exercise.solution]))
    else:
        show(Note(f"Solution · {slug}", code=exercise.solution))


def progress() -> None:
    """Show, lesson by lesson, which exercises are solved, tried and still to do."""
    status = progress_file.read()
    by_lesson: dict[int, list[str]] = {}
    for exercise in exercises().values():
        by_lesson.setdefault(exercise.lesson, []).append(exercise.slug)
    lines = []
    for lesson, slugs in by_lesson.items():
        solved = [slug for slug in slugs if status.get(slug) == progress_file.SOLVED]
        open_ones = [
            f"{slug} (tried)" if slug in status else slug for slug in slugs if slug not in solved
        ]
        rest = f"; to do: {', '.join(open_ones)}" if open_ones else ""
        lines.append(f"Lesson {lesson:02d}: {len(solved)} of {len(slugs)} solved{rest}.")
    try:
        progress_file.save()
    except OSError as reason:
        where = progress_file.path()
        lines.append(f"This can't be saved in `{where}` ({reason.strerror}); it lasts until the "
                     "kernel is restarted.")  # fmt: skip
    done = sum(status.get(slug) == progress_file.SOLVED for slug in exercises())
    title = f"{done} of {len(exercises())} exercises solved"
    show(Note(title, lines, colour=BLUE))
