"""Pictures of the course, all in one style; each states its message as alt text."""

from course_lib.plots.arrays import contours, heat_map
from course_lib.plots.curves import curves, histograms, learning_curve, spread
from course_lib.plots.digits import digit_gallery, scan, weight_gallery
from course_lib.plots.picture import Picture, picture
from course_lib.plots.planes import planes

__all__ = [
    "Picture",
    "contours",
    "curves",
    "digit_gallery",
    "heat_map",
    "histograms",
    "learning_curve",
    "picture",
    "planes",
    "scan",
    "spread",
    "weight_gallery",
]
