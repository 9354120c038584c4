"""Bad input gets one clear sentence, before any arithmetic."""

import math
import operator

import numpy as np


def as_rows(name, value, columns, dtype, rows=None):
    """Return `value` as a finite `(N, columns)` array of `dtype`, one row an example.

    Parameters
    ----------
    name : str
        What the sentence calls it: "X", "T".
    value : array_like
        An array or nested lists.
    columns : int
        How many numbers an example has.
    dtype : numpy.dtype
    rows : int, optional
        How many examples there must be; at least one if not given.

    Raises
    ------
    ValueError
        Not numbers, another shape (both shapes are named), NaN or infinity.
    """
    array = as_numbers(name, value)
    wanted = f"({'N' if rows is None else rows}, {columns})"
    if array.ndim != 2 or array.shape[1] != columns or (rows is not None and len(array) != rows):
        raise ValueError(
            f"{name} has shape {array.shape}, but it must have shape {wanted}: one row an example."
        )
    if len(array) == 0:
        raise ValueError(f"{name} has shape {array.shape}: there must be at least one example.")
    with np.errstate(over="ignore"):
        array = array.astype(dtype, copy=False)
    check_finite(name, array)
    return array


def as_numbers(name, value):
    """Return `value` as an array of real numbers, or raise a ValueError of one sentence."""
    try:
        array = np.asarray(value)
    except ValueError:
        raise ValueError(f"{name} has rows of different lengths.") from None
    if array.dtype.kind not in "biuf":
        raise ValueError(f"{name} must hold real numbers, not {array.dtype}.")
    return array


def all_finite(array):
    """Return whether `array` holds neither NaN nor infinity."""
    # One half times the other needs no second array and costs far less than a look at each number.
    # NaN and infinity times anything are not finite, nor is a sum that holds them; finite numbers
    # have a finite sum of products unless they are so large that they need the look.
    flat = array.ravel()
    half = (flat.size + 1) // 2
    return math.isfinite(np.vdot(flat[:half], flat[-half:])) or bool(np.isfinite(array).all())


def check_finite(name, array):
    """Raise a ValueError if `array` holds NaN or infinity, naming the first place."""
    if not all_finite(array):
        place = tuple(int(i) for i in np.argwhere(~np.isfinite(array))[0])
        raise ValueError(
            f"{name} holds {array[place]} at {list(place)}: every number must be finite."
        )


def write_through(name, target, value):
    """Copy `value` into the array `target`: same shape, finite, or a ValueError and no change."""
    if value is target:
        return
    array = as_numbers(name, value)
    if array.shape != target.shape:
        raise ValueError(f"{name} has shape {target.shape}, but the value has shape {array.shape}.")
    with np.errstate(over="ignore"):
        array = array.astype(target.dtype)
    check_finite(name, array)
    target[...] = array


def one_of(what, name, known):
    """Return `known[name]`, or raise a ValueError that lists the known names."""
    if not isinstance(name, str) or name not in known:
        names = ", ".join(known)
        raise ValueError(f"unknown {what} {name!r}; known are {names}.")
    return known[name]


def whole_number(name, value, least):
    """Return `value` as an int of at least `least`, or raise a ValueError."""
    try:
        number = operator.index(value)
    except TypeError:
        number = None
    if number is None or isinstance(value, bool) or number < least:
        raise ValueError(f"{name} must be a whole number of at least {least}, not {value!r}.")
    return number


def real_number(name, value, accept, wanted):
    """Return `value` as a float for which `accept` holds, or raise a ValueError."""
    try:
        number = float(value)
    except (TypeError, ValueError):
        number = float("nan")
    if isinstance(value, (bool, str)) or not accept(number):
        raise ValueError(f"{name} must be {wanted}, not {value!r}.")
    return number
