"""Lesson 11, training: references, mistakes, cases and hints."""

import collections
import copy
import math

import numpy as np

from course_lib import GradientDescent, Network, TrainingDiverged, train
from course_lib.datasets import xor

from .declare import Mistake, choice, code, fix, judged, number

_rng = np.random.default_rng(11)

# -- minibatches -------------------------------------------------------------------------------


def minibatches(n_examples, batch_size, rng):
    """The mini-batches of one epoch: a list of index arrays.

    n_examples : how many examples there are, numbered from 0
    batch_size : examples in a batch; the last may be short
    rng : a NumPy random generator, the only source of chance
    Shuffled anew at each call; each example is in one batch
    """
    order = rng.permutation(n_examples)  # every example once, in a random order
    starts = range(0, n_examples, batch_size)  # where each batch begins
    return [order[start : start + batch_size] for start in starts]  # a slice stops at the end


class _Watched(np.random.Generator):
    """A generator that remembers its last copies: so the judge can see whether one was used."""

    def __init__(self, bit_generator, copies=None):
        super().__init__(bit_generator)
        self.copies = collections.deque(maxlen=3) if copies is None else copies

    def __deepcopy__(self, memo):
        twin = _Watched(copy.deepcopy(self.bit_generator), self.copies)
        self.copies.append(twin)
        return twin

    def was_used(self):
        """Whether a copy has drawn anything; this one hasn't."""
        return any(c.bit_generator.state != self.bit_generator.state for c in self.copies)


def judge_batches(batches, n_examples, batch_size, rng):
    """Return None if the batches are those of an epoch, else what is wrong with them."""
    if isinstance(batches, dict):
        return "A list of index arrays is asked for, not a dict."
    if any(batch.ndim > 1 for batch in batches):
        return "Each batch should be one row of example numbers; one of yours has more dimensions."
    if any(batch.ndim == 0 for batch in batches):
        return "no_batches"
    sizes = [len(batch) for batch in batches]
    if sizes == [n_examples] and batch_size < n_examples:
        return "no_batches"
    flat = np.concatenate([*batches, np.zeros(0)])
    return (
        _not_examples(flat, n_examples)
        or _not_each_once(batches, sizes, flat, n_examples, batch_size)
        or _not_the_sizes(sizes, n_examples, batch_size)
        or _not_shuffled(batches, flat, n_examples, batch_size)
        or ("own_chance" if len(batches) > 1 and not rng.was_used() else None)
    )


def _not_examples(flat, n_examples):
    if np.all((flat >= 0) & (flat < n_examples) & (flat == np.round(flat))):
        return None
    if set(flat) <= set(range(1, n_examples + 1)):
        return "counted_from_one"
    return "A batch holds the numbers of examples: whole numbers from 0 to n_examples - 1."


def _not_each_once(batches, sizes, flat, n_examples, batch_size):
    lost = n_examples - len(set(flat))
    if 0 in sizes:
        return "empty_batch"
    if len(flat) > len(set(flat)):
        overlap = any(set(a) & set(b) for a, b in zip(batches, batches[1:], strict=False))
        if not lost and set(sizes) == {batch_size}:
            return "short_batch_filled_up"
        if overlap and not lost and max(sizes) == batch_size + 1:
            return "slices_overlap"
        return "example_twice"
    if lost:
        full, rest = divmod(n_examples, batch_size)
        if rest and sizes == [batch_size] * full:
            return "short_batch_dropped"
        if sizes == [batch_size]:
            return "one_batch_only"
        return "example_lost"
    return None


def _not_the_sizes(sizes, n_examples, batch_size):
    full, rest = divmod(n_examples, batch_size)
    right = [batch_size] * full + [rest] * (rest > 0)
    if sizes == right:
        return None
    if sorted(sizes) == sorted(right):
        return "short_batch_not_last"
    if len(sizes) == batch_size:
        return "number_of_batches"
    if sizes == [*right[:-2], batch_size + rest]:
        return "rest_joined_to_the_last"
    if max(sizes) - min(sizes) <= 1:
        return "equal_parts"
    return "wrong_sizes"


def _not_shuffled(batches, flat, n_examples, batch_size):
    if len(batches) == 1:
        return None
    in_order = [
        set(range(start, min(start + batch_size, n_examples)))
        for start in range(0, n_examples, batch_size)
    ]
    found = [set(batch) for batch in batches]
    if np.array_equal(np.sort(flat), flat) or np.array_equal(np.sort(flat)[::-1], flat):
        return "not_shuffled"
    if batch_size > 1 and found == in_order:
        return "shuffled_within_batches"
    if batch_size > 1 and all(one in in_order for one in found):
        return "only_batches_shuffled"
    steps = {step for batch in batches for step in np.diff(batch)}
    return "not_shuffled" if len(steps) == 1 and n_examples > 2 * batch_size else None


def _cut(order, batch_size):
    return [order[start : start + batch_size] for start in range(0, len(order), batch_size)]


def _drawn(draw):
    return lambda n, size, rng: [draw(n, len(part), rng) for part in _cut(range(n), size)]


def _dealt_round(n, size, rng):
    order = rng.permutation(n)
    return [order[k::size] for k in range(size)]


