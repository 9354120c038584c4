"""What an answer returned, as arrays of floats, and how far apart two results are."""

from typing import Any

import numpy as np

TOLERANCE = 1e-5  # other correct forms differ by 1e-6 at most (float32), mistakes by 1e-3 at least
LARGEST = 1_000_000  # numbers in a part; no exercise asks for as many
MOST = 1_000  # parts, likewise

Parts = list[np.ndarray]


class NotNumbers(ValueError):
    """A result that is no number or array of numbers; the message says what it is."""


def as_numbers(value: Any) -> np.ndarray:
    """A fresh float array with what `value` holds.

    Raises
    ------
    NotNumbers
        With a sentence, for anything that is no number or array of numbers.
    """
    if value is None:
        raise NotNumbers("It returned None: is a `return` missing?")
    if value is ...:
        raise NotNumbers("It returned `...`: that was the place for your answer.")
    if isinstance(value, (str, bytes)):
        raise NotNumbers("It returned text where numbers are asked for.")
    try:
        array = np.asarray(value)
    except ValueError:
        raise NotNumbers("It returned a ragged list: its rows differ in length.") from None
    except Exception:
        array = np.asarray(None)
    if array.size > LARGEST:
        raise NotNumbers(f"It returned {array.size:,} numbers, far more than asked for.")
    if array.dtype.kind == "O":
        try:
            array = np.array([float(item) for item in array.flat]).reshape(array.shape)
        except Exception:
            kind = type(value).__name__
            raise NotNumbers(f"It returned a {kind} where numbers are asked for.") from None
    if array.dtype.kind == "c":
        if np.any(array.imag != 0):
            raise NotNumbers("It returned complex numbers; real ones are asked for.")
        array = array.real
    if array.dtype.kind not in "biuf":
        kind = "text" if array.dtype.kind in "US" else f"a {type(value).__name__} of something else"
        raise NotNumbers(f"It returned {kind} where numbers are asked for.")
    return np.array(array, dtype=float)


def as_parts(value: Any, count: int) -> Parts:
    """The result as a list of float arrays: one, or `count` if a tuple of so many is asked for.

    A tuple or list of another length gives as many parts as it has; count -1 takes any number.
    """
    if count == 1:
        return [as_numbers(value)]
    if isinstance(value, (tuple, list)) or (isinstance(value, np.ndarray) and value.ndim > 1):
        if len(value) > MOST:
            raise NotNumbers(f"It returned {len(value):,} parts, far more than asked for.")
        return [as_numbers(part) for part in value]
    whole = as_numbers(value)
    return list(whole) if whole.ndim == 1 and len(whole) == count else [whole]


def distance(a: Parts, b: Parts) -> float:
    """The largest difference, relative to the largest entry of its part; 0 if all entries are 0.

    It is infinite where the number of parts or a shape differ (nothing is broadcast), and where NaN
    or infinity are not in the same places.
    """
    if len(a) != len(b):
        return np.inf
    return max((_gap(p, q) for p, q in zip(a, b, strict=True)), default=0.0)


def _gap(a: np.ndarray, b: np.ndarray) -> float:
    if a.shape != b.shape:
        return np.inf
    finite = np.isfinite(a) & np.isfinite(b)
    if not np.array_equal(a[~finite], b[~finite], equal_nan=True):
        return np.inf
    a, b = a[finite], b[finite]
    scale = max(np.abs(a).max(initial=0.0), np.abs(b).max(initial=0.0))
    if scale == 0.0:
        return 0.0
    return float(np.abs(a / scale - b / scale).max())  # scaled first: 1e308 - -1e308 overflows
