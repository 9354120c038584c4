"""Proofs by machine: each tagged statement of the lessons is proved, defined or measured here.

A proof holds for every value of its symbols, and, for the symbolic network, for every
activation function and every loss:

>>> from course_lib.proofs import SymbolicNetwork, prove
>>> network = SymbolicNetwork([2, 3, 2])
>>> w, net, delta, phi_prime = network.w, network.net, network.delta, network.phi_prime
>>> prove("9.2", delta[3], phi_prime(net[3]) * sum(w[3, k] * delta[k] for k in (6, 7)))
(9.2)  delta_3 = phi_prime(net_3)*(delta_6*w_36 + delta_7*w_37)   proved

A name such as ``delta_3`` prints as itself, and the proof looks through it: `delta[3]` is the
derivative of the loss with respect to ``net_3``, computed from the loss and nothing else.
"""

from __future__ import annotations

import random
import re
import sys
from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from itertools import combinations_with_replacement, pairwise
from typing import Any, NamedTuple

import numpy as np
import sympy as sp
from numpy.typing import ArrayLike
from sympy.core.evalf import PrecisionExhausted
from sympy.core.function import FunctionClass
from sympy.core.relational import Relational
from sympy.core.symbol import Str
from sympy.printing.latex import LatexPrinter
from sympy.printing.precedence import PRECEDENCE
from sympy.printing.str import StrPrinter

__all__ = [
    "FalseClaim",
    "SymbolicNetwork",
    "arbitrary",
    "define",
    "examine",
    "let",
    "measure",
    "partial",
    "prove",
    "refute",
]

POINTS = 20
SMALL = 8  # the first points, of which a counterexample is quoted if one is found there
DIGITS = 30
# These bound the work, where a clock would give each machine its own verdict.
MOST_OPERATIONS, MOST_SYMBOLS = 200, 12
RELATIONS = {"=": "=", "<=": r"\le", "<": r"\lt", ">=": r"\ge", ">": r"\gt", "iff": r"\iff"}


class FalseClaim(AssertionError):
    """A statement that does not hold; the sentence gives a counterexample.

    Attributes
    ----------
    point : dict
        The value of every symbol at the counterexample (empty for numbers).
    """

    def __init__(self, sentence: str, point: dict[Any, Any] | None = None) -> None:
        super().__init__(sentence)
        self.point = point or {}


# ---------------------------------------------------------------------------------- names


class Named(sp.Symbol):
    """A scalar that prints as its name and stands for `meaning`, or for ∂meaning/∂by."""

    __slots__ = ("by", "meaning", "tex")

    def __new__(
        cls, name: str, meaning: sp.Expr, tex: str | None = None, by: sp.Symbol | None = None
    ) -> Named:
        assumptions = {"real": True} if meaning.is_real else {}
        cls._sanitize(assumptions, cls)
        self = sp.Symbol.__xnew__(cls, name, **assumptions)
        self.meaning, self.by, self.tex = meaning, by, tex or _tex(name)
        return self

    def _hashable_content(self) -> tuple:
        return (*super()._hashable_content(), self.meaning, self.by or 0)

    def _latex(self, printer: Any) -> str:
        return self.tex

    @property
    def precedence(self) -> int:
        # A fraction that is raised to a power needs brackets.
        return PRECEDENCE["Atom" if self.by is None else "Mul"]


class NamedMatrix(sp.MatrixSymbol):
    """A matrix that prints as its name and stands for `meaning`, an explicit matrix."""

    meaning: sp.ImmutableMatrix
    tex: str

    def __new__(cls, name: str, meaning: sp.MatrixBase, tex: str | None = None) -> NamedMatrix:
        self = sp.Basic.__new__(cls, Str(name), *map(sp.Integer, meaning.shape))
        self.meaning = sp.ImmutableMatrix(meaning)
        self.tex = tex or _tex(name)
        return self

    def _hashable_content(self) -> tuple:
        return (*self.args, self.meaning)

    def doit(self, **hints: Any) -> NamedMatrix:
        return self

    def _latex(self, printer: Any) -> str:
        return self.tex


def let(name: str, meaning: Any, tex: str | None = None) -> Any:
    r"""Give an expression or a matrix a name, to print instead of it.

    Parameters
    ----------
    name : str
        What `text/plain` shows, and LaTeX too unless `tex` is given: ``"net_3"``.
    meaning : expression or matrix
        What the name stands for in every proof.
    tex : str, optional
        LaTeX of the name, where it differs.

    Examples
    --------
    >>> from sympy import exp, symbols
    >>> z = symbols("z", real=True)
    >>> sigma = let("sigma", 1 / (1 + exp(-z)))
    >>> prove("3.3", partial(sigma, z), sigma * (1 - sigma))
    (3.3)  d(sigma)/d(z) = sigma*(1 - sigma)   proved
    """
    meaning = _sympified(meaning)
    if isinstance(meaning, sp.MatrixBase):
        return NamedMatrix(name, meaning, tex)
    return Named(name, meaning, tex)


def partial(of: Any, by: Any) -> Any:
    r"""∂of/∂by, printed as such and worked out only by the proof.

    Parameters
    ----------
    of : expression
        What changes.
    by : symbol, name or matrix of them
        What moves. For a name such as ``net_3`` the derivative is with respect to it as if it
        were free: whatever depends on it follows, whatever it is made of stays.

    Returns
    -------
    name, or matrix of names with the shape of `by`

    Raises
    ------
    ValueError
        If `of` is no expression or `by` no symbol.

    Examples
    --------
    >>> network = SymbolicNetwork([2, 3, 2])
    >>> prove("8.2", partial(network.E_n, network.w[3, 6]), network.out[3] * network.delta[6])
    (8.2)  d(E_n)/d(w_36) = delta_6*o_3   proved
    """
    of = _sympified(of)
    if isinstance(by, sp.MatrixBase):
        return by.applyfunc(lambda entry: partial(of, entry))
    if isinstance(by, NamedMatrix):
        entries = partial(of, by.meaning)
    elif not getattr(by, "is_Symbol", False) or not isinstance(of, sp.Expr) or of == by:
        raise ValueError(f"Can't differentiate {of} by {by}: it takes an expression and a symbol.")
    d = r"\partial"
    if not isinstance(by, Named | NamedMatrix) and _spelled(of).free_symbols <= {by}:
        d = "d"
    tex_of = _tex(of) if of.is_Symbol or of.is_Function else rf"\left({_tex(of)}\right)"
    name, tex = f"d({_text(of)})/d({_text(by)})", rf"\frac{{{d} {tex_of}}}{{{d} {_tex(by)}}}"
    return let(name, entries, tex) if isinstance(by, NamedMatrix) else Named(name, of, tex, by)


