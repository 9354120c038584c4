"""The exercises of all lessons: every file `lesson_NN.py` beside this one."""

import difflib
import functools
import importlib
import inspect
import re
import textwrap
from pathlib import Path

from .declare import Exercise


@functools.cache
def exercises() -> dict[str, Exercise]:
    """Every exercise by its slug, in the order of the lessons."""
    found: dict[str, Exercise] = {}
    for file in sorted(Path(__file__).parent.glob("lesson_[0-9][0-9].py")):
        module = importlib.import_module(f"{__package__}.{file.stem}")
        for exercise in module.EXERCISES:
            if exercise.slug in found:
                raise ValueError(f"two exercises are called {exercise.slug}")
            exercise.lesson = int(file.stem[-2:])
            found[exercise.slug] = exercise
    return found


def find(slug: str) -> Exercise:
    """The exercise of that name.

    Raises
    ------
    ValueError
        With a sentence that suggests near names, if there is none.
    """
    known = exercises()
    if slug in known:
        return known[slug]
    near = difflib.get_close_matches(slug, known, n=2)
    meant = f"; did you mean {' or '.join(f'`{name}`' for name in near)}?" if near else "."
    raise ValueError(f"There is no exercise called `{slug[:60]}`{meant}")


def stub(slug: str) -> str:
    """The cell that a lesson shows for the exercise, before anybody worked on it.

    For code: the signature and docstring of the reference, and `...`; for a fix: the function that
    is shown, under the exercise's name; for anything else a call of `check` with `...`.
    """
    exercise = find(slug)
    if exercise.shown is not None:
        source = inspect.getsource(exercise.shown)
        source = re.sub(r"\bdef \w+", f"def {slug}", source, count=1)
    elif exercise.kind in ("code", "judged"):
        signature = inspect.signature(exercise.reference)
        doc = inspect.cleandoc(exercise.reference.__doc__ or "")
        body = textwrap.indent(f'"""{doc}\n"""' if "\n" in doc else f'"""{doc}"""', "    ")
        source = f"def {slug}{signature}:\n{body}\n    ...\n"
    else:
        return f'check("{slug}", ...)\n'
    return f"{source}\n\ncheck({slug})\n"
