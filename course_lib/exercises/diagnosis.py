"""What can be said of a wrong result without a name: what is seen, never the right answer."""

from collections.abc import Sequence

import numpy as np

from .compare import TOLERANCE, Parts, distance
from .declare import Exercise
from .trial import Call


def near(exercise: Exercise, a: Parts, b: Parts) -> bool:
    """Whether two results count as the same: half a unit for a number, else relative."""
    if exercise.kind == "number" and len(a) == len(b) == 1 and a[0].size == b[0].size == 1:
        return bool(abs(a[0].item() - b[0].item()) <= exercise.tolerance * (1 + 1e-9))
    return distance(a, b) <= TOLERANCE


def describe(exercise: Exercise, seen: Sequence[Call], right: Sequence[Parts]) -> str:
    """One or two sentences on the first thing that is wrong."""
    if exercise.kind == "number":
        return _number(seen[0], right[0][0].item(), exercise)
    ordinary = len(exercise.cases)
    wrong = [
        i for i, (call, expected) in enumerate(zip(seen, right, strict=True))
        if call.parts is None or not near(exercise, call.parts, expected)
    ]  # fmt: skip
    first = wrong[0]
    place = ""
    if first >= ordinary:
        label = list(exercise.special)[first - ordinary]
        place = f"It is right on ordinary numbers, but not {label}. "
    if reason := seen[first].not_numbers:
        return place + reason
    parts, expected = seen[first].parts, right[first]
    assert parts is not None
    if len(parts) != len(expected):
        wanted = f"{len(expected)} parts"
        if exercise.parts:
            wanted = f"{len(expected)} parts, ({', '.join(exercise.parts)}),"
        return f"{place}It returned {len(parts)} where {wanted} are asked for."
    which = next(k for k in range(len(parts)) if distance([parts[k]], [expected[k]]) > TOLERANCE)
    name = "Its result"
    if exercise.parts:
        before = " and ".join(f"`{part}`" for part in exercise.parts[:which])
        agrees = f"{before} {'is' if which == 1 else 'are'} right. " if which else ""
        place, name = place + agrees, f"`{exercise.parts[which]}`"
    pairs = [
        (call.parts[which], answer[which])
        for call, answer in list(zip(seen, right, strict=True))[:ordinary]
        if call.parts is not None and len(call.parts) == len(answer)
    ]
    if first >= ordinary:
        pairs = [(parts[which], expected[which])]
    if exercise.kind == "formula" and np.isfinite(parts[which]).all() and not _factors(pairs):
        return _formula(exercise, parts[which], expected[which])
    return place + _array(name, parts[which], expected[which], pairs)


def _number(call: Call, right: float, exercise: Exercise) -> str:
    if call.not_numbers or call.parts is None:
        return call.not_numbers.replace("It returned", "This is")
    value = call.parts[0]
    if value.size != 1:
        return f"One number is asked for; this holds {value.size}."
    if not np.isfinite(value).all():
        return "This is not a finite number."
    if exercise.counts:
        if value.item() % 1:
            return "A count is a whole number."
    elif abs(value.item() - right) < min(50 * exercise.unit, 0.01 * abs(right)):
        return (
            f"Near, but not to the digits asked for ({exercise.unit:g}): "
            "round at the very end only."
        )
    return (
        "This is not the number asked for, and none of the mistakes that are known here gives it."
    )


def _formula(exercise: Exercise, got: np.ndarray, wanted: np.ndarray) -> str:
    """Where a formula is wrong and what it gives there, for the learner to compare."""
    got = np.broadcast_to(got, wanted.shape)
    at = int(np.argmax(np.abs(got - wanted)))
    points = zip(exercise.variables, exercise.cases[0], strict=True)
    place = ", ".join(f"{name} = {values[at]:.3g}" for name, values in points)
    return f"It is wrong at {place}, for example: there your formula gives {got[at]:.3g}."


def _array(
    name: str, got: np.ndarray, wanted: np.ndarray, pairs: list[tuple[np.ndarray, np.ndarray]]
) -> str:
    if got.shape != wanted.shape:
        if got.ndim == 2 and distance([got.T], [wanted]) <= TOLERANCE:
            return f"{name} is transposed: its shape is {got.shape}, not {wanted.shape}."
        if got.size == wanted.size and distance([got.reshape(wanted.shape)], [wanted]) <= TOLERANCE:
            return f"{name} holds the right values in the wrong shape: {_against(got, wanted)}."
        return f"{name} has the wrong shape: {_against(got, wanted)}."
    for test, word in ((np.isnan, "NaN (not a number)"), (np.isinf, "infinity")):
        if np.any(test(got) & ~test(wanted)):
            return f"{name} contains {word} where a finite number is right."
    if got.ndim == 2 and distance([got.T], [wanted]) <= TOLERANCE:
        return f"{name} is transposed: rows and columns have changed places."
    if factors := _factors(pairs):
        return _factor(name, factors)
    if not np.any(got):
        return f"{name} is 0 everywhere."
    gaps = [g - w for g, w in pairs if g.shape == w.shape]
    if gaps and all(gap.size > 1 and np.ptp(gap) <= TOLERANCE * np.abs(gap).max() for gap in gaps):
        return f"{name} is off by the same amount in every entry: something is added or left out."
    if distance([np.abs(got)], [np.abs(wanted)]) <= TOLERANCE:
        return f"{name} has the right sizes, but some signs are reversed."
    bad = np.abs(got - wanted) > TOLERANCE * np.abs(wanted).max(initial=0)
    if got.ndim == 2 and not bad.all(axis=1).all():
        for axis, line in ((1, "row"), (0, "column")):
            lines = np.flatnonzero(bad.any(axis=axis))
            total = got.shape[1 - axis]
            if 0 < len(lines) < total:
                listed = ", ".join(str(i) for i in lines[:5])
                return f"{name} is right but for {line} {listed} of {total} (counted from 0)."
    return f"{name} has the right shape, {got.shape}, but wrong values." if got.ndim else (
        f"{name} is a number, as asked for, but not the right one.")  # fmt: skip


def _against(got: np.ndarray, wanted: np.ndarray) -> str:
    return f"{got.shape} where {wanted.shape} is asked for"


def _factors(pairs: list[tuple[np.ndarray, np.ndarray]]) -> list[float]:
    """The factor of each case, if the results are the right ones times a number."""
    factors = []
    for got, wanted in pairs:
        size = np.sum(wanted * wanted)
        if got.shape != wanted.shape or size == 0 or not np.isfinite(got).all():
            return []
        factor = float(np.sum(got * wanted) / size)
        if factor == 0 or distance([got], [factor * wanted]) > TOLERANCE:
            return []
        factors.append(factor)
    scalars = all(wanted.size == 1 for _, wanted in pairs)
    return [] if scalars and np.ptp(factors) > TOLERANCE * np.abs(factors).max() else factors


def _factor(name: str, factors: list[float]) -> str:
    if np.ptp(factors) <= TOLERANCE * np.abs(factors).max():
        factor = factors[0]
        if abs(factor + 1) <= TOLERANCE:
            return f"{name} has the wrong sign everywhere; the sizes are right."
        return f"{name} is {factor:.4g} times the right one everywhere: a constant factor is off."
    listed = ", ".join(f"{factor:.4g}" for factor in factors)
    return (
        f"{name} is the right one times a number that changes from case to case ({listed}): "
        "is a sum taken where a mean is asked for, or the reverse?"
    )
