"""Lesson 00, start here: one exercise, to learn how exercises work."""

from .declare import Mistake, number


def first_answer():
    """How many inputs a network needs that reads scans of 8 by 8 pixels, one input a pixel."""
    rows, columns = 8, 8  # the scan is a square of 8 rows with 8 pixels each
    return rows * columns  # every row brings as many pixels as there are columns


EXERCISES = [
    number(
        first_answer,
        unit=1,
        mistakes=[
            Mistake(
                "one_side",
                8,
                "You counted the pixels along one side: that is one row of the scan.",
                "How many rows like it are there?",
            ),
            Mistake(
                "sides_added",
                16,
                "You added the two sides: that would be one row and one column.",
                "Each row has its own pixels; how do you count all the rows together?",
            ),
            Mistake(
                "border",
                28,
                "You went around the border: the network reads the pixels inside, too.",
                "Count row by row.",
                also=(32,),
            ),
            Mistake(
                "outputs",
                10,
                "Ten is the number of outputs, one for each digit from 0 to 9.",
                "The inputs are the pixels that the network looks at.",
            ),
            Mistake(
                "examples",
                1797,
                "That is the number of scans; the network reads one scan at a time.",
                "How many pixels does a single scan have?",
            ),
        ],
        hints=[
            "Draw the scan as squared paper: one square is one pixel, and one input.",
            "Count the squares of the first row. How many rows like it follow?",
            "Rows times pixels in a row.",
        ],
        praise="Right: one input for each pixel, row after row.",
    ),
]
