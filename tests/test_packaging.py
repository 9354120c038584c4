"""The front door: installation files agree with each other, and the wheel carries the course."""

import os
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parent.parent
LESSONS = sorted(path.name for path in (ROOT / "notebooks").glob("*.ipynb"))
FIGURES = sorted(path.name for path in (ROOT / "figures").glob("[!.]*"))


def read(name):
    return (ROOT / name).read_text(encoding="utf-8")


PYPROJECT = tomllib.loads(read("pyproject.toml"))
PROJECT = PYPROJECT["project"]
README = read("README.md")


def workflow_jobs():
    return yaml.safe_load(read(".github/workflows/tests.yml"))["jobs"]


def test_environment_is_in_step_with_pyproject():
    *packages, pip = yaml.safe_load(read("environment.yml"))["dependencies"]
    assert packages == [f"python{PROJECT['requires-python']}", *PROJECT["dependencies"], "pip"]
    assert pip == {"pip": ["-e .[test]"]}


def test_every_dependency_has_a_lower_bound():
    everything = PROJECT["dependencies"] + sum(PROJECT["optional-dependencies"].values(), [])
    assert [line for line in everything if not re.fullmatch(r"[a-z-]+>=[\d.]+", line)] == []


def test_readme_gives_the_two_commands_and_the_workflow_runs_the_second():
    install = "python3 -m pip install uv && python3 -m uv run"
    lines = README.splitlines()
    assert f"{install} course" in lines and f"{install} pytest" in lines
    jobs = workflow_jobs()
    for job in ("readme", "lowest"):
        assert f"{install} pytest" in [step.get("run") for step in jobs[job]["steps"]]
    matrix = jobs["readme"]["strategy"]["matrix"]
    assert {name.split("-")[0] for name in matrix["system"]} == {"ubuntu", "macos", "windows"}
    oldest, newest = matrix["python"]
    assert PROJECT["requires-python"] == f">={oldest}" and newest == "3.x"


def test_readme_lists_the_lessons_there_are():
    assert re.findall(r"\]\(notebooks/([^)]+)\)", README) == LESSONS


def test_readme_says_how_long_the_course_is():
    said = [
        re.search(r"\*\*Time\*\*: (\d+) minutes", read(f"notebooks/{lesson}")) for lesson in LESSONS
    ]
    hours = sum(int(minutes[1]) for minutes in said if minutes) / 60
    assert f"about {hours:.0f} hours" in README


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md"])
def test_links_resolve(page):
    links = [link for link in re.findall(r"\]\(([^)]+)\)", read(page)) if "://" not in link]
    assert [link for link in links if not (ROOT / link).is_file()] == []


def test_banner_is_shown_once_it_exists():
    assert ("(figures/banner.svg)" in README) == ((ROOT / "figures" / "banner.svg").is_file())


def test_licences_and_citation_agree():
    assert PROJECT["license"] == "MIT AND CC-BY-4.0"
    assert read("LICENSE").startswith("MIT License\n")
    text = read("LICENSE-TEXT")
    assert "https://creativecommons.org/licenses/by/4.0/" in text
    assert "Section 8 -- Interpretation." in text, "the legal code is whole"
    citation = yaml.safe_load(read("CITATION.cff"))
    assert " AND ".join(citation["license"]) == PROJECT["license"]
    assert citation["version"] == PROJECT["version"]
    assert citation["authors"] == PROJECT["authors"]
    assert f"version {PROJECT['version']}." in README


@pytest.fixture(scope="module")
def unpacked_wheel(tmp_path_factory):
    """The wheel, built offline and unpacked: what pip would lay into an empty environment."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", folder],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    [wheel] = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


def test_wheel_carries_lessons_figures_and_licences(unpacked_wheel):
    lessons = unpacked_wheel / "course_lib" / "lessons"
    assert sorted(path.name for path in (lessons / "notebooks").glob("[!.]*")) == LESSONS
    assert sorted(path.name for path in (lessons / "figures").glob("[!.]*")) == FIGURES
    names = {path.name for path in unpacked_wheel.rglob("*")}
    assert {"LICENSE", "LICENSE-TEXT", "entry_points.txt", "page_config.json"} <= names
    assert not any(name in names for name in ("tests", "tools", "benchmarks"))


def test_wheel_serves_an_empty_folder(unpacked_wheel, tmp_path):
    program = "from course_lib import cli; print(cli.__file__); "
    program += "raise SystemExit(cli.main(['--fresh', '00']))"
    run = subprocess.run(
        [sys.executable, "-c", program],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(unpacked_wheel), "JUPYTER_DATA_DIR": str(tmp_path)},
        check=True,
        capture_output=True,
        encoding="utf-8",
        timeout=300,
    )
    assert str(unpacked_wheel) in run.stdout, "not the repository's own package"
    copy = tmp_path / "my_course"
    assert sorted(path.name for path in (copy / "notebooks").iterdir()) == LESSONS
    assert sorted(path.name for path in (copy / "figures").iterdir()) == FIGURES
