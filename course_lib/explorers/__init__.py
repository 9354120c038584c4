"""Explorers: things to move, each with the picture that follows.

Call one in a notebook: `from course_lib import explorers`, then `explorers.secant()`. Every
number that an explorer shows comes from the mathematics of `course_lib`.
"""

from course_lib.explorers.activation import activation
from course_lib.explorers.descent import descent
from course_lib.explorers.gradient_map import gradient_map
from course_lib.explorers.graph import graph
from course_lib.explorers.loss import loss
from course_lib.explorers.network_stepper import network_stepper
from course_lib.explorers.neuron import neuron
from course_lib.explorers.nudge import nudge
from course_lib.explorers.secant import secant
from course_lib.explorers.training import training

__all__ = [
    "activation",
    "descent",
    "gradient_map",
    "graph",
    "loss",
    "network_stepper",
    "neuron",
    "nudge",
    "secant",
    "training",
]