class Arbitrary(sp.Function):
    """An arbitrary smooth function; see `arbitrary`."""

    base: str
    orders: tuple[int, ...]  # which arguments it was differentiated by, in order

    def fdiff(self, argindex: int = 1) -> sp.Expr:
        orders = tuple(sorted((*self.orders, argindex)))
        return _arbitrary(self.base, len(self.args), orders)(*self.args)

    def _eval_is_real(self) -> bool | None:
        return all(argument.is_real for argument in self.args) or None

    def _sympystr(self, printer: Any) -> str:
        return f"{self.func.__name__}({', '.join(map(printer.doprint, self.args))})"

    def _latex(self, printer: Any, exp: str | None = None) -> str:
        name = self.base if len(self.base) == 1 else _tex(sp.Symbol(self.base))
        if len(self.args) == 1:
            name += "'" * len(self.orders)
        elif self.orders:
            name = rf"\partial_{{{''.join(map(str, self.orders))}}} {name}"
        text = rf"{name}\left({', '.join(map(printer.doprint, self.args))}\right)"
        return text if exp is None else rf"{text}^{{{exp}}}"


@cache
def _arbitrary(name: str, arguments: int, orders: tuple[int, ...]) -> Any:
    marks = "'" * len(orders) if arguments == 1 else "".join(f"_{i}" for i in orders)
    members = {"base": name, "orders": orders, "nargs": arguments}
    return FunctionClass(name + marks, (Arbitrary,), members)


def arbitrary(name: str, arguments: int = 1) -> Any:
    """A smooth function of which nothing else is known: what is proved of it holds for all.

    Parameters
    ----------
    name : str
        ``"f"``; ``"f'"`` and ``"f''"`` are the derivatives of the one named ``"f"``.
    arguments : int
        How many variables it has. Derivatives by one of several: `partial`.

    Examples
    --------
    >>> from sympy import symbols
    >>> x = symbols("x", real=True)
    >>> f, f_prime, g, g_prime = map(arbitrary, ["f", "f'", "g", "g'"])
    >>> prove("1.3c", partial(f(g(x)), x), f_prime(g(x)) * g_prime(x))
    (1.3c)  d(f(g(x)))/d(x) = f'(g(x))*g'(x)   proved
    """
    base = name.rstrip("'")
    orders = (1,) * (len(name) - len(base))
    if orders and arguments > 1:
        raise ValueError("Only a function of one variable has a derivative f'; use partial.")
    return _arbitrary(base, arguments, orders)


def _sympified(side: Any) -> Any:
    side = sp.sympify(sp.Matrix(side) if isinstance(side, list) else side)
    if isinstance(side, sp.MatrixBase):
        return side.as_immutable()
    # 1/4 in Python is a float, and means the fraction.
    return sp.nsimplify(side, rational=True) if side.has(sp.Float) else side


def _spelled(side: Any, keep: frozenset[Any] = frozenset()) -> Any:
    """`side` worked out, with each name replaced by its meaning, except those in `keep`."""
    names = side.atoms(Named, NamedMatrix) - keep
    side = side.xreplace({name: _meaning(name, keep) for name in names})
    if side.has(sp.Limit):
        side = side.replace(sp.Limit, _limit)
    if side.has(sp.Integral, sp.Derivative, sp.Sum, sp.Product):
        side = side.doit()
    if isinstance(side, sp.MatrixExpr):
        side = side.doit().as_explicit().as_immutable()
    return side


@lru_cache(maxsize=4096)
def _meaning(name: Any, keep: frozenset[Any] = frozenset()) -> Any:
    by = getattr(name, "by", None)
    if by is None:
        return _spelled(name.meaning, keep)
    # The name itself is the dummy variable: keep it, differentiate, put its meaning back.
    for kept in keep - {by}:
        if isinstance(kept, Named) and _meaning(kept, frozenset({by})).has(by):
            raise ValueError(f"{kept} depends on {by}: a derivative by both has no one meaning.")
    return _spelled(_spelled(name.meaning, keep | {by}).diff(by), keep)


def _limit(function: sp.Expr, variable: sp.Symbol, at: sp.Expr, side: sp.Symbol) -> sp.Expr:
    try:
        return sp.limit(function, variable, at, str(side))
    except NotImplementedError:  # an arbitrary function of several variables: de l'Hopital
        if at.is_infinite:
            raise
        above, below = sp.fraction(sp.together(function))
        while sp.expand(below.subs(variable, at)) == 0:
            if sp.expand(above.subs(variable, at)) != 0:
                raise
            above, below = above.diff(variable), below.diff(variable)
        return (above / below).subs(variable, at)


# ------------------------------------------------------------------------- random points


