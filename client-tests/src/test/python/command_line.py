"""MLflow's own command line, `mlflow …`, against the registry: experiments, runs, artifacts, models.

    python command_line.py <tracking-uri>

The commands run in this process, one start of MLflow for all of them; one is started as a shell would start it.
"""

import csv
import json
import logging
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time
import warnings

warnings.filterwarnings("ignore")
os.environ["MLFLOW_TRACKING_URI"] = sys.argv[1]
os.environ["MLFLOW_ENABLE_ARTIFACTS_PROGRESS_BAR"] = "false"
os.environ["MLFLOW_SUPPRESS_PRINTING_URL_TO_STDOUT"] = "true"

import mlflow
import pandas as pd
from click.testing import CliRunner
from mlflow.cli import cli
from mlflow.models import infer_signature
from mlflow.tracking import MlflowClient
from sklearn.linear_model import LinearRegression

from lab import equal, step

logging.getLogger("mlflow").setLevel(logging.ERROR)
client = MlflowClient()

MLFLOW_3 = int(mlflow.__version__.split(".")[0]) >= 3
THIS_RUN = f"{time.time_ns():x}"
EXPERIMENT = f"command line {THIS_RUN}"
MODEL = f"command-line-{THIS_RUN}"
TREES = pd.DataFrame({"height": [1.5, 2.5, 3.5, 4.5], "age": [3.0, 5.0, 7.0, 9.0]})


def run(*words):
    """What a command prints; it has to end well."""
    result = CliRunner().invoke(cli, [str(word) for word in words])
    assert result.exit_code == 0, f"mlflow {' '.join(map(str, words))}: {result.output} {result.exception!r}"
    return result.output


def refused(*words):
    """What a command that has to fail says."""
    result = CliRunner().invoke(cli, [str(word) for word in words])
    assert result.exit_code != 0, f"mlflow {' '.join(map(str, words))} was accepted: {result.output}"
    return f"{result.output}{result.exception}"


def experiments_are_kept():
    created = run("experiments", "create", "--experiment-name", EXPERIMENT)
    experiment_id = re.search(r"with id (\d+)", created).group(1)
    assert EXPERIMENT in run("experiments", "search"), "the new one is listed"
    assert "already exists" in refused("experiments", "create", "--experiment-name", EXPERIMENT)

    run("experiments", "rename", "--experiment-id", experiment_id, "--new-name", f"{EXPERIMENT} renamed")
    equal(client.get_experiment(experiment_id).name, f"{EXPERIMENT} renamed", "the new name")
    run("experiments", "rename", "--experiment-id", experiment_id, "--new-name", EXPERIMENT)
    run("experiments", "delete", "--experiment-id", experiment_id)
    assert EXPERIMENT not in run("experiments", "search"), "the deleted one is not listed"
    assert EXPERIMENT in run("experiments", "search", "--view", "deleted_only"), "unless it is asked for"
    run("experiments", "restore", "--experiment-id", experiment_id)
    assert EXPERIMENT in run("experiments", "search", "--view", "all"), "the restored one is listed"
    if MLFLOW_3:
        shown = json.loads(run("experiments", "get", "--experiment-name", EXPERIMENT, "--output", "json"))
        equal((shown["experiment_id"], shown["lifecycle_stage"]), (experiment_id, "active"), "the one asked for")
    return experiment_id


def runs_are_listed_described_deleted_and_restored(experiment_id):
    run_ids = []
    for number in range(3):
        with mlflow.start_run(experiment_id=experiment_id, run_name=f"run {number}") as started:
            mlflow.log_param("number", number)
            mlflow.log_metric("square", number**2)
        run_ids.append(started.info.run_id)
    listed = run("runs", "list", "--experiment-id", experiment_id)
    assert all(run_id in listed for run_id in run_ids), listed
    described = json.loads(run("runs", "describe", "--run-id", run_ids[2]))
    equal(described["info"]["run_name"], "run 2", "the name")
    equal((described["data"]["params"], described["data"]["metrics"]), ({"number": "2"}, {"square": 4.0}), "the data")

    run("runs", "delete", "--run-id", run_ids[0])
    assert run_ids[0] not in run("runs", "list", "--experiment-id", experiment_id), "the deleted run"
    deleted = run("runs", "list", "--experiment-id", experiment_id, "--view", "deleted_only")
    equal([run_id in deleted for run_id in run_ids], [True, False, False], "the deleted runs")
    run("runs", "restore", "--run-id", run_ids[0])
    assert run_ids[0] in run("runs", "list", "--experiment-id", experiment_id), "the restored run"
    assert "not found" in refused("runs", "describe", "--run-id", "0123456789abcdef0123456789abcdef")

    with tempfile.TemporaryDirectory() as folder:
        run("experiments", "csv", "--experiment-id", experiment_id, "--filename", f"{folder}/runs.csv")
        with open(f"{folder}/runs.csv", newline="") as file:
            rows = {row["run_id"]: row["metrics.square"] for row in csv.DictReader(file)}
    equal(rows, {run_id: f"{number**2}.0" for number, run_id in enumerate(run_ids)}, "the runs as CSV")
    return run_ids[0]


