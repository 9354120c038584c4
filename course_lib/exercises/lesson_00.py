"""Lesson 00, start here: one exercise, to learn how exercises work."""

from .declare import Mistake, number


def first_answer():
    """How many inputs a network needs that reads scans of 12 by 12 pixels, one input a pixel."""
    rows, columns = 12, 12  # the scan is a square of 12 rows with 12 pixels each
    return rows * columns  # every row brings as many pixels as there are columns


EXERCISES = [
    number(
        first_answer,
        unit=1,
        mistakes=[
            Mistake(
                "one_side",
                12,
                "You counted the pixels along one side: that is one row of the scan.",
                "How many rows like it are there?",
            ),
            Mistake(
                "sides_added",
                24,
                "You added the two sides: that would be one row and one column.",
                "Each row has its own pixels; how do you count all the rows together?",
            ),
            Mistake(
                "border",
                44,
                "You went around the border: the network reads the pixels inside, too.",
                "Count row by row.",
                also=(48,),
            ),
            Mistake(
                "scans_of_this_lesson",
                64,
                "That many inputs has the network of this lesson, whose scans are 8 by 8 pixels.",
                "Count the pixels of the larger scan in the same way.",
            ),
            Mistake(
                "with_the_bias",
                145,
                "You counted one input more than there are pixels. A unit that is always 1, which "
                "you meet in lesson 02, is no input: nothing of the scan goes in there.",
                "Count the pixels alone.",
            ),
            Mistake(
                "outputs",
                10,
                "Ten is the number of outputs, one for each digit from 0 to 9.",
                "The inputs are the pixels that the network looks at.",
            ),
            Mistake(
                "times_the_outputs",
                1440,
                "You counted every pixel ten times, once for each output. An input is one number "
                "that goes in, however many outputs it helps to decide.",
                "How many pixels does a scan have?",
            ),
            Mistake(
                "examples",
                1797,
                "That is a number of scans; the network reads one scan at a time.",
                "How many pixels does a single scan have?",
                also=(1437, 360),
            ),
        ],
        hints=[
            "Draw the scan on squared paper: one square is one pixel, and one input.",
            "Count the squares of the first row. How many rows like it are there in all?",
            "Rows times pixels in a row.",
        ],
        praise="Right: one input for each pixel, row after row.",
    ),
]