class Point:
    """Values for every symbol, and a polynomial for every arbitrary function.

    The numbers are small at the first points, so that a reader can follow a counterexample.
    """

    def __init__(self, symbols: list[Any], number: int) -> None:
        self.number = number
        draw = random.Random(number)
        self.values = {symbol: self._value(symbol, draw) for symbol in symbols}
        self.polynomials: dict[str, sp.Poly] = {}

    def _value(self, symbol: Any, draw: random.Random) -> sp.Rational:
        if self.number < 2:  # all 0, all 1: where strict inequalities break
            value = sp.Integer(self.number)
        elif self.number < SMALL:
            value = sp.Integer(draw.choice([-1, 0, 1, 2]))
        elif symbol.is_integer:
            value = sp.Integer(draw.randint(-9, 9))
        elif self.number < 15:
            value = sp.Rational(draw.randint(-9, 9), draw.randint(5, 8))
        else:
            value = sp.Rational(draw.randint(-29, 29), draw.randint(2, 8))
        if symbol.is_nonnegative or symbol.is_nonpositive:
            value = abs(value)
        if value == 0 and symbol.is_zero is False:
            value = sp.Integer(1)
        return -value if symbol.is_nonpositive else value

    def _polynomial(self, function: Arbitrary) -> sp.Poly:
        if function.base not in self.polynomials:
            draw = random.Random(f"{function.base} {self.number}")
            count = len(function.args)
            variables = sp.symbols("z,") if count == 1 else sp.symbols(f"z1:{count + 1}")
            small = self.number < SMALL
            self.polynomials[function.base] = sp.Poly(
                sum(
                    sp.prod(monomial, draw.choice([-1, 1, 2])) / (1 if small else degree)
                    for degree in ((1, 2) if small else (1, 2, 3))
                    for monomial in combinations_with_replacement(variables, degree)
                ),
                *variables,
            )
        return self.polynomials[function.base]

    def _apply(self, function: Arbitrary) -> sp.Expr:
        polynomial = self._polynomial(function)
        for order in function.orders:
            polynomial = polynomial.diff(polynomial.gens[order - 1])
        return polynomial(*function.args)

    def evaluate(self, spelled: Any) -> Any:
        """The exact value if it is rational, else 30 true digits; NaN if those can't be had."""
        value = spelled.xreplace(self.values)
        if value.has(Arbitrary):
            value = value.replace(lambda e: isinstance(e, Arbitrary), self._apply)
        if value.is_Rational or value.is_Boolean:
            return value
        try:
            return value.evalf(DIGITS, maxn=1000, strict=True)
        except PrecisionExhausted:
            # Sums that cancel altogether never get 30 digits: what is left of them is 0.
            return sp.S.Zero if abs(value.evalf(DIGITS, maxn=1000)) < 1e-100 else sp.nan


def _sign(left: sp.Expr, right: sp.Expr) -> int | None:
    """Sign of left - right: exact for rational values, else to 25 digits; None if undefined."""
    gap = left - right
    if gap.is_Rational:
        return int(sp.sign(gap))
    if not gap.is_number or gap.has(sp.nan, sp.oo, -sp.oo, sp.zoo):
        return None
    if abs(gap) <= sp.Float("1e-25", DIGITS) * max(1, abs(left), abs(right)):
        return 0
    return int(sp.sign(gap)) if gap.is_real else 2  # 2: different, but neither is the larger


# Which signs of left - right contradict a relation.
VIOLATED = {"=": (-1, 1, 2), "<=": (1,), "<": (0, 1), ">=": (-1,), ">": (-1, 0), "iff": (-1, 1)}


def _search(left: Any, right: Any, relation: str, pairs: list[tuple[Any, Any]]) -> None:
    """Compare both sides at `POINTS` points; raise FalseClaim with the shortest counterexample."""
    names = left.atoms(Named, NamedMatrix) | right.atoms(Named, NamedMatrix)
    symbols: set = set().union(
        *(side.free_symbols for pair in pairs for side in pair),
        *(_meaning(name).free_symbols for name in names),
    )
    ordered = sorted(symbols, key=str)
    first = 2 if relation == "=" else 0
    compared, contradictions = 0, []
    for number in range(first, 5 * POINTS):
        point = Point(ordered, number)
        values = [(point.evaluate(l), point.evaluate(r)) for l, r in pairs]
        signs: list[int | None]
        if relation == "iff":
            signs = [int(bool(l)) - int(bool(r)) for l, r in values]
        else:
            signs = [_sign(l, r) for l, r in values]
        if any(sign is None or (sign == 2 and relation != "=") for sign in signs):
            continue  # a side is undefined here
        for entry, sign in enumerate(signs):
            if sign in VIOLATED[relation]:
                contradictions.append(_false(left, right, point, values[entry], entry))
                break
        compared += 1
        if compared == POINTS or not ordered or (contradictions and number + 1 >= SMALL):
            break
    else:
        raise ValueError(f"Found no {POINTS} points at which both sides are defined.")
    if contradictions:
        raise min(contradictions, key=lambda false: len(str(false)))


def _false(left: Any, right: Any, point: Point, values: tuple[Any, Any], entry: int) -> FalseClaim:
    """The counterexample in one sentence, in terms of the names in the claim."""
    where = ""
    if getattr(left, "shape", ()):
        row, column = divmod(entry, int(left.shape[1]))
        where = f"entry ({row + 1}, {column + 1}) of "
    left, right = (s[entry] if isinstance(s, sp.MatrixBase) else s for s in (left, right))
    shown = (left.free_symbols | right.free_symbols) - {left, right}
    if not shown:  # two lone names, or a name and a number: what they are made of
        made_of = set().union(*(_made_of(side) for side in (left, right)))
        shown = {name for name in made_of if name in point.values or isinstance(name, Named)}
    given = []
    if len(point.values) <= 6:  # few enough to state the point in full
        shown |= set(point.values)
        given = [
            f"{name}({', '.join(map(str, p.gens))}) = {p.as_expr()}"
            for name, p in sorted(point.polynomials.items())
        ]
    for name in sorted(shown, key=str):
        value = name if name in point.values else _meaning(name)
        is_matrix = isinstance(value, sp.MatrixBase)
        value = value.applyfunc(point.evaluate).tolist() if is_matrix else point.evaluate(value)
        given.append(f"{name} = {_number(value)}")
    return FalseClaim(
        (f"with {', '.join(given)}: " if given else "")
        + f"{where}the left side is {_number(values[0])}, the right side {_number(values[1])}.",
        point.values,
    )


def _made_of(side: Any) -> set[Any]:
    while isinstance(side, Named):
        side = side.meaning
    return side.free_symbols


