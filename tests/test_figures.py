"""`figures/` holds what the code draws; each drawing states its message to a screen reader."""

import json
import math
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from course_lib.plots import diagrams, style
from tools import reference
from tools.build_figures import FIGURES, FOLDER

SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize("name", FIGURES)
def test_figure_is_what_the_code_draws(name):
    if found := reference.differences():
        pytest.skip("bytes belong to the reference environment: " + "; ".join(found))
    saved = (FOLDER / f"{name}.svg").read_text(encoding="utf-8")
    assert saved == FIGURES[name]().svg, "stale: python -m tools.build_figures"


def test_folder_holds_the_figures_and_nothing_else():
    assert {path.stem for path in FOLDER.glob("[!.]*")} == set(FIGURES)


@pytest.mark.parametrize("name", FIGURES)
def test_figure_carries_its_message_and_nothing_from_elsewhere(name):
    text = (FOLDER / f"{name}.svg").read_text(encoding="utf-8")
    root = ElementTree.fromstring(text)
    assert root.get("role") == "img"
    assert len(root.find(f"{SVG}title").text) >= 10
    assert len(root.find(f"{SVG}desc").text) >= 60
    first = root.find(f".//{SVG}path[@style]")
    assert first.get("style") == f"fill: {style.PAPER.lower()}"  # the background
    # No address but the names of XML, no picture or style sheet from elsewhere, no raw LaTeX.
    addresses = set(re.findall(r"https?://[^\"\s]*", text))
    assert addresses <= {"http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"}
    assert all(link.startswith("#") for link in re.findall(r'href="([^"]*)"', text))
    assert not list(root.iter(f"{SVG}image")) + list(root.iter(f"{SVG}script"))


def cards(picture):
    """The colours of the map's cards, which are its only shapes with round corners."""
    return re.findall(r'<path d="[^"]*Q[^"]*"[^>]*style="fill: (#\w+); stroke: #\w+', picture.svg)


@pytest.mark.parametrize("lit", range(12))
def test_map_lights_its_lesson_alone(lit):
    colours = cards(diagrams.course_map(lit))
    assert len(colours) == 12
    for number, (_, colour, tint, _) in enumerate(diagrams.LESSONS):
        assert colours[number] == (colour if number == lit else tint).lower()


def test_map_names_the_lessons_in_order():
    picture = diagrams.course_map(8)
    assert "You are in lesson 08, The output delta." in picture.alt
    numbers = re.findall(r"<!-- (\d\d) -->", picture.svg)
    assert numbers == [f"{n:02d}" for n in range(12)]


@pytest.mark.parametrize("lit", [-1, 12, 1.5, "03"])
def test_map_refuses_a_lesson_that_is_not_there(lit):
    with pytest.raises(ValueError, match="There is no lesson"):
        diagrams.course_map(lit)


# What is written in a picture, which draws each text as outlines, with the text as a comment.


def texts(picture):
    return re.findall(r"<!-- (.*?) -->", picture.svg)


def sides(formula):
    """The values of those sides of an equation that hold nothing but numbers."""
    formula = formula.strip("$").replace("−", "-").replace(r"\cdot", "*").replace(r"\,", "")
    formula = re.sub(r"e\^\{(.*?)\}", r"exp(\1)", formula)
    arithmetic = re.compile(r"(?:exp|[\d.+*/() -])*\d(?:exp|[\d.+*/() -])*")
    return [eval(s, {"exp": math.exp}) for s in formula.split("=") if arithmetic.fullmatch(s)]


PUBLISHED = json.loads(
    Path(__file__).with_name("oracles").joinpath("published.json").read_text(encoding="utf-8")
)["oracles"][0]["values"]
ON_2015 = {
    "one_neuron": (["net_h1", "out_h1"], 2),
    "chain_rule": (["dEo1_douth1", "dEo2_douth1", "dE_douth1", "dE_dout_o1", "dout_dnet_o1"], 3),
    "output_delta": (
        ["net_o1", "out_o1", "E_total", "dE_dout_o1", "dout_dnet_o1", "delta_o1"],
        1,
    ),
    "hidden_delta": (
        ["out_h1", "out_o1", "out_o2", "delta_o1", "dEo1_douth1", "dEo2_douth1", "dE_douth1"]
        + ["dout_dnet_h1"],
        3,
    ),
}


@pytest.mark.parametrize("name", ON_2015)
def test_worked_example_shows_the_published_numbers(name):
    values, equations = ON_2015[name]
    picture = FIGURES[name]()
    shown = re.findall(r"−?[\d.]+", " ".join(texts(picture)))
    for value in values:
        assert f"{PUBLISHED[value]['recomputed']:.4g}".replace("-", "−") in shown, value
    # And every line of arithmetic in the picture is right, as far as its digits go.
    chains = [found for found in map(sides, texts(picture)) if len(found) > 1]
    assert len(chains) == equations
    for found in chains:
        assert found == pytest.approx([found[-1]] * len(found), rel=1e-3)
