"""Formulas typed as text: read as mathematics, never executed."""

import numpy as np
import pytest

from course_lib.exercises import grade
from course_lib.exercises.formulas import FormulaError, parse

SLUG = "sigmoid_slope_formula"

SAME = [
    "y*(1-y)", "y - y**2", "y-y^2", "y - y*y", "-y*(y-1)", "(1 - y)*y", "1/4 - (y - 1/2)**2",
    "y−y²", " y * ( 1 - y ) ", "y·(1−y)", "exp(log(y) + log(1-y))", "y/(1/(1-y))",
    "(y - y**3)/(1 + y)", "0.25 - (y-0.5)**2", "np.sqrt(y**2)*(1-y)", "+y*(1-y)",
    "((((y))))*(1-y)", "y*1e0*(1-y)",
]  # fmt: skip


@pytest.mark.parametrize("text", SAME)
def test_the_same_mathematics_is_correct(text):
    assert grade(SLUG, text).outcome == "correct"


def test_a_function_or_a_sympy_expression_will_do():
    import sympy

    y = sympy.Symbol("y")
    assert grade(SLUG, y * (1 - y)).outcome == "correct"
    assert grade(SLUG, lambda y: y * (1 - y)).outcome == "correct"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("y(1-y)", "`*`"),
        ("2y", "`*`"),
        ("(y)(1-y)", "`*`"),
        ("y (1-y)", "`*`"),
        ("s*(1-s)", "`s` is not known here; use `y`"),
        ("sig(y)", "`sig` is not known"),
        ("y*(1-y", "bracket"),
        ("dy = y*(1-y)", "without `=`"),
        (r"y\cdot(1-y)", "LaTeX"),
        ("$y(1-y)$", "LaTeX"),
        ("y" * 1000, "characters"),
        ("exp(y, y)", "one value"),
        ("True", "True"),
        ("'y'", "Only numbers"),
        ("1j*y", "Only numbers"),
        ("[y]", "Only numbers"),
        ("y if y else 1", "Only numbers"),
        ("y < 1", "Only numbers"),
        ("y and y", "Only numbers"),
        ("lambda y: y", "Only numbers"),
        ("y.real", "Only numbers"),
        ("y // 2", ""),
        ("f'{y}'", "Only numbers"),
        ("*y", ""),
        ("y; y", ""),
        ("\0", ""),
        ("(" * 150 + "y" + ")" * 149, ""),
        ("np.linalg.norm(y)", "`*`"),
        ("os.system('true')", "`*`"),
        ("__import__('os')", "not known"),
        ("exec('1')", "not known"),
        ("exp(lambda: 1)", "Only numbers"),
        ("().__class__.__bases__", "Only numbers"),
    ],
)
def test_nonsense_gets_a_sentence(text, words):
    verdict = grade(SLUG, text)
    assert verdict.outcome == "wrong"
    assert words in verdict.message and verdict.message.endswith(".") or "?" in verdict.message


EXTREME = [
    "9**9**9**9", "y**9**9**9", "1e999", "9" * 290, "exp(exp(exp(9)))", "1/(y-y)", "log(-y)",
    "-" * 290 + "y+1", "2^2^2^2^2^2^2",
]  # fmt: skip


@pytest.mark.parametrize("text", EXTREME)
def test_extreme_formulas_are_wrong_at_once(text):
    assert grade(SLUG, text).outcome == "wrong"


@pytest.mark.parametrize("answer", [3, 0.25, np.zeros(3), b"y", ["y*(1-y)"], {"y": 1}])
def test_what_is_no_text_is_asked_for_as_text(answer):
    verdict = grade(SLUG, answer)
    assert verdict.outcome == "wrong" and "text" in verdict.message


def test_nothing_is_executed(monkeypatch):
    monkeypatch.setattr("builtins.eval", None)
    monkeypatch.setattr("builtins.exec", None)
    value = parse("2*a + b**2", ("a", "b"))
    assert value(3.0, 2.0) == 10.0
    with pytest.raises(FormulaError):
        parse("a.__class__", ("a",))


def test_constants_are_functions_too():
    assert parse("3", ("a",))(np.zeros(4)).shape == (4,)


def test_names_of_mistakes_however_they_are_written():
    for text, name in {
        "1-y^2": "tanh_formula",
        "(1-y)*(1+y)": "tanh_formula",
        "y^2 - y": "wrong_sign",
        "y": "the_output",
        "exp(-y)/(1+exp(-y))^2": "y_taken_for_net",
    }.items():
        assert grade(SLUG, text).mistake == name