def _number(value: Any) -> str:
    if isinstance(value, list):
        return "[" + ", ".join(map(_number, value)) + "]"
    exact = str(value)
    return exact if len(exact) <= 9 else str(sp.N(value, 8))


# ------------------------------------------------------------------------------- algebra


def _is_identity(gap: sp.Expr) -> bool:
    """Whether `gap` is 0 as a rational function of its symbols and function values."""
    generators: dict[sp.Expr, sp.Dummy] = {}

    def generator(value: sp.Expr) -> sp.Expr:
        if isinstance(value, sp.exp):  # e^(-2z) is a power of e^z
            times, exponent = value.args[0].as_content_primitive()
            if exponent.could_extract_minus_sign():
                times, exponent = -times, -exponent
            return generators.setdefault(sp.exp(exponent), sp.Dummy(positive=True)) ** times
        return generators.setdefault(value, sp.Dummy())

    gap = gap.replace(lambda e: isinstance(e, sp.Function), generator)
    if any(power.exp.could_extract_minus_sign() for power in gap.atoms(sp.Pow)):
        gap = sp.numer(sp.together(gap))
    return sp.expand(gap) == 0


def _vanishes(gap: sp.Expr, slopes: int = 2) -> bool:
    """Whether algebra shows that `gap` is 0 wherever it is defined."""
    if _is_identity(gap) or sp.expand(gap) == 0:
        return True
    gap = sp.expand(gap.rewrite(sp.exp))
    if sp.expand(sp.numer(sp.together(gap))) == 0:
        return True
    if slopes and gap.has(sp.log) and _is_smooth(gap):
        # A function is 0 if its slope is 0 on the whole line and its value is 0 at one point.
        for symbol in sorted(gap.free_symbols, key=str):
            start = 1 if symbol.is_positive else 0 if symbol.is_zero is None else None
            if start is not None and _vanishes(gap.diff(symbol), slopes - 1):
                return _vanishes(gap.subs(symbol, start), slopes)
    return False


def _simplifies(gap: sp.Expr) -> bool:
    return gap.count_ops() <= MOST_OPERATIONS and sp.simplify(gap.rewrite(sp.exp)) == 0


def _is_smooth(gap: sp.Expr) -> bool:
    """Whether `gap` has a slope everywhere: logs of what is positive, no division by 0."""
    return (
        all(isinstance(f, sp.exp | sp.log | Arbitrary) for f in gap.atoms(sp.Function))
        and all(_positive(f.args[0]) for f in gap.atoms(sp.log))
        and all(
            p.exp.is_integer and (p.exp.is_positive or p.base.is_nonzero)
            for p in gap.atoms(sp.Pow)
            if p.base != sp.E
        )
    )


def _positive(gap: sp.Expr, strict: bool = True) -> bool:
    """Whether algebra shows that `gap` is positive (or, not `strict`, never negative)."""
    if gap.count_ops() > MOST_OPERATIONS or len(gap.free_symbols) > MOST_SYMBOLS:
        return False
    gap = sp.factor(sp.together(gap.rewrite(sp.exp)))
    if gap.is_positive or (not strict and gap.is_nonnegative):
        return True
    if gap.is_Mul:
        return all(_positive(factor, strict) for factor in gap.args)
    # Complete a square: 4a (a v^2 + b v + c) = (2 a v + b)^2 + (4 a c - b^2).
    # Where a is 0 the claim follows by continuity, unless it is strict.
    symbols = sorted(gap.free_symbols, key=str)
    for symbol in symbols if all(s.is_real and s.is_integer is None for s in symbols) else ():
        if gap.is_polynomial(symbol) and sp.degree(gap, symbol) == 2:
            a, b, c = sp.Poly(gap, symbol).all_coeffs()
            return _positive(a, strict) and _positive(4 * a * c - b**2, strict)
    return False


def _is_less(left: sp.Expr, right: sp.Expr, strict: bool) -> bool:
    if _positive(right - left, strict):
        return True
    # Roots and absolute values go when both sides are squared.
    roots = {power for power in (left + right).atoms(sp.Pow) if not power.exp.is_integer}
    if not roots and not (left + right).has(sp.Abs):
        return False
    return _positive(right, strict=False) and _positive(right**2 - left**2, strict)


def _equivalent(left: Any, right: Any) -> bool:
    """Whether two conditions on one variable agree at each boundary and between any two.

    The truth of a relation can change only where its sides meet. Raises FalseClaim where the
    conditions differ.
    """
    relations = left.atoms(Relational) | right.atoms(Relational)
    for symbol in sorted(left.free_symbols & right.free_symbols, key=str):
        boundaries = _boundaries(relations, symbol)
        whole_line = {symbol.is_positive, symbol.is_negative, symbol.is_integer} == {None}
        if not (boundaries and symbol.is_real and whole_line):
            continue
        samples = [boundaries[0] - 1, *boundaries, boundaries[-1] + 1]
        samples += [(a + b) / 2 for a, b in pairwise(boundaries)]
        truths = [[_truth(side, symbol, sample) for side in (left, right)] for sample in samples]
        for sample, (one, other) in zip(samples, truths, strict=True):
            if None not in (one, other) and one != other:
                raise FalseClaim(
                    f"with {symbol} = {_text(sample)}: the left side is {one}, "
                    f"the right side {other}.",
                    {symbol: sample},
                )
        if all(None not in pair for pair in truths):
            return True
    return False


def _boundaries(relations: set[Any], symbol: Any) -> list[sp.Expr]:
    """Every value of `symbol` at which a relation's sides meet, rising; empty if not known."""
    meetings: set[Any] = set()
    for relation in relations:
        gaps = [relation.lhs - relation.rhs]
        while any(gap.has(sp.Abs) for gap in gaps):
            size = next(a for gap in gaps for a in gap.atoms(sp.Abs))
            gaps = [gap.xreplace({size: s * size.args[0]}) for gap in gaps for s in (1, -1)]
        for gap in gaps:
            if not gap.is_polynomial(symbol):
                return []
            polynomial = sp.Poly(gap, symbol)
            roots = sp.roots(polynomial) if polynomial.degree() > 0 else {}
            if sum(roots.values()) < polynomial.degree() or any(r.is_real is None for r in roots):
                return []
            meetings |= {sp.factor(root) for root in roots if root.is_real}
    rising: list[sp.Expr] = []
    for meeting in meetings:
        below = [other for other in rising if _positive(meeting - other)]
        if not all(other in below or _positive(other - meeting) for other in rising):
            return []
        rising.insert(len(below), meeting)
    return rising


