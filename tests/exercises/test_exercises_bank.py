"""What every exercise of every lesson must keep to; a new `lesson_NN.py` is found by itself."""

import importlib.util
import inspect
import io
import itertools
import re
import tokenize
from pathlib import Path

import numpy as np
import pytest

from course_lib.exercises import bank, grade, grading
from course_lib.exercises.compare import as_numbers, distance
from course_lib.exercises.grading import _expected, _mistaken
from course_lib.exercises.sandbox import Ended

EXERCISES = list(bank.exercises().values())
BY_CALLING = [e for e in EXERCISES if e.kind in ("code", "fix", "judged")]
COMPARED = [e for e in EXERCISES if e.kind in ("code", "fix", "number", "formula")]
MANY_MISTAKES = {"hidden_delta": 8, "output_delta": 8, "backprop": 8}
GRADED_ALIKE = "what an answer is given as makes no difference to what it is"


@pytest.fixture
def in_this_process(monkeypatch):
    """The answers here are our own: without a process for each, thousands take seconds."""
    monkeypatch.setattr(grading, "run", lambda work: Ended("done", work()))


def by_slug(exercises):
    return pytest.mark.parametrize("exercise", exercises, ids=[e.slug for e in exercises])


def tables():
    """The tables `FORMS` and `WRONG` of all files `forms_NN.py` beside this one."""
    forms, wrong = {}, {}
    for file in sorted(Path(__file__).parent.glob("forms_[0-9][0-9].py")):
        spec = importlib.util.spec_from_file_location(file.stem, file)
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        forms |= module.FORMS
        wrong |= getattr(module, "WRONG", {})
    return forms, wrong


FORMS, WRONG = tables()


def reference_answer(exercise):
    return exercise.right if exercise.kind == "choice" else exercise.reference


def apart(a, b):
    """Whether two answers lie at least 1e-3 apart on some call."""

    def one(p, q):
        if p.parts is None or q.parts is None:
            return (p.error, p.not_numbers) != (q.error, q.not_numbers)
        return distance(p.parts, q.parts) >= 1e-3

    return any(one(p, q) for p, q in zip(a, b, strict=True))


# -- the kill matrix ---------------------------------------------------------------------------


@by_slug(EXERCISES)
def test_reference_is_correct(exercise):
    verdict = grade(exercise.slug, reference_answer(exercise))
    assert verdict.outcome == "correct", verdict
    assert verdict.message == exercise.praise


@by_slug(EXERCISES)
def test_every_mistake_is_rejected_and_named_itself(exercise, in_this_process):
    for mistake in exercise.mistakes:
        for form in (mistake.answer, *mistake.also):
            verdict = grade(exercise.slug, form)
            assert verdict.mistake == mistake.name, (mistake.name, verdict)
            assert verdict.outcome in ("known_mistake", "raised"), (mistake.name, verdict)
            assert mistake.explanation in verdict.message


@by_slug(COMPARED)
def test_answers_lie_apart(exercise):
    """Pairwise at least 1e-3 apart on some case, mistakes seen at special points only there."""
    reference, mistakes = _expected(exercise.slug), _mistaken(exercise.slug)
    answers = [("the reference", reference)]
    answers += [(m.name, form) for m, forms in mistakes for form in forms]
    for (name, a), (other, b) in itertools.combinations(answers, 2):
        if name == other:
            continue
        if exercise.kind == "number":
            x, y = a[0].parts[0].item(), b[0].parts[0].item()
            assert abs(x - y) > 2 * exercise.tolerance, f"{name} and {other} are {abs(x - y)} apart"
        else:
            assert apart(a, b), f"{name} and {other} are not 1e-3 apart"


