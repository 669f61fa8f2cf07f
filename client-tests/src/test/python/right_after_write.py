"""What MLflow's own flows search for right after they wrote it, against a registry whose indexes lag.

Usage: python right_after_write.py <tracking URI>
"""

import os
import sys
import time

import mlflow
from lab import equal, step
from mlflow import MlflowClient

os.environ["MLFLOW_ENABLE_ARTIFACTS_PROGRESS_BAR"] = "false"
mlflow.set_tracking_uri(sys.argv[1])
client = MlflowClient()
MLFLOW_3 = not mlflow.__version__.startswith("2.")
UNIQUE = f"{time.time_ns():x}"


class Model(mlflow.pyfunc.PythonModel):
    def predict(self, context, model_input: list[str], params=None):
        return model_input


def log_model(**more):
    mlflow.pyfunc.log_model("model", python_model=Model(), pip_requirements=[], **more)


def predictions(uri):
    return list(mlflow.pyfunc.load_model(uri).predict(["a"]))


def trials(where, **more):
    return [run.info.run_id for run in client.search_runs([EXPERIMENT], where, **more)]


step("a new experiment is listed")
equal(client.search_experiments(filter_string=f"name = 'of {UNIQUE}'"), [], "an experiment that is not there")
EXPERIMENT = mlflow.set_experiment(f"of {UNIQUE}").experiment_id
found = client.search_experiments(filter_string=f"name = 'of {UNIQUE}'")
equal([experiment.experiment_id for experiment in found], [EXPERIMENT], "the experiments")

step("a trial is found by what was logged last, while it runs and when it has ended")
ids = []
for depth in 1, 2:
    with mlflow.start_run(run_name=f"trial {depth}") as run:
        ids.append(run.info.run_id)
        equal(trials(f"attributes.run_name = 'trial {depth}'"), ids[-1:], "the trial that has begun")
        mlflow.log_param("depth", depth)
        mlflow.log_metric("loss", 1 / depth)
        equal(trials(f"params.depth = '{depth}' and metrics.loss <= {1 / depth}"), ids[-1:], "the trial of a depth")
equal(trials("metrics.loss > 0", order_by=["metrics.loss ASC"]), ids[::-1], "all trials, the best first")
equal(trials("attributes.status = 'FINISHED'", order_by=["start_time ASC"]), ids, "the trials that have ended")
equal(mlflow.last_active_run().info.run_id, ids[-1], "the last run")

step("a run's model is registered and loaded at once")
name = f"by run {UNIQUE}"
with mlflow.start_run() as run:
    run_id = run.info.run_id
    log_model()
    version = mlflow.register_model(f"runs:/{run_id}/model", name)
    equal((version.name, int(version.version), version.run_id), (name, 1, run_id), "the version")
    equal(int(mlflow.register_model(f"runs:/{run_id}/model", name).version), 2, "the next version")
    equal(predictions(f"runs:/{run_id}/model"), ["a"], "the run's model")
equal(predictions(f"models:/{name}/2"), ["a"], "the registered model")
found = client.search_model_versions(f"run_id = '{run_id}'")
equal(sorted(int(version.version) for version in found), [1, 2], "the run's versions")
equal([model.name for model in client.search_registered_models(f"name = '{name}'")], [name], "the models of a name")
equal([int(version.version) for version in client.get_latest_versions(name)], [2], "the latest version")

step("a model is registered as it is logged")
name = f"as logged {UNIQUE}"
with mlflow.start_run() as run:
    log_model(registered_model_name=name)
found = client.search_model_versions(f"run_id = '{run.info.run_id}'")
equal([(version.name, int(version.version)) for version in found], [(name, 1)], "the run's versions")
equal(predictions(f"models:/{name}/1"), ["a"], "the registered model")
if MLFLOW_3:
    found = client.search_logged_models([EXPERIMENT], "name = 'model'")
    equal([model.source_run_id for model in found], [run.info.run_id, run_id], "the logged models")
step("done")
