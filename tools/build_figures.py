"""Draw `figures/`: `python -m tools.build_figures`. The same bytes each time."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from course_lib.plots import diagrams, functions, matrices, measurements, worked_example
from course_lib.plots.picture import Picture

FOLDER = Path(__file__).parents[1] / "figures"

FIGURES: dict[str, Callable[[], Picture]] = {
    "banner": diagrams.banner,
    "loop": diagrams.loop,
    "notation": diagrams.notation,
    "activations": functions.activations,
    "losses": functions.losses,
    "example_2015": worked_example.example_2015,
    "one_neuron": worked_example.one_neuron,
    "layer": matrices.layer,
    "bowl": measurements.bowl,
    "chain_rule": worked_example.chain_rule,
    "output_delta": worked_example.output_delta,
    "hidden_delta": worked_example.hidden_delta,
    "transposes": matrices.transposes,
    "four_equations": matrices.four_equations,
    "cost": measurements.cost,
    "vanishing_deltas": measurements.vanishing_deltas,
} | {f"map_{n:02d}": partial(diagrams.course_map, n) for n in range(len(diagrams.LESSONS))}


def main() -> None:
    """Draw every figure into `figures/`."""
    FOLDER.mkdir(exist_ok=True)
    for name, draw in FIGURES.items():
        draw().save(FOLDER / f"{name}.svg")
    print(f"{len(FIGURES)} figures drawn")


if __name__ == "__main__":
    main()
