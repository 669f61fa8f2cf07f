"""Fills an MLflow server with what an import has to bring over: by its own client what is particular, and what is many by its
database, which is faster, where it has one.

    python populate.py <tracking-uri> <database> <artifact folder> <runs> <versions>
"""

import os
import pathlib
import random
import sys
import time
import warnings

import mlflow
from mlflow import MlflowClient
from mlflow.entities import Dataset, DatasetInput, InputTag, Metric, Param, RunTag

warnings.filterwarnings("ignore")

URI, DATABASE, ARTIFACTS = sys.argv[1], sys.argv[2], pathlib.Path(sys.argv[3])
RUNS, VERSIONS = int(sys.argv[4]), int(sys.argv[5])
ON_FILES = not os.path.exists(DATABASE)  # where quotes in names are not taken
HAS_LOGGED_MODELS = int(mlflow.__version__.split(".")[0]) >= 3
START = 1_700_000_000_000
POINTS = 5

os.environ["MLFLOW_ENABLE_ARTIFACTS_PROGRESS_BAR"] = "false"
mlflow.set_tracking_uri(URI)
client = MlflowClient()
chance = random.Random(5)


def write(path, content):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def many_runs(experiment, count):
    """Every 20th is deleted, and half of them are children of another."""
    if ON_FILES:
        many_runs_by_client(experiment, count)
    else:
        many_runs_by_database(experiment, count)


def many_runs_by_client(experiment, count):
    for place in range(count):
        run = client.create_run(experiment, START + place * 1_000, {"mlflow.user": "somebody"}, f"run {place} ß")
        run_id = run.info.run_id
        points = [Metric(key, chance.random(), START + step, step) for key in ["loss", "val/äcc"] for step in range(POINTS)]
        client.log_batch(run_id, points, [Param("depth", f"{place} ü")], [RunTag("note", "日本語 " * 20)])
        client.set_terminated(run_id, ["FINISHED", "FAILED", "KILLED"][place % 3], START + place * 1_000 + 500)
        if place % 20 == 7:
            client.delete_run(run_id)
        if place % 4 == 0:
            write_artifacts(experiment, run_id, place)


def write_artifacts(experiment, run_id, place):
    root = ARTIFACTS / experiment / run_id / "artifacts"
    write(root / "log.txt", f"run {place}\n".encode() * 50)
    write(root / "plots" / "größe 1.json", b'{"a": [1, 2, 3]}')


def many_runs_by_database(experiment, count):
    from mlflow.store.tracking.dbmodels.models import SqlLatestMetric, SqlMetric, SqlParam, SqlRun, SqlTag
    from sqlalchemy import create_engine

    runs, metrics, latest, params, tags = [], [], [], [], []
    ids = [f"{chance.getrandbits(128):032x}" for _ in range(count)]
    for place, run_id in enumerate(ids):
        deleted = place % 20 == 7
        runs.append(
            {
                "run_uuid": run_id,
                "name": f"run {place} ß",
                "source_type": "LOCAL",
                "user_id": f"user{place % 3}",
                "status": ["FINISHED", "FAILED", "RUNNING", "KILLED"][place % 4],
                "start_time": START + place * 1_000,
                "end_time": None if place % 4 == 2 else START + place * 1_000 + 500,
                "deleted_time": START if deleted else None,
                "lifecycle_stage": "deleted" if deleted else "active",
                "artifact_uri": f"mlflow-artifacts:/{experiment}/{run_id}/artifacts",
                "experiment_id": int(experiment),
            }
        )
        for key in ["loss", "val/äcc"]:
            for step in range(POINTS):
                point = {
                    "run_uuid": run_id,
                    "key": key,
                    "value": chance.random() - 0.5,
                    "timestamp": START + step,
                    "step": step,
                    "is_nan": False,
                }
                metrics.append(point)
            latest.append(point)
        params += [{"run_uuid": run_id, "key": key, "value": f"{key}={place} ü"} for key in ["depth", "lr", "a.b/c"]]
        tags += [
            {"run_uuid": run_id, "key": "mlflow.runName", "value": f"run {place} ß"},
            {"run_uuid": run_id, "key": "mlflow.user", "value": "somebody"},
            {"run_uuid": run_id, "key": "note", "value": "日本語 " * 20},
        ]
        if place % 2:
            tags.append({"run_uuid": run_id, "key": "mlflow.parentRunId", "value": ids[place - 1]})
        if place % 4 == 0:
            write_artifacts(experiment, run_id, place)
    rows = {SqlRun: runs, SqlMetric: metrics, SqlLatestMetric: latest, SqlParam: params, SqlTag: tags}
    with create_engine(f"sqlite:///{DATABASE}").begin() as database:
        for table, values in rows.items():
            for first in range(0, len(values), 5_000):
                database.execute(table.__table__.insert(), values[first : first + 5_000])