def _truth(condition: Any, symbol: sp.Symbol, value: sp.Expr) -> Any:
    """Whether `condition` holds where `symbol` is `value`; None if algebra can't tell."""
    truths = {}
    for relation in condition.atoms(Relational):
        left, right = (side.subs(symbol, value) for side in relation.args)
        if isinstance(left, sp.Abs) and _positive(right, strict=False):
            left, right = left.args[0] ** 2, right**2
        gap = left - right
        sign = 0 if _vanishes(gap) else 1 if _positive(gap) else -1 if _positive(-gap) else None
        if sign is None:
            return None
        truths[relation] = relation.func(sign, 0)
    return condition.xreplace(truths)


# ------------------------------------------------------------------- the symbolic network


class SymbolicLayer(NamedTuple):
    """The matrices of one layer, one row an example, each printed as its name."""

    W: NamedMatrix
    b: NamedMatrix
    inputs: NamedMatrix
    net: NamedMatrix
    out: NamedMatrix
    delta: NamedMatrix


ACTIVATIONS: dict[str, Callable[[sp.Expr], sp.Expr]] = {
    "identity": lambda net: net,
    "sigmoid": lambda net: 1 / (1 + sp.exp(-net)),
    "tanh": sp.tanh,
    "softplus": lambda net: sp.log(1 + sp.exp(net)),
}
LOSSES: dict[str, Callable[[sp.Expr, sp.Expr], sp.Expr]] = {
    "squared_error": lambda y, t: (y - t) ** 2 / 2,
    "log_loss": lambda y, t: -t * sp.log(y) - (1 - t) * sp.log(1 - y),
    "cross_entropy": lambda y, t: -t * sp.log(y),
}


class SymbolicNetwork:
    r"""A small network of symbols: what is proved for it holds for all its numbers.

    The units are numbered through the network: in ``[2, 3, 2]`` the inputs are 1 and 2, the
    hidden units 3, 4, 5, the output units 6, 7. So ``w[1, 3]`` goes from unit 1 to unit 3.

    Parameters
    ----------
    sizes : list of int
        Units of each layer, the inputs first.
    hidden, output : str
        ``"arbitrary"`` (each layer has its own $\varphi$), ``"identity"``, ``"sigmoid"``,
        ``"tanh"``, ``"softplus"``; for the output also ``"softmax"``.
    loss : str
        ``"arbitrary"``, ``"squared_error"``, ``"log_loss"`` or ``"cross_entropy"``, whose last
        target is 1 minus the others.
    examples : int
        Rows of the batch. With more than one, ``net``, ``out``, ``delta`` and ``t`` are indexed
        as ``net[n, j]``, n from 1.

    Attributes
    ----------
    w, b : dict
        Weights by ``(i, j)`` and biases by ``j``.
    net, out, delta, t : dict
        By unit. ``delta[j]`` is ``partial(E_n, net[j])``, from the loss alone.
    E_n : name, or tuple of names
        The loss of the example, or of each one.
    E : name
        The mean of the losses.
    layers : list of SymbolicLayer
        The same as matrices: ``W``, ``b`` (1, n_out), ``inputs``, ``net``, ``out``, ``delta``.
    T : matrix
        The targets, one row an example.

    Raises
    ------
    ValueError
        For an unknown activation or loss, or fewer than two sizes.

    Examples
    --------
    >>> from sympy import HadamardProduct
    >>> network = SymbolicNetwork([2, 3, 2], examples=2)
    >>> hidden, output = network.layers
    >>> slope = network.phi_prime(hidden.net)
    >>> prove("9.3", hidden.delta, HadamardProduct(output.delta * output.W.T, slope))
    (9.3)  delta^(1) = HadamardProduct(delta^(2)*W^(2).T, phi_prime(net^(1)))   proved
    """

    def __init__(
        self,
        sizes: list[int],
        hidden: str = "arbitrary",
        output: str = "arbitrary",
        loss: str = "arbitrary",
        examples: int = 1,
    ) -> None:
        _known("hidden", hidden, [*ACTIVATIONS, "arbitrary"])
        _known("output", output, [*ACTIVATIONS, "softmax", "arbitrary"])
        _known("loss", loss, [*LOSSES, "arbitrary"])
        if len(sizes) < 2 or min(sizes) < 1 or examples < 1:
            raise ValueError("A network needs two sizes or more, and an example, each at least 1.")
        numbers = iter(range(1, sum(sizes) + 1))
        units = [[next(numbers) for _ in range(size)] for size in sizes]
        self.w = {
            (i, j): sp.Symbol(f"w_{i}{j}" if j < 10 else f"w_{i},{j}", real=True)
            for before, after in pairwise(units)
            for i in before
            for j in after
        }
        self.b = {j: sp.Symbol(f"b_{j}", real=True) for after in units[1:] for j in after}
        self._phi: dict[Named, Callable[[Any], Any] | None] = {}
        # By (row, unit); a single example drops the row at the end.
        net: dict[Any, Any] = {}
        out: dict[Any, Any] = {}
        delta: dict[Any, Any] = {}
        targets: dict[Any, Any] = {}
        errors = []
        rows = range(1, examples + 1)
        for n in rows:
            mark = ("", "") if examples == 1 else (f"[{n}]", f"^{{[{n}]}}")

            def called(letter: str, j: int, meaning: Any = None, mark: Any = mark) -> Any:
                name, tex = f"{letter}_{j}{mark[0]}", _tex(f"{letter}_{j}") + mark[1]
                return sp.Symbol(name, real=True) if meaning is None else let(name, meaning, tex)

            out |= {(n, j): called("x", j) for j in units[0]}
            for k, (before, after) in enumerate(pairwise(units), start=1):
                last = k == len(sizes) - 1
                activation = output if last else hidden
                for j in after:
                    total = sum(out[n, i] * self.w[i, j] for i in before) + self.b[j]
                    net[n, j] = called("net", j, total)
                phi = ACTIVATIONS.get(activation, arbitrary(f"phi{k}"))
                if activation == "softmax":
                    phi = None
                    total = sum(sp.exp(net[n, j]) for j in after)
                for j in after:
                    value = phi(net[n, j]) if phi else sp.exp(net[n, j]) / total
                    out[n, j] = called("y" if last else "o", j, value)
                    self._phi |= {net[n, j]: phi, out[n, j]: phi}
            targets |= {(n, j): called("t", j) for j in units[-1]}
            if loss == "cross_entropy":
                others = [targets[n, j] for j in units[-1][:-1]]
                targets[n, units[-1][-1]] = called("t", units[-1][-1], 1 - sum(others))
            ys, ts = ([values[n, j] for j in units[-1]] for values in (out, targets))
            if loss == "arbitrary":
                error = arbitrary("E", len(ys))(*ys)
            else:
                error = sum(map(LOSSES[loss], ys, ts))
            errors.append(let("E_n" if examples == 1 else f"E_{n}", error))
            delta |= {(n, j): called("delta", j, partial(errors[-1], net[n, j])) for j in self.b}

        def matrix(name: str, values: dict[Any, Any], us: list[int]) -> NamedMatrix:
            return let(name, [[values[n, j] for j in us] for n in rows])

        self.T = matrix("t" if examples == 1 else "T", targets, units[-1])
        self.layers = []
        inputs = matrix("x" if examples == 1 else "X", out, units[0])
        for k, (before, after) in enumerate(pairwise(units), start=1):
            layer = SymbolicLayer(
                W=let(f"W^({k})", [[self.w[i, j] for j in after] for i in before]),
                b=let(f"b^({k})", [[self.b[j] for j in after]]),
                inputs=inputs,
                net=matrix(f"net^({k})", net, after),
                out=matrix("y" if k == len(sizes) - 1 else f"o^({k})", out, after),
                delta=matrix(f"delta^({k})", delta, after),
            )
            inputs = layer.out
            self.layers.append(layer)
        self.net, self.out, self.delta, self.t = (
            {j: value for (_, j), value in values.items()} if examples == 1 else values
            for values in (net, out, delta, targets)
        )
        self.E_n = errors[0] if examples == 1 else tuple(errors)
        self.E = let("E", sum(errors) / examples)

    def phi_prime(self, net: Any) -> Any:
        r"""$\varphi'(net_j)$, with the activation of unit j.

        Parameters
        ----------
        net : name or matrix
            ``network.net[j]``, or the ``net`` of a layer, for the slope of every unit in it; or
            ``network.out[j]``, to see that mistake refuted.

        Raises
        ------
        ValueError
            For anything else, and for softmax, which is not elementwise.
        """
        tex = rf"\varphi'({_tex(net)})"
        if isinstance(net, NamedMatrix):
            return let(f"phi_prime({net})", net.meaning.applyfunc(self.phi_prime), tex)
        if net not in self._phi:
            raise ValueError(f"{net} is not a net input of this network.")
        phi = self._phi[net]
        if phi is None:
            raise ValueError("Softmax is not elementwise: it has a Jacobian and no slope.")
        z = sp.Symbol("z", real=True)
        return let(f"phi_prime({net})", phi(z).diff(z).subs(z, net), tex)