def _full_only(n, size, rng):
    order = rng.permutation(n)
    return [order[k * size : (k + 1) * size] for k in range(n // size)]


def _rest_joined(n, size, rng):
    order, full = rng.permutation(n), max(n // size, 1)
    return [*(order[k * size : (k + 1) * size] for k in range(full - 1)),
            order[(full - 1) * size :]]  # fmt: skip


def _filled_up(n, size, rng):
    order = rng.permutation(n)
    return _cut(np.resize(order, math.ceil(n / size) * size), size)


def _short_first(n, size, rng):
    order, rest = rng.permutation(n), n % size
    return [*_cut(order[:rest], size), *_cut(order[rest:], size)]


def _overlapping(n, size, rng):
    order = rng.permutation(n)
    return [order[start : start + size + 1] for start in range(0, n, size)]


def _too_short(n, size, rng):
    order = rng.permutation(n)
    return [order[start : start + size - 1] for start in range(0, n, size)]


def _one_too_many(more):
    def cut(n, size, rng):
        order = rng.permutation(n)
        return [order[k * size : (k + 1) * size] for k in range(n // size + more)]

    return cut


def _shuffled_inside(n, size, rng):
    return [rng.permutation(part) for part in _cut(np.arange(n), size)]


def _only_whole_batches_moved(n, size, rng):
    parts = _cut(np.arange(n), size)
    return [parts[k] for k in rng.permutation(n // size)] + parts[n // size :]


def _without_rng(n, size, rng):
    return _cut(np.random.default_rng(0).permutation(n), size)


def _seeded_by_itself(n, size, rng):
    return _cut(np.random.RandomState(42).permutation(n), size)


def _sorted_by_chance_of_one(n, size, rng):
    return _cut(np.argsort(np.sin(1e4 * np.arange(n))), size)


BATCH_CASES = [
    (22, 4, _Watched(np.random.PCG64(1))),
    (35, 5, _Watched(np.random.PCG64(2))),  # it goes in evenly
    (31, 7, _Watched(np.random.PCG64(3))),
    (6, 8, _Watched(np.random.PCG64(4))),  # fewer examples than a batch may hold
    (12, 1, _Watched(np.random.PCG64(5))),
]

BATCH_MISTAKES = [
    Mistake(
        "short_batch_dropped",
        _full_only,
        "The examples that don't fill a batch are left out: with 22 examples in batches of 4, two "
        "of them teach the network nothing in this epoch.",
        "How many batches do 22 examples make, and how many does `//` give?",
        "NervanaSystems/neon#9, scikit-neuralnetwork PR#157",
        also=(lambda n, size, rng: _cut(rng.permutation(n)[: n // size * size], size),),
    ),
    Mistake(
        "example_lost",
        _too_short,
        "Some examples are in no batch: in this epoch the network doesn't see them.",
        "Put all your batches together and count: which examples are missing?",
        "common",
        also=(
            lambda n, size, rng: _cut(rng.permutation(n - 1), size),
            lambda n, size, rng: _cut(rng.permutation(n)[1:], size),
        ),
    ),
    Mistake(
        "one_batch_only",
        lambda n, size, rng: [rng.permutation(n)[:size]],
        "You made one batch and stopped. An epoch goes through all examples. A `return` inside the "
        "loop ends it in the first round.",
        "How many batches do all the examples make?",
        "common",
        also=(lambda n, size, rng: [rng.choice(n, min(size, n), replace=False)],),
    ),
    Mistake(
        "example_twice",
        _drawn(lambda n, size, rng: rng.integers(0, n, size)),
        "Some examples come twice, so that others are left out: you draw with replacement, or each "
        "batch anew from all the examples. In an epoch each example has its turn once.",
        "Shuffle once, as you would a pack of cards, and deal from it.",
        "common",
        also=(
            _drawn(lambda n, size, rng: rng.choice(n, size)),
            _drawn(lambda n, size, rng: rng.choice(n, size, replace=False)),
            _drawn(lambda n, size, rng: rng.permutation(n)[:size]),
            lambda n, size, rng: _cut(rng.integers(0, n, n), size),
        ),
    ),
    Mistake(
        "slices_overlap",
        _overlapping,
        "The last example of a batch is the first of the next one, too. A Python slice stops "
        "*before* its second number.",
        "What are the entries of `order[0:3]`?",
        "common",
    ),
    Mistake(
        "not_shuffled",
        lambda n, size, rng: _cut(np.arange(n), size),
        "The batches aren't mixed: they follow from the order that the examples came in. If the "
        "data are sorted, a batch sees one kind only, and its gradient leads astray.",
        "Which argument brings the chance in? `shuffle` works in place and returns None.",
        "common",
        also=(
            lambda n, size, rng: _cut(np.arange(n)[::-1], size),
            lambda n, size, rng: _cut(np.sort(rng.permutation(n)), size),
            lambda n, size, rng: _cut(list(range(n)), size),
        ),
    ),
    Mistake(
        "shuffled_within_batches",
        _shuffled_inside,
        "Each batch is mixed inside, but holds the same neighbours in every epoch: the gradient of "
        "a batch doesn't depend on the order inside.",
        "What must be shuffled before it is cut?",
    ),
    Mistake(
        "only_batches_shuffled",
        _only_whole_batches_moved,
        "The batches come in random order, but neighbours in the data stay together for ever.",
        "What must be shuffled before it is cut?",
        "common",
    ),
    Mistake(
        "own_chance",
        _without_rng,
        "The generator that was handed in isn't used. A generator or seed of your own makes the "
        "same shuffle in every epoch, and NumPy's global one can't be repeated by your caller.",
        "All chance comes from `rng`: which of its methods gives an order?",
        "theanets#72",
        also=(_seeded_by_itself, _sorted_by_chance_of_one),
    ),
    Mistake(
        "number_of_batches",
        lambda n, size, rng: np.array_split(rng.permutation(n), size),
        "You took `batch_size` for the number of batches. It says how many examples are in one.",
        "What does the second argument of your split mean?",
        "common",
        also=(_dealt_round,),
    ),
    Mistake(
        "equal_parts",
        lambda n, size, rng: np.array_split(rng.permutation(n), max(n // size, 1)),
        "Your batches are nearly equal parts. Here every batch has `batch_size` examples, but for "
        "a short last one.",
        "Cut off `batch_size` examples at a time, until nothing is left.",
        also=(lambda n, size, rng: np.array_split(rng.permutation(n), math.ceil(n / size)),),
    ),
    Mistake(
        "rest_joined_to_the_last",
        _rest_joined,
        "What was left over went into the last full batch, which is too large now.",
        "What is left over makes a batch of its own.",
    ),
    Mistake(
        "short_batch_not_last",
        _short_first,
        "The sizes are right, but the short batch isn't the last one.",
        "Start cutting from the front.",
    ),
    Mistake(
        "short_batch_filled_up",
        _filled_up,
        "You filled up the short batch with examples that had their turn already.",
        "The last batch may be short.",
        "common",
    ),
    Mistake(
        "wrong_sizes",
        lambda n, size, rng: _cut(rng.permutation(n), size + 1),
        "Every example comes once, but the batches don't have the size asked for.",
        "Print the length of each of your batches.",
        also=(
            lambda n, size, rng: _cut(rng.permutation(n), 2 * size),
            lambda n, size, rng: _cut(rng.permutation(n), 3),
        ),
    ),
    Mistake(
        "empty_batch",
        _one_too_many(2),
        "There is a batch without examples at the end. The mean over nothing is not a number.",
        "How many batches do 35 examples make, in batches of 5?",
        also=(_one_too_many(1),),
    ),
    Mistake(
        "no_batches",
        lambda n, size, rng: rng.permutation(n),
        "That is all examples in one piece, not cut into batches.",
        "A list is asked for, with one array for each batch.",
        also=(
            lambda n, size, rng: [rng.permutation(n)],
            lambda n, size, rng: list(rng.permutation(n)),
        ),
    ),
    Mistake(
        "counted_from_one",
        lambda n, size, rng: _cut(rng.permutation(n) + 1, size),
        "Your examples are numbered from 1. The first row of X is row 0, and there is no row "
        "`n_examples`.",
        "Which numbers does `range(n)` give?",
        "common",
    ),
]  # fmt: skip

# -- sgd_epoch ---------------------------------------------------------------------------------


def sgd_epoch(w, batches, gradient, learning_rate):
    """The weights after one epoch; the old w stays as it is.

    w : (P,), the weights
    batches : list of index arrays
    gradient : gradient(w, batch) gives the mean gradient
        (P,) of a batch at the weights w
    learning_rate : a number
    """
    for batch in batches:  # (11.1): an epoch goes through all batches, one after the other
        g = gradient(w, batch)  # at the weights as the batch before has left them
        w = w - learning_rate * g  # (1.8); a new array, so that the caller's is untouched
    return w  # the weights after the last batch


_X, _T = _rng.normal(size=(12, 5)), _rng.normal(size=12)


def tanh_neuron(w, batch):
    """The mean gradient of a tanh neuron over a batch, squared error."""
    X, y = _X[batch], np.tanh(_X[batch] @ w)
    return X.T @ ((y - _T[batch]) * (1 - y**2)) / len(X)


def linear_neuron(w, batch):
    """The mean gradient of a linear neuron over a batch, squared error."""
    X = _X[batch, : len(w)]
    return X.T @ (X @ w - _T[batch]) / len(X)


def _epoch_case(size, sizes, gradient, learning_rate):
    order = _rng.permutation(12)
    ends = np.cumsum(sizes)
    batches = [order[end - n : end] for n, end in zip(sizes, ends, strict=True)]
    return _rng.normal(size=size), batches, gradient, learning_rate


EPOCH_CASES = [
    _epoch_case(5, (4, 4, 2), tanh_neuron, 0.4),
    _epoch_case(3, (3, 3, 3, 3), linear_neuron, 0.2),
    _epoch_case(4, (5, 5, 1), linear_neuron, 0.1),
]


def _epoch(update):
    """An epoch with another update for batch number k, from the weights at the start, too."""

    def go(w, batches, gradient, eta):
        start = w
        for k, batch in enumerate(batches):
            w = update(w, start, gradient, batch, eta, k, len(batches))
        return w

    return go


def _scaled(factor):
    return _epoch(lambda w, _, g, batch, eta, k, n: w - factor(eta, batch, k, n) * g(w, batch))


def _chosen(choose):
    return lambda w, batches, g, eta: sgd_epoch(w, choose(batches), g, eta)


def _places(w, batches, gradient, eta):
    return [sgd_epoch(w, batches[:k], gradient, eta) for k in range(len(batches) + 1)]


def _pile_up(kept):
    def go(w, batches, gradient, eta):
        g = np.zeros(len(w))
        for batch in batches:
            g = kept * g + gradient(w, batch)
            w = w - eta * g
        return w

    return go


def _each_example_by_itself(w, batches, gradient, eta):
    for batch in batches:
        for i in batch:
            w = w - eta * gradient(w, np.array([i])) / len(batch)
    return w


EPOCH_MISTAKES = [
    Mistake(
        "uphill",
        _scaled(lambda eta, *_: -eta),
        "You went along the gradients. They point uphill: the loss grows with each batch.",
        "Which sign has (1.8)?",
        "nn-from-scratch#11",
        also=(_scaled(lambda *_: -1),),
    ),
    Mistake(
        "no_learning_rate",
        _scaled(lambda *_: 1),
        "The learning rate isn't used: each step is as long as the gradient.",
        "Which argument haven't you used?",
        "common",
    ),
    Mistake(
        "learning_rate_misused",
        _scaled(lambda eta, *_: 1 / eta),
        "Your learning rate isn't the one handed in, or it changes from batch to batch. Here it is "
        "the same number for all of them.",
        "What multiplies the gradient of the first batch, and that of the second?",
        also=(
            _scaled(lambda eta, batch, k, n: eta / (k + 1)),
            _scaled(lambda eta, batch, k, n: eta**2),
            _scaled(lambda eta, batch, k, n: eta * (k + 1)),
            _scaled(lambda eta, batch, k, n: eta ** (k + 1)),
            _scaled(lambda eta, batch, k, n: 0.01),
        ),
    ),
    Mistake(
        "gradients_at_the_start",
        _epoch(lambda w, start, g, batch, eta, k, n: w - eta * g(start, batch)),
        "All gradients are taken at the weights of the start. Each batch must see the weights that "
        "the batch before has left: that is what makes many small steps worth more than one.",
        "Which w does the second call of `gradient` get?",
        "common",
    ),
    Mistake(
        "one_step_for_all",
        _epoch(lambda w, start, g, batch, eta, k, n: w - eta * g(start, batch) / n),
        "Your gradient is that of all batches together: that is full-batch descent. In this epoch "
        "each batch makes an update of its own.",
        "How often do the weights change in an epoch of three batches?",
        "common",
        also=(
            lambda w, batches, g, eta: w - eta * g(w, np.concatenate(batches)),
            lambda w, batches, g, eta: w - eta * g(w, np.arange(12)),
            _chosen(lambda batches: [np.concatenate(batches)] * len(batches)),
            lambda w, batches, g, eta: w - eta * sum(
                len(b) * g(w, b) for b in batches) / sum(map(len, batches)),
        ),
    ),
    Mistake(
        "last_batch_only",
        _epoch(lambda w, start, g, batch, eta, k, n: start - eta * g(start, batch)),
        "Only the last batch has an effect: each round starts from the weights of the start again.",
        "Where does the second update begin?",
        "common",
        also=(
            lambda w, batches, g, eta: w - eta * g(
                sgd_epoch(w, batches[:-1], g, eta), batches[-1]),
        ),
    ),
    Mistake(
        "first_batch_only",
        _chosen(lambda batches: batches[:1]),
        "You used one batch only. A `return` inside the loop ends it in the first round; a fixed "
        "index always takes the same batch.",
        "How far in is your `return`, and which batch does each round use?",
        "common",
        also=(
            _chosen(lambda batches: batches[:1] * len(batches)),
            _chosen(lambda batches: batches[-1:] * len(batches)),
        ),
    ),
    Mistake(
        "a_batch_left_out",
        _chosen(lambda batches: batches[:-1]),
        "One of the batches is left out: the first, the last or the short one.",
        "Count the updates.",
        "NervanaSystems/neon#9",
        also=(
            _chosen(lambda batches: batches[1:]),
            _chosen(lambda batches: [b for b in batches if len(b) == len(batches[0])]),
        ),
    ),
    Mistake(
        "mean_taken_twice",
        _scaled(lambda eta, batch, k, n: eta / len(batch)),
        "You divided by the number of examples of the batch. `gradient` gives their mean already.",
        "Where does the 1/N enter? Once is enough.",
        "DeepLearningZeroToAll#173",
    ),
    Mistake(
        "sum_for_mean",
        _scaled(lambda eta, batch, k, n: eta * len(batch)),
        "You multiplied by the number of examples of the batch. A step uses the mean gradient, "
        "which `gradient` gives as it is.",
        "Should a batch of twice the size make a step of twice the length?",
        "DeepLearningZeroToAll#173",
    ),
    Mistake(
        "divided_by_the_batches",
        _scaled(lambda eta, batch, k, n: eta / n),
        "You divided the steps by the number of batches. Each batch makes a whole step.",
        "Nothing is averaged over the batches.",
        also=(
            lambda w, batches, g, eta: _scaled(
                lambda eta, batch, k, n: eta * len(batch) / sum(map(len, batches))
            )(w, batches, g, eta),
        ),
    ),
    Mistake(
        "gradients_pile_up",
        _pile_up(1),
        "The gradients of earlier batches are still in it when the next step is made (momentum is "
        "made like this, on purpose, with a factor; it is not asked for here).",
        "What must be set back at the beginning of each round?",
        "udacity/deep-learning-v2-pytorch PR#160",
        also=(_pile_up(0.9), _pile_up(0.5)),
    ),
    Mistake(
        "factor_two",
        _scaled(lambda eta, *_: 2 * eta),
        "Each step is twice, or half, as long as it should be.",
        "What multiplies the gradient in (1.8)?",
        also=(_scaled(lambda eta, *_: eta / 2),),
    ),
    Mistake(
        "only_the_step",
        lambda w, batches, g, eta: sgd_epoch(w, batches, g, eta) - w,
        "You returned a change or a gradient, not the new weights.",
        "Where are you after the last update?",
        also=(
            lambda w, batches, g, eta: w - sgd_epoch(w, batches, g, eta),
            _epoch(lambda w, start, g, batch, eta, k, n: -eta * g(w, batch)),
            _epoch(lambda w, start, g, batch, eta, k, n: eta * g(w, batch)),
            _epoch(lambda w, start, g, batch, eta, k, n: g(w, batch)),
            lambda w, batches, g, eta: g(w, batches[-1]),
            lambda w, batches, g, eta: np.mean([g(w, b) for b in batches], axis=0),
            lambda w, batches, g, eta: g(sgd_epoch(w, batches[:-1], g, eta), batches[-1]),
            lambda w, batches, g, eta: sum(g(w, b) for b in batches),
            lambda w, batches, g, eta: eta * sum(g(w, b) for b in batches),
            lambda w, batches, g, eta: -eta * sum(g(w, b) for b in batches),
        ),
    ),
    Mistake(
        "all_places_returned",
        lambda *given: np.array(_places(*given)[1:]),
        "You returned the weights after every batch. Asked for are the last ones.",
        "Return w once, after the loop.",
        also=(
            lambda *given: np.array(_places(*given)),
            lambda w, batches, g, eta: [w - eta * g(w, b) for b in batches],
        ),
    ),
    Mistake(
        "mean_of_the_places",
        lambda *given: np.mean(_places(*given)[1:], axis=0),
        "You averaged the weights over the batches. The last update's are asked for.",
        "Each batch goes on where the one before stopped.",
        also=(lambda *given: np.mean(_places(*given), axis=0),),
    ),
    Mistake(
        "other_order",
        _chosen(lambda batches: batches[::-1]),
        "You took the batches in another order. They are shuffled already; take them as they come.",
        "Which batch comes first?",
        also=(_chosen(lambda batches: sorted(batches, key=len)),),
    ),
    Mistake(
        "more_than_one_epoch",
        _chosen(lambda batches: batches * 2),
        "You went through the batches more than once.",
        "How many updates does one epoch make?",
        also=(_chosen(lambda batches: [b for b in batches for _ in b]),),
    ),
    Mistake(
        "example_by_example",
        _chosen(lambda batches: [np.array([i]) for b in batches for i in b]),
        "You made an update for each example. Here the examples of a batch share one.",
        "Give `gradient` the whole batch.",
        also=(_each_example_by_itself,),
    ),
    Mistake(
        "one_example_of_each",
        _chosen(lambda batches: [b[:1] for b in batches]),
        "You used one example of each batch. The others of the batch count as much.",
        "Give `gradient` the whole batch.",
        also=(_chosen(lambda batches: [b[-1:] for b in batches]),),
    ),
    Mistake(
        "one_number_for_all",
        _epoch(lambda w, _, g, batch, eta, k, n: w - eta * g(w, batch).mean()),
        "You made one number of the gradient. Each weight has a slope of its own.",
        "What is the shape of what `gradient` gives?",
        also=(_epoch(lambda w, _, g, batch, eta, k, n: w - eta * g(w, batch).sum()),),
    ),
    Mistake(
        "nothing_moved",
        lambda w, batches, g, eta: w,
        "The weights come back as they went in: the new ones are computed, if at all, and lost.",
        "Which name do you return, and where does it get the new weights?",
    ),
    Mistake(
        "no_gradient",
        _epoch(lambda w, _, g, batch, eta, k, n: w - eta * w),
        "The gradients have no part in this step, or only as a factor of the weights.",
        "What does (1.8) subtract from w?",
        also=(
            _epoch(lambda w, _, g, batch, eta, k, n: w - eta),
            _epoch(lambda w, _, g, batch, eta, k, n: w * g(w, batch) * eta),
            _epoch(lambda w, _, g, batch, eta, k, n: w - eta * w * g(w, batch)),
        ),
    ),
]  # fmt: skip

# -- initial_scale -----------------------------------------------------------------------------


def initial_scale(n_in, activation):
    """The standard deviation of a layer's starting weights.

    n_in : how many inputs each unit of the layer has
    activation : "tanh" or "relu"
    """
    variance = 1 / n_in  # (11.4): n_in terms add up their variances, so that each gives 1/n_in
    if activation == "relu":  # ReLU lets half of the mean square through
        variance = 2 * variance  # (11.5): the factor makes up for it
    return np.sqrt(variance)  # a standard deviation is the root of a variance


def _scales(tanh, relu):
    return lambda n, activation: tanh(n) if activation == "tanh" else relu(n)


_Tanh, _Relu = (lambda n: n**-0.5), (lambda n: (2 / n) ** 0.5)

SCALE_CASES = [(10, "tanh"), (64, "relu"), (7, "relu"), (30, "tanh"), (64, "tanh"), (11, "relu")]

SCALE_MISTAKES = [
    Mistake(
        "variance_for_deviation",
        _scales(lambda n: 1 / n, lambda n: 2 / n),
        "That is the variance. A random generator asks for the standard deviation, and with this "
        "one the signals shrink from layer to layer.",
        "How are variance and standard deviation related?",
        "common",
        also=(
            _scales(lambda n: 1 / n, _Relu),
            _scales(_Tanh, lambda n: 2 / n),
            _scales(lambda n: 1 / n, lambda n: 1 / n),
            _scales(_Tanh, lambda n: 1 / n),
            _scales(lambda n: 2 / n, lambda n: 2 / n),
            _scales(lambda n: 2 / n, lambda n: 1 / n),
            _scales(lambda n: 1 / (2 * n), lambda n: 1 / n),
        ),
    ),
    Mistake(
        "constant_factor",
        _scales(lambda n: _Tanh(n) / 2, lambda n: _Relu(n) / 2),
        "Your scale goes with the number of inputs as it should, but all of it is too large or "
        "too small by the same factor: the signals grow or shrink with every layer.",
        "Put your scale into (11.4): what becomes of the variance in one layer?",
        also=(
            _scales(lambda n: 2 * _Tanh(n), lambda n: 2 * _Relu(n)),
            _scales(lambda n: math.sqrt(2) * _Tanh(n), lambda n: math.sqrt(2) * _Relu(n)),
            _scales(lambda n: _Tanh(n) / math.sqrt(2), lambda n: _Relu(n) / math.sqrt(2)),
        ),
    ),
    Mistake(
        "tanh_for_both",
        _scales(_Tanh, _Tanh),
        "You gave ReLU the scale of tanh. It sets half of its net inputs to 0, so that the signal "
        "loses half of its mean square in each layer: after ten layers next to nothing is left.",
        "What does (11.5) have that (11.4) hasn't?",
        "LBANN PR#316, bullet PR#363",
    ),
    Mistake(
        "relu_for_both",
        _scales(_Relu, _Relu),
        "You gave tanh the scale of ReLU. Near 0 tanh lets everything through: nothing has to be "
        "made up for.",
        "What does (11.4) assume of tanh near 0?",
        "common",
    ),
    Mistake(
        "exchanged",
        _scales(_Relu, _Tanh),
        "You have the two activation functions the wrong way round.",
        "Which of them cuts off half of the signal?",
    ),
    Mistake(
        "two_outside_the_root",
        _scales(_Tanh, lambda n: 2 / math.sqrt(n)),
        "For ReLU you doubled the standard deviation. It is the variance that is doubled.",
        "Put the factor in before you take the root.",
        "pytorch/pytorch#30947",
        also=(
            _scales(_Tanh, lambda n: math.sqrt(2) / n),
            _scales(_Tanh, lambda n: 1 / math.sqrt(n) + 1 / math.sqrt(n) ** 2),
            _scales(lambda n: 1 / n, lambda n: math.sqrt(2) / n),
            _scales(_Tanh, lambda n: 4 / math.sqrt(n)),
            _scales(lambda n: 2 / math.sqrt(n), lambda n: 2 / math.sqrt(n)),
        ),
    ),
    Mistake(
        "halved_for_relu",
        _scales(_Tanh, lambda n: math.sqrt(1 / (2 * n))),
        "For ReLU you made the weights smaller. It lets half of the mean square through, and the "
        "weights must make up for that.",
        "Must the signal be strengthened or weakened after half of it is gone?",
        "common",
        also=(
            _scales(_Tanh, lambda n: 1 / math.sqrt(n) / 2),
            _scales(_Tanh, lambda n: 1 / (2 * n)),
            _scales(lambda n: math.sqrt(1 / (2 * n)), lambda n: math.sqrt(1 / (2 * n))),
        ),
    ),
    Mistake(
        "upside_down",
        _scales(math.sqrt, lambda n: math.sqrt(n / 2)),
        "You have it upside down: the more inputs a unit has, the smaller each weight must be, for "
        "their contributions add up.",
        "What happens to the variance of a sum when it gets more terms?",
        also=(
            _scales(math.sqrt, lambda n: math.sqrt(2 * n)),
            _scales(lambda n: n, lambda n: 2 * n),
            _scales(math.sqrt, math.sqrt),
            _scales(lambda n: n, lambda n: n / 2),
            _scales(lambda n: n, lambda n: n),
            _scales(lambda n: n**2, lambda n: 4 * n**2),
        ),
    ),
    Mistake(
        "limit_of_a_uniform",
        _scales(lambda n: math.sqrt(3 / n), lambda n: math.sqrt(6 / n)),
        "That is the limit of a uniform distribution with the right variance. Asked for is the "
        "standard deviation.",
        "Stop at the root of the variance.",
        "pytorch/pytorch#6950, Knet.jl PR#311",
        also=(
            _scales(lambda n: math.sqrt(6 / n), lambda n: math.sqrt(6 / n)),
            _scales(_Tanh, lambda n: math.sqrt(6 / n)),
            _scales(lambda n: math.sqrt(6 / n), _Relu),
            _scales(lambda n: math.sqrt(6 / n), lambda n: math.sqrt(12 / n)),
            _scales(lambda n: math.sqrt(3 / n), lambda n: math.sqrt(3 / n)),
            _scales(lambda n: math.sqrt(3 / n), _Relu),
            _scales(lambda n: math.sqrt(1 / (3 * n)), lambda n: math.sqrt(2 / (3 * n))),
        ),
    ),
    Mistake(
        "inputs_ignored",
        _scales(lambda n: 1.0, lambda n: math.sqrt(2)),
        "Your scale doesn't depend on the number of inputs. A unit with a hundred inputs adds up a "
        "hundred contributions.",
        "What happens to the variance of a sum when it gets more terms?",
        "common",
        also=(
            _scales(lambda n: 1.0, lambda n: 2.0),
            _scales(lambda n: 0.01, lambda n: 0.01),
            _scales(lambda n: 0.1, lambda n: 0.1),
            _scales(lambda n: 1.0, lambda n: 1.0),
            _scales(lambda n: 0.5, lambda n: 0.5),
            _scales(lambda n: 0.0, lambda n: 0.0),
            _scales(lambda n: 0.05, lambda n: 0.05),
            _scales(lambda n: 0.001, lambda n: 0.001),
            _scales(lambda n: 0.1, lambda n: 0.2),
            _scales(lambda n: 0.01, lambda n: 0.02),
        ),
    ),
    Mistake(
        "bias_counted",
        _scales(lambda n: math.sqrt(1 / (n + 1)), lambda n: math.sqrt(2 / (n + 1))),
        "You counted the bias as an input. Starting biases are 0 and add no variance.",
        "How many terms of the sum are random at the start?",
        also=(
            _scales(lambda n: math.sqrt(1 / (n - 1)), lambda n: math.sqrt(2 / (n - 1))),
        ),
    ),
    Mistake(
        "gain_of_five_thirds",
        _scales(lambda n: 5 / 3 / math.sqrt(n), _Relu),
        "You used a gain of 5/3 for tanh, as PyTorch's `calculate_gain` does. It is another rule: "
        "(11.4) looks at tanh near 0, where its slope is 1.",
        "Which slope has tanh at 0?",
        "PyTorch, nn.init.calculate_gain",
        also=(_scales(lambda n: math.sqrt(5 / 3 / n), _Relu),
              _scales(lambda n: 4 / math.sqrt(n), _Relu)),
    ),
    Mistake(
        "wrong_power",
        _scales(lambda n: 1 / n**2, lambda n: 2 / n**2),
        "Your power of n is wrong: you squared, or took a root twice, where one root of the "
        "variance is asked for.",
        "How are variance and standard deviation related?",
        also=(
            _scales(lambda n: 1 / n**2, lambda n: 4 / n**2),
            _scales(lambda n: n**-0.25, lambda n: (2 / n) ** 0.25),
        ),
    ),
]  # fmt: skip

# -- rescue ------------------------------------------------------------------------------------

SHOWN = {"hidden": "sigmoid", "scale": 0.0, "learning_rate": 0.01, "epochs": 100}
LONGEST = 1000  # epochs: about a tenth of a second
NEAR_ENOUGH = 0.1


def rescue():
    """Settings with which the network learns XOR: a dict.

    hidden : activation of the hidden units: "sigmoid", "tanh", ...
    scale : what the starting weights of (11.4) are multiplied by
    learning_rate : above 0
    epochs : 1 to 1000
    What you leave out stays as in the network that doesn't learn.
    """
    return {
        "scale": 1.0,  # all weights 0: all hidden units stay alike, and no slope gets through
        "learning_rate": 1.0,  # with 0.01 the steps are too short for any number of epochs here
        "epochs": 500,  # a flat stretch comes first, and it takes time
        "hidden": "tanh",  # any that bends will do; without one, the layers collapse (3.1)
    }


def train_xor(settings):
    """The network and its history with these settings; the history is None if it diverged."""
    X, T = xor()
    network = Network([2, 8, 1], hidden=settings["hidden"], output="sigmoid", loss="log_loss")
    network.w = settings["scale"] * network.w
    try:
        history = train(network, X, T, optimizer=GradientDescent(settings["learning_rate"]),
                        epochs=settings["epochs"])  # fmt: skip
    except TrainingDiverged:
        history = None
    return network, history


def _has_learnt(settings):
    X, T = xor()
    network, history = train_xor(settings)
    return history is not None and np.abs(network.predict(X) - T).max() <= NEAR_ENOUGH


def judge_settings(result):
    """Return None if the network learns with the settings, else what stands in its way."""
    if not isinstance(result, dict):
        return "A dict is asked for, with the names of settings and their values."
    unknown = [str(name) for name in result if name not in SHOWN]
    if unknown:
        return f"There is no setting called {unknown[0][:40]!r}; there are {', '.join(SHOWN)}."
    settings = SHOWN | result
    try:
        settings["scale"] = float(settings["scale"])
        whole = int(settings["epochs"]) == settings["epochs"]
    except (TypeError, ValueError, OverflowError):
        whole = False
    if not whole:
        return "scale must be a number, and epochs a whole number."
    settings["epochs"] = int(settings["epochs"])
    if settings["epochs"] > LONGEST:
        return f"At most {LONGEST} epochs, please: that is enough, if the rest is right."
    try:
        if _has_learnt(settings):
            return None
    except ValueError as reason:
        return f"The network can't be trained with these settings: {reason}"
    if settings == SHOWN:
        return "nothing_changed"
    if settings["hidden"] == "identity":
        return "no_hidden_activation"
    if settings["scale"] == 0:
        return "all_weights_zero"
    return _in_the_way(settings)


def _in_the_way(settings):
    """The first setting that, put right (alone, or with those before it), lets it learn."""
    faster = settings | {"learning_rate": 1.0}
    longer = settings | {"epochs": LONGEST}
    rescaled = settings | {"scale": 1.0}
    rate = "rate_too_small" if settings["learning_rate"] < 1 else "rate_too_large"
    start = "start_too_small" if abs(settings["scale"]) < 1 else "start_too_large"
    for changed, name in ((faster, rate), (longer, "too_few_epochs"), (rescaled, start),
                          (faster | {"epochs": LONGEST}, rate),
                          (faster | {"scale": 1.0}, rate),
                          (faster | {"scale": 1.0, "epochs": LONGEST}, rate)):  # fmt: skip
        if _has_learnt(changed):
            return name
    return "It doesn't learn with these settings yet; watch its loss, and change one thing."


RESCUE_MISTAKES = [
    Mistake(
        "nothing_changed",
        lambda: dict(SHOWN),
        "These are the settings that it doesn't learn with.",
        "Look at its weights before and after training: which of them have moved?",
        also=(dict,),
    ),
    Mistake(
        "all_weights_zero",
        lambda: {"learning_rate": 1.0, "epochs": 500},
        "All weights still start at 0. No slope gets back through weights of 0, and all hidden "
        "units are alike and stay alike: no learning rate and no number of epochs helps.",
        "What makes two hidden units different from each other?",
        "ai.stackexchange 27010 and the threads beside it",
        also=(lambda: {"hidden": "relu", "learning_rate": 0.3, "epochs": 1000},),
    ),
    Mistake(
        "rate_too_small",
        lambda: {"scale": 1.0},
        "The weights move now, but hardly: the learning rate is so small that this many steps lead "
        "nowhere.",
        "How far does a weight get in all its steps together?",
        "common",
        also=(
            lambda: {"scale": 1.0, "epochs": 1000},
            lambda: {"scale": 1.0, "hidden": "tanh", "learning_rate": 0.02, "epochs": 1000},
            lambda: {"scale": 1.0, "hidden": "relu"},
        ),
    ),
    Mistake(
        "rate_too_large",
        lambda: {"scale": 1.0, "hidden": "tanh", "learning_rate": 100.0, "epochs": 500},
        "The learning rate is too large: each step jumps over what it was looking for, and the "
        "loss goes up and down, or past all bounds.",
        "Plot the loss over the epochs: does it ever settle?",
        "common",
        also=(
            lambda: {"scale": 1.0, "hidden": "relu", "learning_rate": 10.0, "epochs": 1000},
            lambda: {"scale": 1.0, "hidden": "leaky_relu", "learning_rate": 1e4, "epochs": 300},
        ),
    ),
    Mistake(
        "too_few_epochs",
        lambda: {"scale": 1.0, "learning_rate": 1.0},
        "It is on its way, but stopped too early: the loss still falls when the last epoch ends.",
        "Plot the loss over the epochs: where is it going?",
        "common",
        also=(lambda: {"scale": 1.0, "hidden": "tanh", "learning_rate": 1.0, "epochs": 10},),
    ),
    Mistake(
        "start_too_small",
        lambda: {"scale": 0.001, "learning_rate": 1.0, "epochs": 500},
        "The starting weights are so small that the hidden units are all but alike, and the slopes "
        "that reach them all but 0: it doesn't get off the flat stretch in time.",
        "What does (11.4) say of the scale?",
        "common",
        also=(lambda: {"hidden": "tanh", "scale": 1e-6, "learning_rate": 1.0, "epochs": 1000},),
    ),
    Mistake(
        "start_too_large",
        lambda: {"hidden": "relu", "scale": 20.0, "learning_rate": 1.0, "epochs": 500},
        "The starting weights are too large: units saturate or die in the first steps, and no "
        "slope gets through any more.",
        "What does (11.4) say of the scale?",
        "common",
    ),
    Mistake(
        "no_hidden_activation",
        lambda: {"hidden": "identity", "scale": 1.0, "learning_rate": 0.3, "epochs": 1000},
        "Without an activation function the layers collapse into one, (3.1), and one line can't "
        "separate XOR, however long you train.",
        "Which hidden activations bend?",
        "common",
    ),
]

# -- updates_per_epoch -------------------------------------------------------------------------


def updates_per_epoch():
    """How many updates does one epoch of mini-batches make? The short last batch is kept.

    There are 1,797 scans, of which 360 are held out; a batch has 50.
    """
    examples = 1797 - 360  # what is held out is not trained on
    full = examples // 50  # (11.1): one update for each batch
    rest = examples % 50  # what is left over makes a short batch
    return full + (rest > 0)  # and the short batch makes an update, too


UPDATES_MISTAKES = [
    Mistake(
        "short_batch_dropped",
        1437 // 50,
        "You counted the full batches. The examples that are left over make a short one, and it "
        "makes an update as well.",
        "How many examples are left over after the full batches?",
        "NervanaSystems/neon#9",
    ),
    Mistake(
        "not_a_whole_number",
        1437 / 50,
        "Updates are counted: there is no part of one.",
        "What happens with the examples that don't fill a batch?",
        "common",
        also=(28.7, 28.74),
    ),
    Mistake(
        "held_out_counted",
        math.ceil(1797 / 50),
        "You counted the scans that are held out. They are for testing, and the network isn't "
        "trained on them.",
        "How many scans are in the training part?",
        "common",
        also=(1797 / 50, 1797 // 50),
    ),
    Mistake(
        "only_held_out",
        math.ceil(360 / 50),
        "You counted the batches of the scans that are held out.",
        "How many scans are in the training part?",
        also=(360 / 50, 360 // 50, 360),
    ),
    Mistake(
        "one_per_example",
        1437,
        "That would be an update after each example. With mini-batches the examples of a batch "
        "share one.",
        "How often do the weights change while 50 examples are seen?",
        "common",
        also=(1797,),
    ),
    Mistake(
        "one_per_epoch",
        1,
        "That would be full-batch descent: one update after all examples.",
        "How often do the weights change while 50 examples are seen?",
    ),
    Mistake(
        "upside_down",
        50 / 1437,
        "You divided the wrong way round: that is the share of the examples that one batch has.",
        "How many batches do all the examples make?",
    ),
    Mistake(
        "batch_size",
        50,
        "That is the number of examples in a batch.",
        "How many such batches does an epoch have?",
        "common",
    ),
    Mistake(
        "one_too_many",
        30,
        "One too many: after the short batch there is nothing left.",
        "Count the full batches, then see what is left.",
    ),
    Mistake(
        "multiplied",
        1437 * 50,
        "You multiplied. Larger batches make fewer updates.",
        "How many batches of 50 fit into the examples?",
    ),
]

# -- fix_11 ------------------------------------------------------------------------------------


def fix_11(w, gradient, validation_loss, learning_rate, epochs):
    """The weights (P,) with the smallest validation loss, start included.
    gradient(w) and validation_loss(w) are given; w stays as it is."""
    w = w.copy()  # the caller's weights stay as they are
    best, smallest = w.copy(), validation_loss(w)  # a copy: w itself goes on changing
    for _ in range(epochs):  # all of them, for a better place may come after a worse one
        w -= learning_rate * gradient(w)  # (1.8), in place
        loss = validation_loss(w)  # how good these weights are on data they weren't trained on
        if loss < smallest:  # better than everything so far
            best, smallest = w.copy(), loss  # keep their values, not another name for w
    return best  # not the last weights, the best


def fix_11_shown(w, gradient, validation_loss, learning_rate, epochs):
    """The weights (P,) with the smallest validation loss, start included.
    gradient(w) and validation_loss(w) are given; w stays as it is."""
    w = w.copy()
    best, smallest = w, validation_loss(w)
    for _ in range(epochs):
        w -= learning_rate * gradient(w)
        loss = validation_loss(w)
        if loss < smallest:
            best, smallest = w, loss
    return best


# Chosen so that the best epoch, the first rise, the last fall and the end are all different
_GOAL, _HELD_OUT, _START = np.random.default_rng(490).normal(size=(3, 4))
_STEEP = np.array([0.3, 1.0, 2.0, 3.5])


def slope_a(w):
    return _STEEP * (w - _GOAL)


def wavy_loss(w):
    return float(np.sum((w - _HELD_OUT) ** 2) + 1.2 * np.sin(4 * w[0]) + 0.8 * np.cos(5 * w[1]))


def falling_loss(w):
    return float(np.sum(_STEEP * (w - _GOAL) ** 2))


def rising_loss(w):
    return float(np.sum((w - _START) ** 2))


def _way(w, gradient, eta, epochs):
    places = [w]
    for _ in range(epochs):
        places.append(places[-1] - eta * gradient(places[-1]))
    return places


def _pick(choose, extra=0):
    """What is chosen from the places on the way and their validation losses."""

    def go(w, gradient, validation_loss, eta, epochs):
        places = _way(w, gradient, eta, epochs + extra)
        return choose(places, [validation_loss(place) for place in places])

    return go


def _best(places, losses):
    return places[int(np.argmin(losses))]


def _measured_before_the_step(w, gradient, validation_loss, eta, epochs):
    """Each place is judged by the loss of the place before."""
    best, smallest = w, validation_loss(w)
    for _ in range(epochs):
        loss = validation_loss(w)
        w = w - eta * gradient(w)
        if loss < smallest:
            best, smallest = w, loss
    return best


def _first_rise(losses):
    return next((k for k in range(len(losses) - 1) if losses[k + 1] >= losses[k]), -1)


def _last_improvement(places, losses):
    """Where the loss fell against the epoch before for the last time."""
    falls = [k for k in range(1, len(losses)) if losses[k] < losses[k - 1]]
    return places[falls[-1] if falls else 0]


def _below_the_start(places, losses):
    """The last place that is better than the start: `smallest` is never made smaller."""
    better = [k for k in range(1, len(losses)) if losses[k] < losses[0]]
    return places[better[-1] if better else 0]


FIX_CASES = [
    (_START * 1.5 + 1, slope_a, wavy_loss, 0.12, 12),
    (_HELD_OUT + 0.6 * _START, slope_a, wavy_loss, 0.1, 9),
    (_START, slope_a, rising_loss, 0.2, 5),  # the start is best
    (_START, slope_a, falling_loss, 0.1, 7),  # the last is best
]

FIX_MISTAKES = [
    Mistake(
        "half_mended",
        _pick(lambda places, losses: places[0] if np.argmin(losses) == 0 else places[-1]),
        "You made a copy in one of the two places. Where the other one gives `best` its value, it "
        "is still another name for w.",
        "How often does `best` stand to the left of an equals sign?",
        "deeplearning4j PR#364",
        also=(
            _pick(lambda places, losses: _best(places, losses) if np.argmin(losses) else
                  places[-1]),
        ),
    ),
    Mistake(
        "never_better_than_the_start",
        _pick(lambda places, losses: places[0]),
        "You always get the weights of the start: `best` is never replaced, or the steps lead "
        "uphill, where nothing is better.",
        "Print the validation loss in each epoch: does it ever fall below that of the start?",
    ),
    Mistake(
        "smallest_not_kept",
        _pick(_below_the_start),
        "`smallest` isn't brought up to date: every epoch that beats the start counts as the best.",
        "Two things are remembered; both must change together.",
        "common",
        also=(_pick(_last_improvement),),
    ),
    Mistake(
        "largest_for_smallest",
        _pick(lambda places, losses: places[int(np.argmax(losses))]),
        "You keep the weights with the largest validation loss.",
        "Which way does the comparison point?",
        "common",
    ),
    Mistake(
        "stops_at_the_first_rise",
        _pick(lambda places, losses: places[_first_rise(losses)]),
        "You stop as soon as the validation loss rises. It is noisy: a smaller value may come "
        "later, and all epochs are asked for.",
        "What happens to the loss after its first rise?",
        "common",
        also=(_pick(lambda places, losses: places[_first_rise(losses) + 1 or -1]),),
    ),
    Mistake(
        "one_epoch_off",
        _pick(lambda places, losses: places[max(int(np.argmin(losses)) - 1, 0)]),
        "You keep the weights of another epoch than the one whose loss was measured, or you miss "
        "an epoch at one end.",
        "Which comes first in the loop: the step, the measurement or the copy?",
        "common",
        also=(
            _pick(lambda places, losses: places[min(int(np.argmin(losses)) + 1, len(places) - 1)]),
            _pick(lambda places, losses: _best(places[:-1], losses[:-1])),
            _pick(lambda places, losses: _best(places[1:], losses[1:])),
            _pick(_best, extra=1),
            _measured_before_the_step,
        ),
    ),
    Mistake(
        "loss_returned",
        _pick(lambda places, losses: min(losses)),
        "You returned the smallest loss (or weights and loss). Asked for are the weights.",
        "Which of the two names holds the weights?",
        also=(
            _pick(lambda places, losses: [*_best(places, losses), min(losses)]),
            _pick(lambda places, losses: int(np.argmin(losses))),
        ),
    ),
    Mistake(
        "whole_way_returned",
        _pick(lambda places, losses: np.array(places)),
        "You returned all weights on the way. Asked for are the best ones.",
        "Choose among them by their validation loss.",
        also=(_pick(lambda places, losses: np.array(places[1:])),
              _pick(lambda places, losses: np.mean(places, axis=0))),
    ),
]  # fmt: skip

EXERCISES = [
    judged(
        minibatches,
        judge=judge_batches,
        cases=BATCH_CASES,
        mistakes=BATCH_MISTAKES,
        hints=[
            "Think of a pack of cards: shuffle once, then deal hands of `batch_size` until nothing "
            "is left.",
            "`rng.permutation(n)` gives the numbers from 0 to n − 1 in a random order. Now cut it: "
            "where does each batch begin?",
            "The batches begin at 0, `batch_size`, 2 · `batch_size`, … below `n_examples`; a slice "
            "that reaches past the end just stops there.",
        ],
        praise="Right: shuffled once, cut into batches, every example in exactly one of them, and "
        "the short batch is kept.",
    ),
    code(
        sgd_epoch,
        cases=EPOCH_CASES,
        mistakes=EPOCH_MISTAKES,
        hints=[
            "An epoch is a loop over the batches. What happens for one of them?",
            "One gradient, one step. Which weights does the next batch start from?",
            "Ask `gradient` for the batch at the present w, take the step of (1.8) under the same "
            "name w, and return it after the loop. `-=` would change the caller's array.",
        ],
        praise="Right: one update for each batch, each at the weights that the one before has "
        "left, and the caller's w is untouched.",
    ),
    code(
        initial_scale,
        cases=SCALE_CASES,
        mistakes=SCALE_MISTAKES,
        hints=[
            "The net input adds up n_in products. What does that do to its variance?",
            "(11.4) says which variance of the weights keeps it the same; (11.5) says what ReLU "
            "needs on top, because it lets half of the mean square through.",
            "The equations give variances. Asked for is a standard deviation.",
        ],
        praise="Right: the variance is shared between the inputs, ReLU's loss is made up for, and "
        "the root turns a variance into a standard deviation.",
    ),
    judged(
        rescue,
        judge=judge_settings,
        mistakes=RESCUE_MISTAKES,
        hints=[
            "Train it as it is, and look at the weights afterwards. Which have moved?",
            "One setting keeps every slope at 0. Put it right, and then watch the loss: does it "
            "move fast enough to get anywhere in 100 epochs?",
            "Start at the scale of (11.4), let the steps be a hundred times longer, and give it "
            "several hundred epochs.",
        ],
        praise="Right: with these settings it learns. The hidden units start out different, the "
        "slopes get through, and the steps are long and many enough.",
    ),
    number(
        updates_per_epoch,
        unit=0.1,
        mistakes=UPDATES_MISTAKES,
        hints=[
            "How many scans is the network trained on?",
            "One update for each batch: how many full batches do they make?",
            "What is left over makes one more batch.",
        ],
        praise="Right: one update for each batch, the short one included, and what is held out "
        "isn't trained on.",
    ),
    choice(
        "read_the_curve",
        question="The training loss falls in all of 200 epochs, from 1.6 to 0.02. The loss on "
        "held-out data falls to 0.31 until epoch 40 and then rises to 0.55. What is going on, and "
        "what do you do?",
        options={
            "a": "The learning rate is too large: make it smaller.",
            "b": "The network is too small: give it more hidden units.",
            "c": "It overfits: keep the weights of epoch 40, or get more data.",
            "d": "It hasn't finished: train it for another 200 epochs.",
            "e": "There is a bug in the gradient: both losses must fall together.",
        },
        right="c",
        mistakes=[
            Mistake(
                "rate_too_large",
                "a",
                "With too large a rate the *training* loss jumps about or grows. Here it falls all "
                "the way.",
                "Which of the two curves does the optimizer see?",
                "common",
            ),
            Mistake(
                "network_too_small",
                "b",
                "A network that is too small doesn't get its training loss down. This one has "
                "learnt the training data nearly by heart; with more units it would do so sooner.",
                "What does a training loss of 0.02 say of the network's size?",
                "common",
            ),
            Mistake(
                "train_longer",
                "d",
                "More of the same makes it worse: since epoch 40 what it learns has helped on the "
                "training data only.",
                "Which way does the held-out loss go at the end?",
                "common",
            ),
            Mistake(
                "bug",
                "e",
                "The gradient is that of the training loss, and that falls as it should. Nothing "
                "ties the held-out loss to it.",
                "Whose gradient does descent follow?",
            ),
        ],
        hints=[
            "Which of the two losses does the optimizer make smaller?",
            "Up to some epoch what it learns is true of both sets of data. And after that?",
            "You want the weights that do best on data they haven't seen. When were they there?",
        ],
        praise="Right: after epoch 40 it learns what is true of the training data alone. Early "
        "stopping keeps the weights of the best epoch.",
        solution="Descent follows the gradient of the training loss, and that falls: the rate, the "
        "size and the gradient are in order. The held-out loss turns at epoch 40: from then on the "
        "network learns the chance details of its training data. Keep the weights of the turning "
        "point (early stopping), or give it more data, so that there is less chance in them.",
    ),
    fix(
        fix_11,
        shown=fix_11_shown,
        symptom="the right epoch is found, but the weights that come back are those of the last "
        "one.",
        look="Give it a w of two numbers and two epochs, and print everything it remembers.",
        seen="pytorch/tutorials PR#188, PyPOTS#667, deeplearning4j PR#364",
        cases=FIX_CASES,
        mistakes=FIX_MISTAKES,
        hints=[
            "Print `best` at the end of each epoch: it changes even when nothing was better.",
            "`best = w` makes a second name for one array, and `w -= …` changes that array.",
            "Remember the values, not the name; in both lines where `best` is set.",
        ],
        praise="Right: the values of the best epoch are kept, and what happens to w afterwards "
        "can't reach them.",
    ),
]
