"""Backpropagation from first principles: the package behind the lessons."""

from course_lib.gradient_check import check_gradient
from course_lib.network import Network
from course_lib.optimizers import GradientDescent, Momentum
from course_lib.training import TrainingDiverged, train

__all__ = [
    "GradientDescent",
    "Momentum",
    "Network",
    "TrainingDiverged",
    "check_gradient",
    "train",
]
