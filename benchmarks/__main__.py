"""`python -m benchmarks`: print what training costs, as ratios, each beside its goal."""

import argparse
import statistics
from pathlib import Path

from threadpoolctl import threadpool_limits

from benchmarks import measurements
from benchmarks.chart import chart
from benchmarks.contenders import WORKLOADS, course, floor, scikit_learn, torch_eager

# Goals for each workload: peer's time over ours in float64 and in float32, floor over ours
GOALS = {
    "torch eager": [(7.5, 7.5), (4.8, 4.8), (1.0, 1.4), (0.85, 0.85)],
    "scikit-learn": [(3.0, 3.0), (2.4, 2.4), (1.4, 1.4), (1.3, 1.3)],
    "floor": [(0.22, 0.22), (0.28, 0.23), (0.72, 0.68), (0.87, 0.87)],
}
CONTENDERS = {"torch eager": torch_eager, "scikit-learn": scikit_learn, "floor": floor}


def speed(rounds):
    """Print and return each contender's time over ours, for each workload and dtype."""
    table = {}
    print("Time of each contender over ours (median of the rounds' ratios; goal in brackets)\n")
    print(f"{'':52}" + "".join(f"{name:>18}" for name in CONTENDERS))
    for place, workload in enumerate(WORKLOADS):
        for column, dtype in enumerate(["float64", "float32"]):
            found = {name: make(workload, dtype) for name, make in CONTENDERS.items()}
            runs = {name: run for name, run in found.items() if run is not None}
            seconds = measurements.interleaved([course(workload, dtype), *runs.values()], rounds)
            ratios = seconds[:, 1:] / seconds[:, :1]
            medians = dict(zip(runs, map(statistics.median, ratios.T)))
            table[workload.name, dtype] = medians
            cells = [
                f"{medians[name]:8.2f} (≥ {goals[place][column]:4.2f})"
                if name in medians
                else f"{'not installed':>17}"
                for name, goals in GOALS.items()
            ]
            print(f"{workload.name + ', ' + dtype:52}" + " ".join(cells), flush=True)
    return table


def costs():
    """Print the other ratios."""
    print(f"\nimport course_lib over import numpy: {measurements.import_ratio():.2f} (≤ 1.40)")
    print("\nBackward over forward (≤ 2.1)")
    for workload in WORKLOADS[2:]:
        for dtype in ["float64", "float32"]:
            ratio = measurements.backward_over_forward(workload, dtype)
            print(f"  {workload.name + ', ' + dtype:56} {ratio:.2f}", flush=True)
    print("\nTime grows with the power (≤ 2.2 of width, 1.05 of batch, 1.3 of depth)")
    for what, sizes, power in measurements.growth():
        print(f"  {what:6} {sizes[0]:>4} to {sizes[-1]:>4}: {power:.2f}", flush=True)
    ratio = measurements.gradient_check_ratio()
    print(f"\nA gradient check over P forward and backward passes: {ratio:.2f} (≤ 2)")
    print("\nMost memory that training takes, over 3 P + 2 batches' activations (≤ 1)")
    for workload in WORKLOADS[1:]:
        for dtype in ["float64", "float32"]:
            ratio = measurements.memory_over_formula(workload, dtype)
            print(f"  {workload.name + ', ' + dtype:56} {ratio:.2f}", flush=True)


def latencies():
    """Print how long each explorer takes from a slider's move to its new picture."""
    from course_lib import explorers
    from course_lib.explorers._explorer import latencies

    print("\nFrom a slider's move to the new picture, in ms: median of 15 (< 50)")
    for name in explorers.__all__:
        for slider, seconds in latencies(getattr(explorers, name)()).items():
            print(f"  {name:16} {slider:16} {1000 * statistics.median(seconds):5.1f}", flush=True)


def main():
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--rounds", type=int, default=15, help="rounds of each comparison (15)")
    parser.add_argument("--chart", type=Path, help="an SVG file for a chart of the comparison")
    options = parser.parse_args()
    with threadpool_limits(1):
        table = speed(options.rounds)
        if options.chart:
            chart(table).save(options.chart)
        costs()
        latencies()


if __name__ == "__main__":
    main()
