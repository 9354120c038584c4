"""Formulas typed as text: read as mathematics, never executed."""

import ast
import operator
import re
from collections.abc import Callable
from typing import Any

import numpy as np

LONGEST = 300  # characters; keeps the nesting, and so the recursion, shallow

FUNCTIONS: dict[str, Callable[..., Any]] = {
    "exp": np.exp, "log": np.log, "ln": np.log, "sqrt": np.sqrt, "abs": np.abs,
    "sin": np.sin, "cos": np.cos, "tan": np.tan, "tanh": np.tanh, "sinh": np.sinh,
    "cosh": np.cosh, "sigmoid": lambda z: 0.5 * (1 + np.tanh(z / 2)),
}  # fmt: skip
CONSTANTS = {"pi": np.pi, "e": np.e}
OPERATORS: dict[type, Callable[..., Any]] = {
    ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul,
    ast.Div: operator.truediv, ast.Pow: operator.pow, ast.USub: operator.neg,
    ast.UAdd: operator.pos,
}  # fmt: skip
TYPOGRAPHY = {
    "^": "**",
    "·": "*",
    "×": "*",
    "⋅": "*",
    "−": "-",
    "²": "**2",
    "³": "**3",
    "√": "sqrt",
}

STAR = "Write every multiplication with `*`, as in `2*a*(b + c)`."


class FormulaError(ValueError):
    """The text is no formula; the message says what is wrong with it in a sentence."""


def parse(text: str, variables: tuple[str, ...]) -> Callable[..., Any]:
    """Turn a formula into a function of its variables, in the order given.

    Only numbers, the variables, `+ - * / **` (or `^`), brackets and the functions in `FUNCTIONS`
    are read; nothing that was typed is ever executed. Numbers are floats throughout, so that
    9**9**9 overflows to infinity at once.

    Raises
    ------
    FormulaError
        With a sentence, if the text is anything else.
    """
    if len(text) > LONGEST:
        raise FormulaError(f"A formula of at most {LONGEST} characters is asked for.")
    for typed, meant in TYPOGRAPHY.items():
        text = text.replace(typed, meant)
    if "\\" in text or "$" in text:
        raise FormulaError("Type the formula as in Python, not as LaTeX.")
    if "=" in text:
        raise FormulaError("Type the right-hand side alone, without `=`.")
    try:
        tree = ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        implicit = re.search(r"[\d)]\s*[A-Za-z(]|[A-Za-z)]\s+[A-Za-z\d(]|\)\s*\d", text)
        raise FormulaError(
            STAR if implicit else "This can't be read as a formula: is a bracket or sign missing?"
        ) from None
    _evaluate(tree, dict.fromkeys(variables, np.full(1, 0.5)))  # refuse what is unknown at once

    def value(*points: Any) -> Any:
        filled = [np.asarray(point, dtype=float) for point in points]
        with np.errstate(all="ignore"):
            result = _evaluate(tree, dict(zip(variables, filled, strict=True)))
        return result + np.zeros_like(filled[0])  # a constant is a function, too

    return value


def _evaluate(node: ast.AST, values: dict[str, Any]) -> Any:
    """The value of a tree, computed by this function alone."""
    match node:
        case ast.Constant(value=bool()):
            raise FormulaError("True and False are no part of a formula.")
        case ast.Constant(value=int() | float() as constant):
            try:
                return np.float64(constant)
            except OverflowError:
                return np.float64(np.inf)
        case ast.Name(id=name) if name in values:
            return values[name]
        case ast.Name(id=name) if name in CONSTANTS:
            return np.float64(CONSTANTS[name])
        case ast.BinOp(left=left, op=op, right=right) if type(op) in OPERATORS:
            with np.errstate(all="ignore"):
                return OPERATORS[type(op)](_evaluate(left, values), _evaluate(right, values))
        case ast.UnaryOp(op=op, operand=operand) if type(op) in OPERATORS:
            return OPERATORS[type(op)](_evaluate(operand, values))
        case ast.Call(func=func, args=[argument], keywords=[]) if _name(func) in FUNCTIONS:
            with np.errstate(all="ignore"):
                return FUNCTIONS[_name(func)](_evaluate(argument, values))
        case ast.Call(func=func) if _name(func) not in FUNCTIONS:
            if _name(func) in values or not _name(func):
                raise FormulaError(STAR)
            raise FormulaError(f"`{_name(func)}` is not known here; {_known(values)}")
        case ast.Call():
            raise FormulaError(f"`{_name(node.func)}` takes one value.")
        case ast.Name(id=name):
            raise FormulaError(f"`{name}` is not known here; {_known(values)}")
    raise FormulaError("Only numbers, variables, + - * / **, brackets and functions are read here.")


def _name(func: ast.AST) -> str:
    """`exp` for exp, np.exp and math.exp; else an empty string."""
    match func:
        case ast.Name(id=name):
            return name
        case ast.Attribute(value=ast.Name(id="np" | "numpy" | "math"), attr=name):
            return name
    return ""


def _known(values: dict[str, Any]) -> str:
    return f"use {', '.join(f'`{name}`' for name in values)} and functions such as `exp`."
