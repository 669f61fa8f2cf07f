"""Draws the plots of benchmarks/README.md from benchmarks/results/*.csv, and writes its tables: python3 benchmarks/plots.py

Needs matplotlib, which MLflow brings along. A plot is drawn for each table that has results. Its ground is transparent and its
ink a middle grey, so that it can be read on a light page and on a dark one. A table of the page stands between two comments,
<!-- name --> and <!-- /name -->, and is written anew.
"""

import csv
import re
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


def machine(table):
    """The machine that a table was measured on."""
    with (HERE / "results" / f"{table}.csv").open() as lines:
        return lines.readline().lstrip("# ").strip()


def write_table(name, columns, lines):
    """Writes a table of the page; a column that begins with > is one of numbers."""
    head = "| " + " | ".join(column.lstrip(">") for column in columns) + " |"
    rule = "|" + "|".join("---:" if column.startswith(">") else "---" for column in columns) + "|"
    body = ["| " + " | ".join(line) + " |" for line in lines]
    page = HERE / "README.md"
    text = page.read_text()
    begin, end = f"<!-- {name} -->", f"<!-- /{name} -->"
    written = re.sub(
        f"{begin}.*?{end}",
        lambda _: "\n".join([begin, "", head, rule, *body, "", end]),
        text,
        flags=re.DOTALL,
    )
    page.write_text(written)


TARGETS = {"READ": 20, "SEARCH": 10, "WRITE": 10}


def throughput():
    measured = rows("throughput")
    servers = list(dict.fromkeys(row["server"] for row in measured))
    if "registry" not in servers:
        return
    by = {(row["server"], row["operation"], row["connections"]): row for row in measured}
    others = [server for server in servers if server != "registry"]
    keys = [(row["operation"], row["connections"], row["kind"]) for row in measured if row["server"] == "registry"]

    def ratio(server, operation, connections):
        ours, theirs = by["registry", operation, connections], by.get((server, operation, connections))
        return float(ours["requests_per_second"]) / float(theirs["requests_per_second"]) if theirs else None

    for server in others:
        lines = []
        for operation, connections, _ in keys:
            ours, theirs = by["registry", operation, connections], by.get((server, operation, connections))
            if theirs is None:
                continue
            errors = f" ({theirs['errors']} errors)" if theirs["errors"] != "0" else ""
            cpu, of_theirs = ours["server_cpu_ms_per_request"], theirs["server_cpu_ms_per_request"]
            lines.append([
                operation,
                connections,
                ours["requests_per_second"],
                theirs["requests_per_second"] + errors,
                f"{ratio(server, operation, connections):.1f}",
                ours["p99_ms"],
                theirs["p99_ms"],
                cpu,
                of_theirs,
                f"{float(of_theirs) / float(cpu):.1f}",
            ])
        columns = ["operation", ">connections", ">registry /s", ">MLflow /s", ">ratio", ">registry p99 ms", ">MLflow p99 ms"]
        columns += [">registry CPU ms", ">MLflow CPU ms", ">ratio"]
        write_table(server, columns, lines)

    memory = [
        [
            server,
            max((float(row["server_mb"]), row["server_mb"]) for row in measured if row["server"] == server)[1],
            by[server, "a team's mix", "8"]["server_cpu_ms_per_request"],
        ]
        for server in servers
    ]
    write_table("memory", ["server", ">MB at most", ">ms of processor a request of the mix"], memory)

    shown = [key for key in keys if key[2] in TARGETS or key[1] == "8"]
    shown = [key for key in shown if key[2] != "CLIENT"][::-1]
    figure, axes = plt.subplots(figsize=(8, 0.3 * len(shown) + 1))
    height = 0.8 / len(others)
    for i, server in enumerate(others):
        axes.barh(
            [y + 0.4 - height * (i + 0.5) for y in range(len(shown))],
            [ratio(server, operation, connections) or 0 for operation, connections, _ in shown],
            height,
            label=f"against {server}",
        )
    for y, (_, _, kind) in enumerate(shown):
        if kind in TARGETS:
            axes.plot([TARGETS[kind]] * 2, [y - 0.45, y + 0.45], color=INK, linewidth=1.5)
    axes.set_yticks(range(len(shown)), [operation for operation, _, _ in shown])
    axes.set_xscale("log")
    axes.axvline(1, color=INK, linewidth=1)
    axes.set_xlabel("requests a second, times those of MLflow's server (8 connections; the grey marks are the targets)")
    axes.legend(loc="upper center", bbox_to_anchor=(0.5, 1.08), ncol=2)
    axes.grid(axis="y", visible=False)
    save(figure, "throughput")


def growth():
    measured = rows("growth")
    if not measured:
        return
    lines = []
    for key in dict.fromkeys((row["growing"], row["operation"]) for row in measured):
        series = [row for row in measured if (row["growing"], row["operation"]) == key]
        line = list(key) + [row["p50_ms"] for row in series]
        lines.append(line + [series[-1]["p99_ms"], series[0]["calls"], series[-1]["calls"], series[-1]["read_units"]])
    numbers = list(dict.fromkeys(int(row["number"]) for row in measured))
    columns = ["growing", "operation", *[f">p50 ms at {number:,}" for number in numbers], ">p99 ms", ">calls at first"]
    write_table("growth", [*columns, ">calls at last", ">read units at last"], lines)

    kinds = list(dict.fromkeys(row["growing"] for row in measured))
    figure, all_axes = plt.subplots(1, len(kinds), figsize=(11, 4), sharey=True)
    for axes, kind in zip(all_axes, kinds):
        for operation in dict.fromkeys(row["operation"] for row in measured if row["growing"] == kind):
            series = [row for row in measured if (row["growing"], row["operation"]) == (kind, operation)]
            axes.plot(
                [int(row["number"]) for row in series],
                [float(row["p50_ms"]) for row in series],
                marker="o",
                markersize=3,
                label=operation,
                color=(COLORS * 2)[len(axes.lines)],
                linestyle="-" if len(axes.lines) < len(COLORS) else "--",
            )
        axes.set_xscale("log")
        axes.set_yscale("log")
        axes.set_xlabel(kind)
        axes.legend(loc="upper center", bbox_to_anchor=(0.5, -0.18), fontsize=7.5)
    all_axes[0].set_ylabel("p50, ms")
    save(figure, "growth")


def saturation():
    measured = rows("saturation")[::-1]  # the first at the top
    if not measured:
        return
    aimed = 10_000
    figure, axes = plt.subplots(figsize=(8, 0.3 * len(measured) + 1))
    for y, row in enumerate(measured):
        most = float(row["saturates_at_rps"])
        axes.barh(y, most, 0.6, color=COLORS[1] if most < aimed else COLORS[0])
        axes.text(most * 0.95, y, f"{most:,.0f}", ha="right", va="center_baseline", fontsize=8, color="white")
    axes.set_yticks(range(len(measured)), [row["resource"] for row in measured])
    axes.set_xscale("log")
    axes.set_xlim(left=100)
    axes.margins(y=0.02)
    axes.axvline(aimed, color=INK, linewidth=1)
    axes.set_xlabel("requests a second of a team's mix that use it up (the grey line: 10,000, which orange does not reach)")
    axes.grid(axis="y", visible=False)
    save(figure, "saturation")


PLOTS = [throughput, growth, saturation]


if __name__ == "__main__":
    (HERE / "images").mkdir(exist_ok=True)
    for plot in PLOTS:
        plot()