def _known(what: str, name: str, known: list[str]) -> None:
    if name not in known:
        raise ValueError(f"Unknown {what} {name!r}: choose one of {', '.join(known)}.")


# ------------------------------------------------------------------ what the lessons show


class Verdict(NamedTuple):
    """One line with its verdict; `tag` with its brackets, or empty."""

    tag: str
    text: str
    markdown: str
    verdict: str

    def __repr__(self) -> str:
        return f"{self.tag}  {self.text}   {self.verdict}".lstrip()

    def _repr_markdown_(self) -> str:
        tag = f"**{self.tag}**&ensp; " if self.tag else ""
        verdict = self.verdict.replace("*", r"\*")
        return f"{tag}{self.markdown} &emsp;*{verdict}*"


class Use(NamedTuple):
    """Where a tag was used last."""

    claim: str
    cell: str | None
    execution: int | None


_used: dict[str, Use] = {}


def _here(claim: str) -> Use:
    """The claim with the cell it is made in, as far as the front end says."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython else None
    if shell is None:
        return Use(claim, None, None)
    header = getattr(shell, "parent_header", None) or {}
    return Use(claim, header.get("metadata", {}).get("cellId"), shell.execution_count)


def _claim_tag(tag: str, claim: str) -> None:
    """Refuse a tag that another claim has, unless its cell was edited and run again."""
    if not re.fullmatch(r"\d+\.\d+[a-z]?", tag):
        raise ValueError(f"A tag reads like 9.2 or 9.2a, not {tag!r}.")
    use, before = _here(claim), _used.get(tag)
    if before is not None and before.claim != claim:
        edited = use.cell is not None and use.cell == before.cell
        if not edited or use.execution == before.execution:
            raise ValueError(
                f"The tag ({tag}) already belongs to another claim: {before.claim}. Give this one "
                "another tag; or, if you edited the cell, restart the kernel."
            )
    _used[tag] = use


def _show(tag: str, text: str, markdown: str, verdict: str) -> None:
    from IPython.display import display

    display(Verdict(tag, text, markdown, verdict))


def prove(tag: str, left: Any, right: Any, relation: str = "=") -> None:
    r"""Prove a statement for every value of its symbols, and show it in one line.

    The verdict is "proved" where algebra shows it, else "checked": then both sides agree at 20
    random points to 30 digits.

    Parameters
    ----------
    tag : str
        Number of the equation, ``"9.2"`` (or ``"9.2a"`` where it has several parts).
    left, right : expression, matrix or number; for ``"iff"`` conditions
        The two sides, as they are to be printed. Names (`let`, `partial`, `SymbolicNetwork`)
        and SymPy's ``Limit``, ``Integral``, ``Sum`` print as written and are worked out here.
    relation : {"=", "<=", "<", ">=", ">", "iff"}
        For matrices it holds entry by entry.

    Raises
    ------
    FalseClaim
        If the statement is false; its sentence holds a counterexample.
    ValueError
        If both sides are the same to begin with, the tag belongs to another claim, the shapes
        differ or the relation is unknown.

    Examples
    --------
    >>> from sympy import symbols
    >>> a, b = symbols("a b", real=True)
    >>> prove("1.7", 2 * a * b, a**2 + b**2, "<=")
    (1.7)  2*a*b <= a**2 + b**2   proved
    """
    _known("relation", relation, list(RELATIONS))
    left, right = _sympified(left), _sympified(right)
    text, math = _statement(left, right, relation)
    try:
        verdict = examine(left, right, relation)
    except FalseClaim as false:
        raise FalseClaim(f"({tag})  {text}   is false: {false}", false.point) from None
    _claim_tag(tag, text)
    _show(f"({tag})", text, math, verdict)


def refute(left: Any, right: Any, relation: str = "=") -> None:
    """Show that a statement is false, by a counterexample: a mistake needs no tag.

    Takes what `prove` takes, but for the tag.

    Raises
    ------
    ValueError
        If no counterexample is found; and where `prove` raises it.

    Examples
    --------
    >>> from sympy import symbols
    >>> a, b = symbols("a b", real=True)
    >>> refute((a + b) ** 2, a**2 + b**2)
    (a + b)**2 = a**2 + b**2   false: with a = 1, b = 1: the left side is 4, the right side 2.
    """
    _known("relation", relation, list(RELATIONS))
    left, right = _sympified(left), _sympified(right)
    text, math = _statement(left, right, relation)
    try:
        verdict = examine(left, right, relation)
    except FalseClaim as false:
        _show("", text, math, f"false: {false}")
    else:
        raise ValueError(f"Not refuted: {text} is {verdict}.")


def _statement(left: Any, right: Any, relation: str) -> tuple[str, str]:
    return (
        f"{_text(left)} {relation} {_text(right)}",
        rf"$\displaystyle {_tex(left)} {RELATIONS[relation]} {_tex(right)}$",
    )


def examine(left: Any, right: Any, relation: str = "=") -> str:
    """What `prove` finds: "proved" or "checked at 20 random points to 30 digits".

    Takes and raises what `prove` does, but for the tag.
    """
    left, right = _sympified(left), _sympified(right)
    shapes = [getattr(side, "shape", ()) for side in (left, right)]
    if shapes[0] != shapes[1]:
        raise ValueError(f"The left side has the shape {shapes[0]}, the right side {shapes[1]}.")
    if _unfolded(left) == _unfolded(right):
        raise ValueError(
            f"Both sides are {_text(_unfolded(left))}: that proves nothing. Write a derivative as "
            "partial(...), a limit as Limit(...), so that it is still to be worked out; show a "
            "definition with define."
        )
    pairs = list(zip(*(_entries(_spelled(side)) for side in (left, right)), strict=True))
    if relation == "=" and all(_is_identity(l - r) for l, r in pairs):
        return "proved"
    _search(left, right, relation, pairs)
    if relation == "iff":
        proved = _equivalent(*pairs[0])
    elif relation == "=":
        proved = all(_vanishes(l - r) or _simplifies(l - r) for l, r in pairs)
    else:
        rising = pairs if relation in ("<", "<=") else [(r, l) for l, r in pairs]
        proved = all(_is_less(l, r, strict="=" not in relation) for l, r in rising)
    return "proved" if proved else f"checked at {POINTS} random points to {DIGITS} digits"


def _unfolded(side: Any) -> Any:
    """What a lone name stands for: a definition is no proof."""
    while isinstance(side, Named | NamedMatrix) and getattr(side, "by", None) is None:
        side = side.meaning
    return side


def _entries(side: Any) -> list[Any]:
    return list(side) if isinstance(side, sp.MatrixBase) else [side]


def _one_line(terms: list[Any], dots: str) -> list[Any]:
    """y - t, where SymPy's order gives -t + y; and of a long sum its two ends."""
    terms = sorted(terms, key=lambda term: term.could_extract_minus_sign())
    return terms if len(terms) <= 6 else [*terms[:2], sp.Symbol(dots), terms[-1]]