def artifacts_are_logged_listed_and_downloaded(run_id):
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder, "data", "deep", "ünï code.txt")
        file.parent.mkdir(parents=True)
        file.write_text("fir")
        run("artifacts", "log-artifact", "--local-file", file, "--run-id", run_id, "--artifact-path", "single")
        run("artifacts", "log-artifacts", "--local-dir", f"{folder}/data", "--run-id", run_id)
        listed = json.loads(run("artifacts", "list", "--run-id", run_id))
        equal([(each["path"], each["is_dir"]) for each in listed], [("deep", True), ("single", True)], "the listing")
        listed = json.loads(run("artifacts", "list", "--run-id", run_id, "--artifact-path", "deep"))
        equal([(each["path"], each["file_size"]) for each in listed], [("deep/ünï code.txt", 3)], "a folder")

        printed = run("artifacts", "download", "--run-id", run_id, "--artifact-path", "deep")
        equal(pathlib.Path(printed.split("\n")[-2], "ünï code.txt").read_text(), "fir", "the file downloaded")
        run("artifacts", "download", "--artifact-uri", f"runs:/{run_id}/single", "--dst-path", folder)
        equal(pathlib.Path(folder, "single", "ünï code.txt").read_text(), "fir", "the file downloaded by URI")


def a_registered_model_predicts(experiment_id):
    where = {"name": "model"} if MLFLOW_3 else {"artifact_path": "model"}
    features = TREES[["height"]]
    with mlflow.start_run(experiment_id=experiment_id):
        logged = mlflow.sklearn.log_model(
            LinearRegression().fit(features, TREES["age"]),
            signature=infer_signature(features, TREES["age"]),
            registered_model_name=MODEL,
            pip_requirements=["scikit-learn"],  # given, as to find them out takes MLflow a process
            **where,
        )
    client.set_registered_model_alias(MODEL, "champion", 1)
    with tempfile.TemporaryDirectory() as folder:
        features.to_csv(f"{folder}/trees.csv", index=False)
        for uri in (f"models:/{MODEL}/1", f"models:/{MODEL}@champion", logged.model_uri):
            words = ["models", "predict", "-m", uri, "-i", f"{folder}/trees.csv", "-t", "csv", "--env-manager", "local"]
            run(*words, "-o", f"{folder}/ages.json")
            ages = json.loads(pathlib.Path(folder, "ages.json").read_text())["predictions"]
            equal([round(age, 6) for age in ages], TREES["age"].tolist(), f"the predictions of {uri}")
        run("artifacts", "download", "--artifact-uri", f"models:/{MODEL}/1", "--dst-path", f"{folder}/model")
        assert pathlib.Path(folder, "model", "MLmodel").exists(), "the model downloaded"
        run("models", "generate-dockerfile", "-m", f"models:/{MODEL}/1", "-d", f"{folder}/image")
        assert pathlib.Path(folder, "image", "Dockerfile").exists(), "the image described"

    run("models", "update-pip-requirements", "-m", logged.model_uri, "add", "tabulate==0.9.0")
    changed = pathlib.Path(mlflow.artifacts.download_artifacts(logged.model_uri), "requirements.txt").read_text()
    assert "tabulate==0.9.0" in changed, changed
    client.delete_registered_model(MODEL)


def the_doctor_looks_at_it():
    assert sys.argv[1] in run("doctor"), "the doctor names the server"


def a_shell_starts_it(experiment_id, run_id):
    words = [sys.executable, "-m", "mlflow", "runs", "list", "--experiment-id", experiment_id]
    assert run_id in subprocess.run(words, capture_output=True, text=True, check=True).stdout, "the run is listed"


def main():
    step("experiments")
    experiment_id = experiments_are_kept()
    step("runs")
    run_id = runs_are_listed_described_deleted_and_restored(experiment_id)
    step("artifacts")
    artifacts_are_logged_listed_and_downloaded(run_id)
    step("models")
    a_registered_model_predicts(experiment_id)
    step("doctor, and a process of its own")
    the_doctor_looks_at_it()
    a_shell_starts_it(experiment_id, run_id)
    step("done: all is well")


if __name__ == "__main__":
    main()