@by_slug(EXERCISES)
def test_mistakes_are_enough_and_complete(exercise):
    names = [mistake.name for mistake in exercise.mistakes]
    assert len(names) == len(set(names))
    if exercise.kind == "choice":
        letters = {mistake.answer for mistake in exercise.mistakes}
        assert letters | {exercise.right} == set(exercise.options)
        assert exercise.right not in letters
    else:
        assert len(names) >= MANY_MISTAKES.get(exercise.slug, 4)
    for mistake in exercise.mistakes:
        assert re.fullmatch(r"[a-zA-Z0-9_]+", mistake.name)
        for text in (mistake.explanation, mistake.hint):
            assert len(text) > 10, (mistake.name, text)
            assert text[-1] in ".?!", (mistake.name, text)
        assert mistake.seen


# -- right answers in other forms ---------------------------------------------------------------


@by_slug(BY_CALLING)
def test_other_forms_are_correct(exercise, in_this_process):
    forms = FORMS.get(exercise.slug, [])
    assert len(forms) >= 4, f"{len(forms)} other forms of {exercise.slug}"
    for form in forms:
        verdict = grade(exercise.slug, form)
        assert verdict.outcome == "correct", (inspect.getsource(form), verdict)


@by_slug([e for e in EXERCISES if e.slug in WRONG])
def test_mistakes_written_in_other_ways_are_named(exercise, in_this_process):
    for name, forms in WRONG[exercise.slug].items():
        for form in forms:
            verdict = grade(exercise.slug, form)
            assert verdict.mistake == name, (name, inspect.getsource(form), verdict)


@by_slug([e for e in COMPARED if e.kind in ("code", "fix")])
def test_the_containers_of_the_reference_make_no_difference(exercise):
    def nested(value):
        return (
            [nested(v) for v in value] if isinstance(value, tuple) else np.asarray(value).tolist()
        )

    class Callable:
        def __call__(self, *arguments, **more):
            print("working")
            return exercise.reference(*arguments, **more)

    def in_float32(*arguments):
        value = exercise.reference(*arguments)
        if isinstance(value, tuple):
            return tuple(np.float32(v) for v in value)
        return np.float32(value)

    for form in (lambda *a: nested(exercise.reference(*a)), Callable(), in_float32):
        verdict = grade(exercise.slug, form)
        assert verdict.outcome == "correct", (GRADED_ALIKE, verdict)


# -- unsolved work -----------------------------------------------------------------------------


@by_slug(EXERCISES)
def test_blank_is_unattempted(exercise):
    stub = bank.stub(exercise.slug)
    if exercise.kind == "fix":
        space = {"np": np, "check": lambda function: None}
        exec(compile(stub, "stub", "exec"), space)
        assert grade(exercise.slug, space[exercise.slug]).mistake == "still_the_bug"
        answer = lambda *arguments: ...  # noqa: E731
    elif exercise.kind in ("code", "judged"):
        space = {"check": lambda function: None}
        exec(compile(stub, "stub", "exec"), space)
        answer = space[exercise.slug]
        assert inspect.signature(answer) == inspect.signature(exercise.reference)
    else:
        answer = ...
    assert grade(exercise.slug, answer).outcome == "unattempted"


@by_slug(BY_CALLING)
def test_nothing_is_never_correct(exercise, in_this_process):
    """Zeros, ones, NaN and the inputs given back, in the shape asked for and in others."""

    def filled(value):
        def like(*arguments):
            result = exercise.reference(*arguments)
            if isinstance(result, tuple):
                return tuple(np.full(np.shape(part), value) for part in result)
            return np.full(np.shape(result), value) if not isinstance(result, dict) else value

        return like

    answers = [filled(0.0), filled(1.0), filled(np.nan), lambda *a: 0, lambda *a: 1.0]
    answers += [lambda *a: a, lambda *a: np.nan, lambda *a: a[0] if a else (), lambda *a: []]
    for count in range(len(exercise.arguments)):
        answers += [lambda *a, k=count: a[k], lambda *a, k=count: a[: k + 1]]
    for answer in answers:
        verdict = grade(exercise.slug, answer)
        assert verdict.outcome not in ("correct", "unattempted", "mutated_input"), verdict


