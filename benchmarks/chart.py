"""A chart of the peers' times over ours."""

from matplotlib.figure import Figure

from course_lib.plots.picture import picture
from course_lib.plots.style import FORWARD, INK, MUTED, UPDATE, styled


def chart(table):
    """Draw `{(workload, dtype): {contender: ratio}}` as bars; 1 is as fast as `train`."""
    peers = {"torch eager": FORWARD, "scikit-learn": UPDATE}
    rows = [
        (f"{workload.split(',')[0]}\n{dtype}", ratios)
        for (workload, dtype), ratios in table.items()
    ]
    with styled():
        figure = Figure(figsize=(8, 0.62 * len(rows) + 1.2), layout="constrained")
        axes = figure.subplots()
        for place, (_, ratios) in enumerate(rows):
            for shift, (peer, colour) in zip((-0.2, 0.2), peers.items()):
                if peer in ratios:
                    axes.barh(place + shift, ratios[peer], 0.36, color=colour)
                    axes.text(
                        max(ratios[peer], 1) * 1.03,
                        place + shift,
                        f"{ratios[peer]:.1f}",
                        va="center",
                    )
        axes.axvline(1, color=INK, linewidth=1.2)
        axes.set(xscale="log", xlabel="time of the peer over time of course_lib.train, one thread")
        axes.set_xticks([0.5, 1, 2, 5, 10, 20], ["0.5", "1", "2", "5", "10", "20"])
        axes.minorticks_off()
        axes.set_yticks(range(len(rows)), [name for name, _ in rows])
        axes.set_ylim(len(rows) - 0.4, -1.1)
        for x, (peer, colour) in zip((1.05, 3.5), peers.items()):
            axes.text(x, -0.75, peer, color=colour, weight="bold", va="center")
        axes.tick_params(axis="y", length=0, labelcolor=MUTED)
        said = "; ".join(
            f"{name.replace(chr(10), ', ')}: "
            + ", ".join(f"{peer} {ratios[peer]:.1f}" for peer in peers if peer in ratios)
            for name, ratios in rows
        )
        return picture(figure, f"How many times as long each peer takes to train. {said}.")
