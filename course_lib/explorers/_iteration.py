"""One iteration of training, walked step by step: what is done, and what is known by then."""

import copy
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from course_lib import GradientDescent, Network
from course_lib.explorers._network import Plan, Run

PHASES = {  # what part of an iteration is walked through
    "iteration": ("start", "forward", "loss", "backward", "update"),
    "forward": ("start", "forward", "loss"),
    "backward": ("loss", "backward"),
}


class Step(NamedTuple):
    """One step: its phase, the layer it is about, and the unit, None for the whole layer."""

    phase: str
    k: int = 0
    j: int | None = None


def steps(network: Network, by: str = "unit", show: str = "iteration") -> list[Step]:
    """Return the steps of an iteration, "unit" by unit or "layer" by layer."""
    layers = range(1, len(network.sizes))

    def units(k: int, phase: str) -> list[Step]:
        if by == "layer":
            return [Step(phase, k)]
        walked = [Step(phase, k, j) for j in range(network.sizes[k])]
        # The outputs of softmax need all net inputs, so they come in a step of their own.
        softmax = network.layers[k - 1].activation.slope is None
        return [*walked, Step(phase, k)] if softmax and phase == "forward" else walked

    walk = [
        Step("start"),
        *(step for k in layers for step in units(k, "forward")),
        Step("loss"),
        *(step for k in reversed(layers) for step in units(k, "backward")),
        Step("update"),
    ]
    return [step for step in walk if step.phase in PHASES[show]]


def descend(
    network: Network, x: Any, t: Any, learning_rate: float, train_biases: bool, times: int = 1
) -> Network:
    """Return the network after steps of gradient descent, with or without its biases."""
    after = copy.deepcopy(network)
    descent = GradientDescent(learning_rate)
    with np.errstate(all="ignore"):
        for _ in range(times):
            g = after.gradient([x], [t])
            if not train_biases:
                for _, db in after.unpack(g):
                    db[:] = 0
            descent.step(after.w, g)  # (1.8)
    return after


class Scene(NamedTuple):
    """Everything that the picture of one step is made of."""

    plan: Plan
    now: Run
    at: Step
    done: list[Step]
    after: Network
    learning_rate: float
    train_biases: bool
    x: Sequence[float]
    t: Sequence[float]

    def has(self, phase: str, k: int, j: int) -> bool:
        """Whether this unit has had its forward or backward step."""
        return any(s.phase == phase and s.k == k and s.j in (None, j) for s in self.done)

    def is_now(self, phase: str, k: int, j: int) -> bool:
        return self.at.phase == phase and self.at.k == k and self.at.j in (None, j)

    def has_out(self, k: int, j: int) -> bool:
        if self.now.slopes[k] is None:  # softmax: when the whole layer had its turn
            return Step("forward", k) in self.done
        return self.has("forward", k, j)

    @property
    def loss_known(self) -> bool:
        return Step("loss") in self.done

    @property
    def digits(self) -> int:
        """How many digits of a number there is room for in the picture."""
        return 3 if len(self.plan.sizes) > 3 else 4

    @property
    def loss_after(self) -> float:
        with np.errstate(all="ignore"):
            return float(self.after.loss([self.x], [self.t]))