@by_slug([e for e in EXERCISES if e.kind in ("number", "formula", "choice")])
def test_a_blind_answer_is_never_correct(exercise, in_this_process):
    for answer in (0, 1, -1, np.nan, np.inf, [], "0", "1", "x", "?", lambda *a: 0.0, True):
        verdict = grade(exercise.slug, answer)
        if exercise.kind == "number" and np.ndim(answer) == 0 and not callable(answer):
            right = exercise.reference()
            if not isinstance(answer, str) and abs(answer - right) <= exercise.tolerance:
                pytest.fail(f"{exercise.slug} is answered by {answer}")
        assert verdict.outcome not in ("correct", "unattempted"), verdict


# -- what is told -------------------------------------------------------------------------------


@by_slug(EXERCISES)
def test_nothing_told_before_the_solution_gives_it_away(exercise):
    told = [*exercise.hints]
    for mistake in exercise.mistakes:
        told += [mistake.explanation, mistake.hint]
    if exercise.kind == "number":
        value = float(exercise.reference())
        digits = max(0, round(-np.log10(exercise.unit)))
        secrets = {f"{value:.{digits}f}"} if abs(value) >= 10 or digits > 1 else set()
    elif exercise.kind == "choice":
        secrets = {f"({exercise.right})", exercise.options[exercise.right]}
    else:
        code = inspect.getsource(exercise.reference) if exercise.kind != "formula" else ""
        secrets = {line.split("#")[0].split("return ")[-1].strip()
                   for line in code.splitlines() if "return " in line}  # fmt: skip
        secrets = {
            secret for secret in secrets if len(secret) > 8 and secret.isidentifier() is False
        }
    for text in told:
        for secret in secrets:
            assert not re.search(rf"(?<![\d.]){re.escape(secret)}(?!\d)", text), (secret, text)


@by_slug(EXERCISES)
def test_hints_and_praise(exercise):
    assert len(exercise.hints) == 3
    assert len(set(exercise.hints)) == 3
    for text in (*exercise.hints, exercise.praise):
        assert text[-1] in ".?!"
        assert not re.search(r"\b(simply|obviously|clearly|trivially)\b", text, re.I)
        assert text.count("`") % 2 == 0


@by_slug(EXERCISES)
def test_explanations_are_written_plainly(exercise):
    for mistake in exercise.mistakes:
        for text in (mistake.explanation, mistake.hint):
            assert not re.search(r"\b(simply|obviously|clearly|trivially)\b", text, re.I)
            assert text.count("`") % 2 == 0


@by_slug([e for e in EXERCISES if e.kind not in ("choice", "formula")])
def test_every_line_of_the_solution_has_its_reason(exercise):
    """A comment on each line of the body, or on the line above it."""
    source = inspect.getsource(exercise.reference)
    comments, statements = set(), []
    fresh, depth = True, 0
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT:
            comments.add(token.start[0])
        elif token.type in (tokenize.NEWLINE,):
            statements[-1].append(token.start[0])
            fresh = True
        elif token.type not in (tokenize.NL, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER):
            if fresh:
                statements.append([token.start[0], token.string])
            fresh = False
    for first, word, last in statements:
        if word in ("def", "else", "try", "@") or word.startswith(('"""', 'r"""')):
            continue
        near = range(first - 1, last + 1)
        assert comments & set(near), (depth, source.splitlines()[first - 1])


@by_slug([e for e in EXERCISES if e.kind in ("code", "fix")])
def test_cases_can_tell_mistakes_apart(exercise):
    assert exercise.reference.__doc__
    for call in _expected(exercise.slug):
        assert call.parts is not None and not call.changed and not call.random
        assert not call.error
    for arguments in exercise.cases:
        for argument in arguments:
            if isinstance(argument, np.ndarray):
                assert np.isfinite(as_numbers(argument)).all()
