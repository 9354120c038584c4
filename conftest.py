"""Lessons are tests: nbval runs every cell, and in the reference environment compares outputs."""

import os
import tempfile
from pathlib import Path

import pytest
from nbval.plugin import IPyNbCell

from tools import reference


def pytest_configure(config: pytest.Config) -> None:
    config.option.nbval_lax = bool(reference.differences())
    config.option.nbval = not config.option.nbval_lax
    config.option.nbval_sanitize_with = str(Path(__file__).parent / "tests" / "nbval_sanitize.cfg")
    # The saved outputs are those of a learner who has solved nothing yet.
    empty = tempfile.TemporaryDirectory()
    config.add_cleanup(empty.cleanup)
    os.environ["COURSE_PROGRESS"] = str(Path(empty.name) / "progress.json")


def pytest_report_header() -> str:
    if found := reference.differences():
        return f"notebooks: run, outputs not compared ({'; '.join(found)})"
    return "notebooks: run, outputs compared"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if isinstance(item, IPyNbCell):
            # A lesson's own warnings arrive as output, which is compared; what is left here are
            # those of Jupyter's client about sockets and event loops, not ours to mend.
            item.add_marker(pytest.mark.filterwarnings("default"))