class _Text(StrPrinter):
    def _as_ordered_terms(self, expr: Any, order: Any = None) -> list[Any]:
        return _one_line(super()._as_ordered_terms(expr, order=order), "...")

    def _print_MatrixBase(self, expr: Any) -> str:
        rows = (", ".join(map(self._print, row)) for row in expr.tolist())
        return f"[[{'], ['.join(rows)}]]"

    def _print_Limit(self, expr: Any) -> str:
        function, variable, at, side = map(self._print, expr.args)
        return f"lim({variable} -> {at}{side.replace('+-', '')}) of {function}"


class _Latex(LatexPrinter):
    def _as_ordered_terms(self, expr: Any, order: Any = None) -> list[Any]:
        return _one_line(super()._as_ordered_terms(expr, order=order), r"\cdots")

    def _print_MatMul(self, expr: Any) -> str:
        coefficient, product = expr.as_coeff_mmul()
        if coefficient.is_Rational and coefficient > 0 and coefficient != 1:
            return f"{self._print(coefficient)} {self._print(product)}"  # 1/N without brackets
        return super()._print_MatMul(expr)

    def _print_Transpose(self, expr: Any) -> str:
        name = self.parenthesize(expr.arg, PRECEDENCE["Pow"])
        return rf"{name[:-1]}\top}}" if name.endswith(")}") else rf"{name}^\top"


