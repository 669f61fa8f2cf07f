"""Draws the plots of benchmarks/README.md from benchmarks/results/*.csv: python3 benchmarks/plots.py

Needs matplotlib, which MLflow brings along. A plot is drawn for each table that has results. Its ground is transparent and its
ink a middle grey, so that it can be read on a light page and on a dark one.
"""

import csv
from pathlib import Path

import matplotlib

matplotlib.use("svg")
import matplotlib.pyplot as plt

HERE = Path(__file__).resolve().parent
INK = "#7d8793"
GRID = "#7d879355"
COLORS = ["#2f81f7", "#e5732d", "#2da44e", "#a371f7", "#d4a017", "#db4a8b"]

plt.rcParams.update({
    "axes.edgecolor": INK,
    "axes.grid": True,
    "axes.labelcolor": INK,
    "axes.prop_cycle": matplotlib.cycler(color=COLORS),
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.titlecolor": INK,
    "font.size": 9,
    "grid.color": GRID,
    "legend.frameon": False,
    "legend.labelcolor": INK,
    "savefig.transparent": True,
    "svg.fonttype": "none",
    "svg.hashsalt": "lambda-model-registry",  # the same results make the same file
    "text.color": INK,
    "xtick.color": INK,
    "ytick.color": INK,
})


def rows(table):
    """The rows of a table, as dicts; none where it was not measured."""
    file = HERE / "results" / f"{table}.csv"
    if not file.exists():
        return []
    with file.open(newline="") as lines:
        return list(csv.DictReader(line for line in lines if not line.startswith("#")))


def save(figure, name):
    figure.savefig(HERE / "images" / f"{name}.svg", bbox_inches="tight", metadata={"Date": None})
    plt.close(figure)


PLOTS = []

if __name__ == "__main__":
    (HERE / "images").mkdir(exist_ok=True)
    for plot in PLOTS:
        plot()
