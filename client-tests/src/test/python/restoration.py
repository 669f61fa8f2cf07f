"""What was deleted comes back whole, by `./registry restore` and MLflow's client.

    python restoration.py <tracking-uri> <the command ./registry>

The last line that it prints is the id of a run that it leaves deleted, with a registered model "gone".
"""

import json
import os
import pathlib
import subprocess
import sys

os.environ["MLFLOW_ENABLE_ARTIFACTS_PROGRESS_BAR"] = "false"
os.environ["MLFLOW_SUPPRESS_PRINTING_URL_TO_STDOUT"] = "true"

import mlflow
from mlflow.tracking import MlflowClient

from lab import equal, refused, step

URI, REGISTRY = sys.argv[1:3]
mlflow.set_tracking_uri(URI)
client = MlflowClient()


def restore(*words, succeeds=True):
    """What `./registry restore` prints."""
    done = subprocess.run([REGISTRY, "restore", "--api", URI, *words], capture_output=True, text=True, check=False)
    assert (done.returncode == 0) == succeeds, f"restore {words}: {done.returncode} {done.stdout} {done.stderr}"
    return done.stdout


def run_with_a_file():
    with mlflow.start_run() as run:
        mlflow.log_text("weights", "model/weights.txt")
    return run.info.run_id, f"{run.info.artifact_uri}/model"


def a_registered_model_comes_back_whole():
    step("a registered model comes back with its versions, aliases, tags and files")
    run_id, source = run_with_a_file()
    client.create_registered_model("kept", tags={"team": "risk"}, description="words")
    for _ in range(2):
        client.create_model_version("kept", source, run_id, tags={"of": "kept"})
    client.set_registered_model_alias("kept", "champion", "1")
    client.delete_registered_model("kept")
    with refused("RESOURCE_DOES_NOT_EXIST", "a model that was deleted"):
        client.get_registered_model("kept")
    listed = [json.loads(line) for line in restore("list").splitlines()]
    assert any(one.get("name") == "kept" for one in listed), listed
    restore("model", "kept")
    model = client.get_registered_model("kept")
    equal((model.tags, model.description), ({"team": "risk"}, "words"), "the restored model")
    version = client.get_model_version_by_alias("kept", "champion")
    equal((str(version.version), version.run_id, version.tags), ("1", run_id, {"of": "kept"}), "its champion")
    folder = mlflow.artifacts.download_artifacts(client.get_model_version_download_uri("kept", "1"))
    equal(pathlib.Path(folder, "weights.txt").read_text(), "weights", "its file")


def a_version_comes_back():
    step("a version comes back, with the alias that nobody took")
    client.set_registered_model_alias("kept", "challenger", "2")
    client.delete_model_version("kept", "2")
    with refused("RESOURCE_DOES_NOT_EXIST", "a version that was deleted"):
        client.get_model_version("kept", "2")
    restore("version", "kept", "2")
    equal(str(client.get_model_version_by_alias("kept", "challenger").version), "2", "the restored version")


def a_name_that_was_given_away_is_left_alone():
    step("a name that was given away is left alone")
    client.create_registered_model("taken", description="first")
    client.delete_registered_model("taken")
    client.create_registered_model("taken", description="second")
    restore("model", "taken", succeeds=False)
    restore("model", "taken", "--as", "taken-again")
    equal(client.get_registered_model("taken").description, "second", "who has the name now")
    equal(client.get_registered_model("taken-again").description, "first", "who had it")


def a_run_comes_back_by_mlflows_own_client():
    step("a run comes back by MLflow's own client")
    run_id, _ = run_with_a_file()
    client.delete_run(run_id)
    client.restore_run(run_id)
    equal(client.get_run(run_id).info.lifecycle_stage, "active", "the restored run")


def leave_something_to_be_collected():
    step("something is left to be collected")
    client.create_registered_model("gone")
    run_id, _ = run_with_a_file()
    client.delete_registered_model("gone")
    client.delete_run(run_id)
    print(run_id)


a_registered_model_comes_back_whole()
a_version_comes_back()
a_name_that_was_given_away_is_left_alone()
a_run_comes_back_by_mlflows_own_client()
leave_something_to_be_collected()
