"""Sixteen processes at once, each a client of its own: they set up one experiment, log runs to it, and nothing is lost.

    python many_processes.py <tracking-uri>

They are forked from one that has MLflow loaded, so that they all begin at the same moment.
"""

import logging
import multiprocessing
import os
import sys
import time
import warnings

import mlflow
from mlflow.tracking import MlflowClient

from lab import equal, step

warnings.filterwarnings("ignore")
logging.getLogger("mlflow").setLevel(logging.ERROR)
os.environ["MLFLOW_SUPPRESS_PRINTING_URL_TO_STDOUT"] = "true"

TRACKING_URI = sys.argv[1]
PROCESSES = 16
RUNS = 3
POINTS = 20
EXPERIMENT = f"many processes {time.time_ns():x}"


def a_process_sets_up_and_logs(number, answers, start):
    start.wait()
    experiment_id = mlflow.set_experiment(EXPERIMENT).experiment_id
    run_ids = []
    for each in range(RUNS):
        # by its id: a client that loses the race for the name is given the experiment, but does not make it its active one
        with mlflow.start_run(experiment_id=experiment_id, run_name=f"{number} {each}") as run:
            mlflow.log_params({"process": number, "run": each})
            for point in range(POINTS):
                mlflow.log_metric("loss", number + point, step=point)
            mlflow.log_text(f"by process {number}", "note.txt")
        run_ids.append(run.info.run_id)
    answers.put((number, experiment_id, run_ids))


def a_process_adds_to_a_shared_run(number, run_id, start):
    client = MlflowClient()
    start.wait()
    for point in range(POINTS):
        client.log_metric(run_id, "shared", number * POINTS + point, timestamp=1_000, step=number * POINTS + point)
    client.log_param(run_id, f"of process {number}", number)
    client.set_tag(run_id, f"of process {number}", "done")


def all_at_once(forks, task, *arguments):
    """Runs the task in every process; each of them has to end well."""
    start = forks.Barrier(PROCESSES)
    processes = [forks.Process(target=task, args=(number, *arguments, start)) for number in range(PROCESSES)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    equal([process.exitcode for process in processes], [0] * PROCESSES, "how the processes ended")


def main():
    forks = multiprocessing.get_context("fork")
    mlflow.set_tracking_uri(TRACKING_URI)
    client = MlflowClient()

    step("everyone sets up the experiment and logs runs to it")
    answers = forks.Queue()
    all_at_once(forks, a_process_sets_up_and_logs, answers)
    logged = [answers.get() for _ in range(PROCESSES)]
    (experiment_id,) = {answer[1] for answer in logged}
    equal(client.get_experiment_by_name(EXPERIMENT).experiment_id, experiment_id, "all got the one experiment")

    step("every run is there, whole")
    runs = {run.info.run_id: run for run in client.search_runs([experiment_id], max_results=1_000)}
    equal(sorted(runs), sorted(run_id for answer in logged for run_id in answer[2]), "the runs")
    for number, _, run_ids in logged:
        for each, run_id in enumerate(run_ids):
            run = runs[run_id]
            equal((run.info.run_name, run.info.status), (f"{number} {each}", "FINISHED"), "a run's name and status")
            equal(run.data.params, {"process": str(number), "run": str(each)}, "its params")
            equal(run.data.metrics, {"loss": number + POINTS - 1}, "its latest value")
        history = client.get_metric_history(run_ids[-1], "loss")
        equal([point.value for point in history], [number + point for point in range(POINTS)], "a history")
        note = mlflow.artifacts.load_text(f"{runs[run_ids[-1]].info.artifact_uri}/note.txt")
        equal(note, f"by process {number}", "an artifact")

    step("everyone adds to one run")
    run_id = client.create_run(experiment_id).info.run_id
    all_at_once(forks, a_process_adds_to_a_shared_run, run_id)
    data = client.get_run(run_id).data
    points = PROCESSES * POINTS
    equal(sorted(point.step for point in client.get_metric_history(run_id, "shared")), list(range(points)), "points")
    equal(data.metrics, {"shared": points - 1}, "the latest value is that of the highest step")
    equal(data.params, {f"of process {number}": str(number) for number in range(PROCESSES)}, "the params")
    equal(sum(value == "done" for value in data.tags.values()), PROCESSES, "the tags")
    client.set_terminated(run_id)
    step("done: all is well")


if __name__ == "__main__":
    main()
