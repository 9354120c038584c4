"""Real data that needs no download, and three toy problems.

The real sets come with scikit-learn. Each function returns a fixed split; whatever is fitted for
scaling (means, standard deviations) is fitted on the training part alone, because a network must
learn nothing from the examples it is tested on.
"""

from typing import NamedTuple

import numpy as np

from course_lib.checks import real_number, whole_number


class Split(NamedTuple):
    """Training and test data: inputs `X` (N, n_0) and targets `T` (N, n_L), one row an example."""

    X_train: np.ndarray
    T_train: np.ndarray
    X_test: np.ndarray
    T_test: np.ndarray


def digits(test_size=360, seed=0):
    """Return 1,797 handwritten digits, scanned at 8 x 8 pixels.

    Parameters
    ----------
    test_size : int
        How many scans to hold out. Each digit keeps its share in both parts.
    seed : int
        Seed of the split.

    Returns
    -------
    Split
        `X` (N, 64): grey levels from 0 (paper) to 1 (ink), row by row. `T` (N, 10): 1 for the
        right digit, 0 for the others.

    Notes
    -----
    From the UCI repository, E. Alpaydin and C. Kaynak, Optical Recognition of Handwritten
    Digits (1998): the test part of that collection.
    """
    from sklearn.datasets import load_digits

    data = load_digits()
    T = np.eye(10)[data.target]
    return _split(data.data / 16, T, test_size, seed, stratify=data.target)


def diabetes(test_size=89, seed=0):
    """Return ten measurements of 442 patients, and how their diabetes went on a year later.

    Parameters
    ----------
    test_size : int
        How many patients to hold out.
    seed : int
        Seed of the split.

    Returns
    -------
    Split
        `X` (N, 10) and `T` (N, 1), both standardised: in the training part each column has mean
        0 and standard deviation 1.

    Notes
    -----
    B. Efron, T. Hastie, I. Johnstone and R. Tibshirani, Least Angle Regression, Annals of
    Statistics 32 (2004).
    """
    from sklearn.datasets import load_diabetes

    data = load_diabetes(scaled=False)
    X_train, T_train, X_test, T_test = _split(data.data, data.target[:, None], test_size, seed)
    X_train, X_test = _standardise(X_train, X_test)
    T_train, T_test = _standardise(T_train, T_test)
    return Split(X_train, T_train, X_test, T_test)


def breast_cancer(test_size=114, seed=0):
    """Return thirty measurements of 569 tumours, and whether each was malignant.

    Parameters
    ----------
    test_size : int
        How many tumours to hold out. Both kinds keep their share in both parts.
    seed : int
        Seed of the split.

    Returns
    -------
    Split
        `X` (N, 30), standardised on the training part. `T` (N, 1): 1 for malignant, 0 for benign.

    Notes
    -----
    W. Wolberg, O. Mangasarian, N. Street and W. Street, Breast Cancer Wisconsin (Diagnostic),
    UCI repository (1993).
    """
    from sklearn.datasets import load_breast_cancer

    data = load_breast_cancer()
    malignant = 1.0 - data.target[:, None]  # the collection says 0 for malignant
    X_train, T_train, X_test, T_test = _split(
        data.data, malignant, test_size, seed, stratify=data.target
    )
    X_train, X_test = _standardise(X_train, X_test)
    return Split(X_train, T_train, X_test, T_test)


def xor():
    """Return the four examples of exclusive or: X (4, 2), T (4, 1)."""
    return (
        np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]]),
        np.array([[0.0], [1.0], [1.0], [0.0]]),
    )


def moons(n_examples=200, noise=0.1, seed=0):
    """Return two interleaved half circles.

    Parameters
    ----------
    n_examples : int
        At least 2; half of them in each moon.
    noise : float
        Standard deviation of what is added to each coordinate.
    seed : int

    Returns
    -------
    X : ndarray, shape (n_examples, 2)
    T : ndarray, shape (n_examples, 1)
        0 or 1, the moon.
    """
    from sklearn.datasets import make_moons

    n_examples, noise = _toy(n_examples, noise)
    X, labels = make_moons(n_examples, noise=noise, random_state=seed)
    return X, labels[:, None].astype(float)


def spirals(n_examples=200, noise=0.02, seed=0):
    """Return two spirals, one and a half turns each, wound around each other.

    Parameters
    ----------
    n_examples : int
        At least 2; half of them (rounded up) in the first spiral.
    noise : float
        Standard deviation of what is added to each coordinate.
    seed : int

    Returns
    -------
    X : ndarray, shape (n_examples, 2)
        Within about 1 of the origin.
    T : ndarray, shape (n_examples, 1)
        0 or 1, the spiral.
    """
    n_examples, noise = _toy(n_examples, noise)
    rng = np.random.default_rng(seed)
    arm = np.arange(n_examples) % 2
    radius = np.sqrt(rng.uniform(0.02, 1, n_examples))
    angle = 3 * np.pi * radius + np.pi * arm
    X = radius[:, None] * np.column_stack([np.cos(angle), np.sin(angle)])
    return X + noise * rng.standard_normal(X.shape), arm[:, None].astype(float)


def _toy(n_examples, noise):
    noise = real_number("noise", noise, lambda s: 0 <= s < np.inf, "a number of at least 0")
    return whole_number("n_examples", n_examples, 2), noise


def _split(X, T, test_size, seed, stratify=None):
    from sklearn.model_selection import train_test_split

    test_size = whole_number("test_size", test_size, 1)
    if test_size >= len(X):
        raise ValueError(f"test_size must be below {len(X)}, the number of examples.")
    X_train, X_test, T_train, T_test = train_test_split(
        X, T, test_size=test_size, random_state=seed, stratify=stratify
    )
    return Split(X_train, T_train, X_test, T_test)


def _standardise(train, test):
    from sklearn.preprocessing import StandardScaler

    scaler = StandardScaler().fit(train)
    return scaler.transform(train), scaler.transform(test)
