"""No test touches the progress of whoever runs them."""

import pytest

from course_lib.exercises import progress_file


@pytest.fixture(autouse=True)
def own_progress(tmp_path, monkeypatch):
    monkeypatch.setenv("COURSE_PROGRESS", str(tmp_path / "progress.json"))
    monkeypatch.setattr(progress_file, "session", {})