def a_particular_run(experiment):
    run_id = client.create_run(experiment, run_name="particular", tags={"k": "v", "mlflow.user": "ada"}).info.run_id
    points = [("nan", float("nan")), ("tiny", 5e-324)]
    if not ON_FILES:  # which keep infinities; databases make them the largest numbers
        points += [("inf", float("inf")), ("-inf", float("-inf")), ("zero", -0.0)]
    client.log_batch(run_id, metrics=[Metric(key, value, START, 1) for key, value in points])
    client.log_batch(run_id, metrics=[Metric("long", step / 7, START + step, step) for step in range(1_000)])
    client.log_batch(run_id, metrics=[Metric("long", step / 7, START + step, step) for step in range(1_000, 2_000)])
    data = Dataset("wine ü", "0123abcd", "http", '{"url": "http://data"}', '{"s": 1}', '{"rows": 5}')
    client.log_inputs(run_id, [DatasetInput(data, [InputTag("mlflow.data.context", "train")])])
    root = ARTIFACTS / experiment / run_id / "artifacts"
    write(root / "empty", b"")
    write(root / "deep" / "er" / "模型 100%.bin", bytes(range(256)))
    write(root / "large.bin", chance.randbytes(17 << 20))
    write(root / "model" / "MLmodel", b"flavors: {}\n")
    client.set_terminated(run_id, "FAILED")
    return run_id


def logged_models(experiment, run_id, count):
    models = []
    for number in range(count):
        model = client.create_logged_model(experiment, f"model{number}", run_id, {"tag": "ä"}, {"p": str(number)}, "agent")
        client.log_metric(run_id, "accuracy", 0.5 + number / 100, START, number, model_id=model.model_id)
        write(ARTIFACTS / experiment / "models" / model.model_id / "artifacts" / "MLmodel", b"flavors: {}\n")
        if number:
            client.finalize_logged_model(model.model_id, "READY" if number % 2 else "FAILED")
        models.append(model.model_id)
    client.log_outputs(run_id, [mlflow.entities.LoggedModelOutput(model, 3) for model in models])
    client.delete_logged_model(models[-1])
    return models[:-1]


def registered_models(run, models, count):
    """Ten versions each, of every kind of source, with gaps."""
    names = ["plain", "ünï 模型"] + ([] if ON_FILES else ["it's", 'so "quoted"', "both ' and \""])
    names += [f"model {number}" for number in range(count // 10 - len(names))]
    for name in names:
        client.create_registered_model(name, {"owner": name}, f"about {name}")
        for number in range(1, 11):
            source, run_id, model_id = f"{run.info.artifact_uri}/model", run.info.run_id, None
            if number % 5 == 0 and models:
                model_id = models[number % len(models)]
                source, run_id = f"models:/{model_id}", None
            elif number == 3:
                source, run_id = "s3://elsewhere/model", None
            elif number == 4:
                source, run_id = f"models:/{name}/1", None
            more = {"model_id": model_id} if model_id else {}
            client.create_model_version(name, source, run_id, {"n": str(number)}, description=f"the {number}th", **more)
        client.transition_model_version_stage(name, "1", "Archived")
        client.transition_model_version_stage(name, "2", "Staging")
        client.transition_model_version_stage(name, "6", "Staging")
        client.transition_model_version_stage(name, "7", "Production")
        client.set_registered_model_alias(name, "champion", "7")
        client.set_registered_model_alias(name, "under_test", "2")
        client.delete_model_version(name, "8")
    if models:
        client.delete_model_version("plain", "10")  # the highest: only its logged model still knows of it


def main():
    began = time.time()
    volume = client.create_experiment("volume", tags={"team": "blau"})
    many_runs(volume, RUNS * 4 // 5)
    unicode = client.create_experiment("ünïcode 実験" if ON_FILES else "ünïcode 実験 \"'")
    many_runs(unicode, RUNS // 5)
    custom = client.create_experiment("custom", artifact_location="mlflow-artifacts:/some/where")
    in_custom = client.create_run(custom).info.run_id
    write(ARTIFACTS / "some" / "where" / in_custom / "artifacts" / "a.txt", b"custom")
    gone = client.create_experiment("gone")
    many_runs(gone, 5)
    client.delete_experiment(gone)
    run_id = a_particular_run(unicode)
    models = logged_models(unicode, run_id, 6) if HAS_LOGGED_MODELS else []
    registered_models(client.get_run(run_id), models, VERSIONS)
    if HAS_LOGGED_MODELS:
        for text in ["Hello {{name}}.", "Dear {{name}} ünï!"]:
            mlflow.genai.register_prompt(name="greeting", template=text, tags={"tone": "dry"})
        mlflow.genai.set_prompt_alias("greeting", "live", 1)
    print(f"populated {URI} in {time.time() - began:.1f} s")


main()
