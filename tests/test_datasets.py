"""Data sets: sizes, splits that stay put, and scaling that never saw the test part."""

import numpy as np
import pytest
from sklearn.datasets import load_breast_cancer, load_diabetes, load_digits

from course_lib import datasets

REAL = [datasets.digits, datasets.diabetes, datasets.breast_cancer]


@pytest.mark.parametrize(
    "load, examples, held_out, inputs, outputs",
    [
        (datasets.digits, 1797, 360, 64, 10),
        (datasets.diabetes, 442, 89, 10, 1),
        (datasets.breast_cancer, 569, 114, 30, 1),
    ],
)
def test_sizes(load, examples, held_out, inputs, outputs):
    X_train, T_train, X_test, T_test = load()
    assert X_train.shape == (examples - held_out, inputs)
    assert T_train.shape == (examples - held_out, outputs)
    assert X_test.shape == (held_out, inputs) and T_test.shape == (held_out, outputs)


@pytest.mark.parametrize("load", REAL)
def test_the_split_is_fixed_and_the_parts_share_nothing(load):
    first, second, other = load(), load(), load(seed=1)
    assert all(np.array_equal(a, b) for a, b in zip(first, second))
    assert not np.array_equal(first.X_test, other.X_test)
    train, test = ({row.tobytes() for row in X} for X in (first.X_train, first.X_test))
    assert not train & test
    assert len(load(test_size=50).X_test) == 50


def rows(array):
    return sorted(map(tuple, np.round(array, 9)))


def test_digits_are_all_there_with_their_labels():
    split, data = datasets.digits(), load_digits()
    X, T = np.vstack([split.X_train, split.X_test]), np.vstack([split.T_train, split.T_test])
    assert X.min() == 0 and X.max() == 1
    assert rows(np.hstack([X * 16, T.argmax(axis=1)[:, None]])) == rows(
        np.hstack([data.data, data.target[:, None]])
    )
    assert set(T.ravel()) == {0, 1} and (T.sum(axis=1) == 1).all()
    assert np.abs(split.T_test.sum(axis=0) - 36).max() <= 1  # each digit keeps its share


@pytest.mark.parametrize("load", [datasets.diabetes, datasets.breast_cancer])
def test_scaling_is_fitted_on_the_training_part_alone(load):
    split = load()
    assert np.abs(split.X_train.mean(axis=0)).max() < 1e-10
    assert split.X_train.std(axis=0) == pytest.approx(1, abs=1e-10)
    assert np.abs(split.X_test.mean(axis=0)).max() > 0.01
    assert np.abs(split.X_test.std(axis=0) - 1).max() > 0.01


def test_diabetes_targets_are_standardised_too():
    split, raw = datasets.diabetes(), load_diabetes(scaled=False).target
    assert split.T_train.mean() == pytest.approx(0, abs=1e-12)
    assert split.T_train.std() == pytest.approx(1)
    T = np.vstack([split.T_train, split.T_test])[:, 0]
    scale = raw.std() / T.std()
    assert np.sort(T * scale - (T * scale).mean()) == pytest.approx(np.sort(raw - raw.mean()))


def test_1_means_malignant():
    split, data = datasets.breast_cancer(), load_breast_cancer()
    assert data.target_names[0] == "malignant"
    assert split.T_train.sum() + split.T_test.sum() == (data.target == 0).sum()
    # malignant tumours are larger: the first column is the mean radius
    radius, malignant = split.X_train[:, 0], split.T_train[:, 0] == 1
    assert radius[malignant].mean() > radius[~malignant].mean() + 1


def test_xor():
    X, T = datasets.xor()
    assert [(int(a), int(b), int(t)) for (a, b), (t,) in zip(X, T)] == [
        (0, 0, 0),
        (0, 1, 1),
        (1, 0, 1),
        (1, 1, 0),
    ]


@pytest.mark.parametrize("load", [datasets.moons, datasets.spirals])
def test_toy_problems(load):
    X, T = load(101, noise=0.0, seed=3)
    assert X.shape == (101, 2) and T.shape == (101, 1)
    assert set(T.ravel()) == {0, 1} and abs(T.mean() - 0.5) < 0.01
    assert np.array_equal(X, load(101, noise=0.0, seed=3)[0])
    assert not np.array_equal(X, load(101, noise=0.1, seed=3)[0])
    assert len(load()[0]) == 200


def test_spirals_wind_around_each_other():
    X, T = datasets.spirals(400, noise=0.0)
    radius, angle = np.hypot(*X.T), np.arctan2(X[:, 1], X[:, 0])
    turned = np.cos(angle - 3 * np.pi * radius)
    assert turned[T[:, 0] == 0] == pytest.approx(1, abs=1e-9)
    assert turned[T[:, 0] == 1] == pytest.approx(-1, abs=1e-9)


@pytest.mark.parametrize(
    "call, sentence",
    [
        (lambda: datasets.digits(test_size=1797), "below 1797"),
        (lambda: datasets.diabetes(test_size=0.2), "test_size must be a whole number"),
        (lambda: datasets.moons(1), "n_examples must be a whole number of at least 2"),
        (lambda: datasets.spirals(noise=-1), "noise must be a number of at least 0"),
    ],
)
def test_bad_input_is_refused_in_a_sentence(call, sentence):
    with pytest.raises(ValueError, match=sentence):
        call()