def _text(side: Any) -> str:
    return _Text().doprint(side)


def _tex(side: Any) -> str:
    side = sp.Symbol(side) if isinstance(side, str) else side
    text = _Latex({"mat_delim": "(", "ln_notation": True}).doprint(side)
    # In Markdown a bare < could open an HTML tag.
    return text.replace("<", r"\lt ").replace(">", r"\gt ")


def define(
    tag: str, sides: Mapping[str, Any], at: ArrayLike | None = None, tolerance: float = 1e-9
) -> None:
    """Show that a definition agrees with numbers got another way.

    Parameters
    ----------
    tag : str
        Number of the equation.
    sides : dict
        Two names, each with its number, array or function.
    at : array, optional
        Where functions are evaluated, called once with the whole array.
    tolerance : float
        Largest difference allowed, relative to the largest entry of both sides.

    Raises
    ------
    FalseClaim
        If the sides differ; names the entry that differs most.
    ValueError
        If the sides are one object, differ in shape, are empty or not finite; if there are not
        two; if the tag belongs to another claim.

    Examples
    --------
    >>> h = 1e-5
    >>> slope = (np.tanh(0.3 + h) - np.tanh(0.3 - h)) / (2 * h)
    >>> define("1.1", {"slope of tanh": 1 - np.tanh(0.3) ** 2, "quotient": slope})
    (1.1)  slope of tanh = quotient   1 number agrees to 1e-09
    """
    if len(sides) != 2:
        raise ValueError(f"A definition has two sides, not {len(sides)}.")
    (first, one), (second, other) = sides.items()
    if at is None and (callable(one) or callable(other)):
        raise ValueError("Functions are compared at given points: define(..., at=points).")
    a, b = (np.asarray(s(np.asarray(at)) if callable(s) else s, dtype=float) for s in (one, other))
    if (one is other and not np.isscalar(one)) or np.shares_memory(a, b):
        raise ValueError(f"{first} and {second} are the same object: that shows nothing.")
    if a.shape != b.shape:
        raise ValueError(f"{first} has the shape {a.shape}, {second} has {b.shape}.")
    if a.size == 0 or not (np.isfinite(a).all() and np.isfinite(b).all()):
        raise ValueError(f"{first} and {second} need numbers, and finite ones.")
    gap = np.abs(a - b)
    worst = np.unravel_index(gap.argmax(), gap.shape)
    if gap[worst] > tolerance * max(np.abs(a).max(), np.abs(b).max()):
        entry = f"entry {tuple(map(int, worst))}: " if a.shape else ""
        raise FalseClaim(
            f"({tag})  {first} = {second}   is false: {entry}{a[worst]:.8g} is not {b[worst]:.8g}."
        )
    statement = f"{first} = {second}"
    _claim_tag(tag, statement)
    agree = "1 number agrees" if a.size == 1 else f"{a.size} numbers agree"
    _show(f"({tag})", statement, statement, f"{agree} to {tolerance:g}")


def measure(
    tag: str,
    law: str,
    data: ArrayLike,
    predicted: ArrayLike,
    relation: str = "=",
    tolerance: float = 0.0,
    digits: int = 2,
) -> None:
    """State an empirical law with the data that bear it out.

    Parameters
    ----------
    tag : str
        Number of the equation.
    law : str
        What was measured.
    data, predicted : number or array
        The measurements, and the law's value or bound, for all of them or for each.
    relation : {"=", "<=", "<", ">=", ">"}
        How each measurement compares with its prediction.
    tolerance : float
        For ``"="``: largest difference allowed, relative to the prediction.
    digits : int
        Significant digits shown of the data; 0 shows none, for timings, which change.

    Raises
    ------
    FalseClaim
        If a measurement contradicts the law.
    ValueError
        If ``"="`` comes without a tolerance (or another relation with one), the data are empty
        or not finite, or the tag belongs to another claim.

    Examples
    --------
    >>> measure("1.2", "order of the central difference's error", 1.998, 2, tolerance=0.01)
    (1.2)  order of the central difference's error: 2.0 = 2   measured, to 1 %
    """
    _known("relation", relation, [r for r in RELATIONS if r != "iff"])
    if (relation == "=") != (tolerance > 0):
        raise ValueError("A law with = needs a tolerance above 0, and no other takes one.")
    measured, expected = np.atleast_1d(np.asarray(data, float)), np.asarray(predicted, float)
    if measured.size == 0 or not (np.isfinite(measured).all() and np.isfinite(expected).all()):
        raise ValueError("The data and the prediction need numbers, and finite ones.")
    if expected.shape not in ((), measured.shape):
        raise ValueError(f"{measured.shape} data can't be compared with {expected.shape}.")
    compare: dict[str, Callable[[Any, Any], Any]] = {
        "=": lambda m, e: np.abs(m - e) <= tolerance * np.abs(e),
        "<=": np.less_equal,
        "<": np.less,
        ">=": np.greater_equal,
        ">": np.greater,
    }
    holds = compare[relation](measured, expected)
    if not holds.all():
        m, e = measured[~holds][0], np.broadcast_to(expected, measured.shape)[~holds][0]
        within = f" to {100 * tolerance:g} %" if relation == "=" else ""
        raise FalseClaim(
            f"({tag})  {law}: measured {m:.6g}, and the law says {relation} {e:.6g}{within}."
        )
    _claim_tag(tag, f"{law} {relation}")
    shown = f": {_range(measured, digits)}" if digits else ""
    bound = _range(expected, 6)
    _show(
        f"({tag})",
        f"{law}{shown} {relation} {bound}",
        f"{law}{shown} ${RELATIONS[relation]}$ {bound}",
        "measured" + (f", to {100 * tolerance:g} %" if relation == "=" else ""),
    )


def _range(numbers: np.ndarray, digits: int) -> str:
    low, high = (
        f"{n:#.{digits}g}" if digits < 6 else f"{n:g}" for n in (numbers.min(), numbers.max())
    )
    return low if low == high else f"{low} to {high}"
