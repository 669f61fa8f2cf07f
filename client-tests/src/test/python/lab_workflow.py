"""A lab's way of working, from the first run to the retired model, with the ordinary MLflow client.

    python lab_workflow.py <tracking-uri> [<suffix of all names>]

Needs nothing but the client. Prints a line a step; exit code 0 says that every step did what MLflow promises.
It removes the models it registers, so it can be run again and again against one server.
"""

import hashlib
import os
import pathlib
import sys
import tempfile
import time
import warnings

import matplotlib

matplotlib.use("Agg")

import matplotlib.pyplot as plt
import mlflow
import numpy as np
import pandas as pd
from mlflow.entities import Metric, Param, RunStatus, RunTag, ViewType
from mlflow.models import infer_signature
from mlflow.tracking import MlflowClient
from sklearn.datasets import make_regression
from sklearn.ensemble import RandomForestRegressor
from sklearn.linear_model import Ridge
from sklearn.model_selection import train_test_split

from lab import equal, refused, step

warnings.filterwarnings("ignore")
os.environ["MLFLOW_ENABLE_ARTIFACTS_PROGRESS_BAR"] = "false"
os.environ["MLFLOW_SUPPRESS_PRINTING_URL_TO_STDOUT"] = "true"

TRACKING_URI = sys.argv[1]
mlflow.set_tracking_uri(TRACKING_URI)
client = MlflowClient()

MLFLOW_3 = int(mlflow.__version__.split(".")[0]) >= 3
THIS_RUN = f"{time.time_ns():x}"


def names_are_free():
    return not client.search_registered_models("name LIKE 'sk-learn-random-forest-reg%'")


SUFFIX = sys.argv[2] if len(sys.argv) > 2 else "" if names_are_free() else f"-{THIS_RUN}"
MODEL = f"sk-learn-random-forest-reg-model{SUFFIX}"
SECOND_MODEL = f"sk-learn-random-forest-reg{SUFFIX}"
RENAMED_MODEL = f"sk-learn-random-forest-reg-renamed{SUFFIX}"

X, y = make_regression(n_features=4, n_informative=2, random_state=0, shuffle=False)
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=42)
PARAMS = {"max_depth": 2, "n_estimators": 10, "random_state": 42}
forest = RandomForestRegressor(**PARAMS).fit(X_train, y_train)


def versions_of(name):
    return sorted(int(found.version) for found in client.search_model_versions(f"name='{name}'"))


def same_predictions(model_uri):
    loaded = mlflow.pyfunc.load_model(model_uri)
    np.testing.assert_allclose(loaded.predict(X_test), forest.predict(X_test), err_msg=model_uri)


# ---- Registering models ---------------------------------------------------------------------------------------------


def log_and_register():
    """The three lines of MLflow's own tutorial; the newest clients also want to hear which types skops may load."""
    trusted = {"skops_trusted_types": ["sklearn.tree._tree.Tree"]} if MLFLOW_3 else {}
    with mlflow.start_run() as run:
        mlflow.log_params(PARAMS)
        mlflow.log_metrics({"mse": 0.25, "r2": 0.75})
        signature = infer_signature(X_test, forest.predict(X_test))
        mlflow.sklearn.log_model(
            sk_model=forest,
            artifact_path="sklearn-model",
            signature=signature,
            registered_model_name=MODEL,
            **trusted,
        )
    return run.info.run_id


def a_model_is_registered_as_it_is_logged():
    run_id = log_and_register()
    equal(client.get_registered_model(MODEL).name, MODEL, "the model's name")
    version = client.get_model_version(MODEL, "1")
    equal(version.run_id, run_id, "the run of version 1")
    equal(version.status, "READY", "the status of version 1")
    equal(version.current_stage, "None", "the stage of version 1")
    equal(versions_of(MODEL), [1], "the versions")
    return run_id


def logging_it_again_makes_version_2():
    run_id = log_and_register()
    equal(client.get_model_version(MODEL, "2").run_id, run_id, "the run of version 2")
    equal(versions_of(MODEL), [1, 2], "the versions")


def a_model_logged_earlier_is_registered(run_id):
    first = mlflow.register_model(f"runs:/{run_id}/sklearn-model", SECOND_MODEL)
    equal((first.name, int(first.version), first.run_id), (SECOND_MODEL, 1, run_id), "a new model")
    second = mlflow.register_model(f"runs:/{run_id}/sklearn-model", SECOND_MODEL, tags={"from": "the lab"})
    equal(int(second.version), 2, "the next version")
    equal(client.get_model_version(SECOND_MODEL, "2").tags, {"from": "the lab"}, "the tags of the next version")
    same_predictions(f"models:/{SECOND_MODEL}/1")


def a_name_is_taken_once():
    with refused("RESOURCE_ALREADY_EXISTS", "a second model of the same name", MODEL):
        client.create_registered_model(MODEL)


def a_version_is_created_from_a_source(run_id):
    source = f"mlflow-artifacts:/0/{run_id}/artifacts/sklearn-model"
    version = client.create_model_version(
        MODEL, source=source, run_id=run_id, tags={"made": "by hand"}, description="by its source"
    )
    equal(int(version.version), 3, "the version")
    stored = client.get_model_version(MODEL, "3")
    equal(stored.source, source, "the source")
    equal(stored.run_id, run_id, "the run")
    equal(stored.tags, {"made": "by hand"}, "the tags")
    equal(stored.description, "by its source", "the description")
    equal(client.get_model_version_download_uri(MODEL, "3"), source, "the download URI")
    if not MLFLOW_3:  # newer clients do not put a model's files below its run
        same_predictions(f"models:/{MODEL}/3")


# ---- Using and moving them ------------------------------------------------------------------------------------------


def a_registered_model_predicts_as_the_original():
    same_predictions(f"models:/{MODEL}/1")
    same_predictions(f"models:/{MODEL}/latest" if not MLFLOW_3 else f"models:/{MODEL}/2")
    as_sklearn = mlflow.sklearn.load_model(f"models:/{MODEL}/1")
    equal(as_sklearn.get_params()["n_estimators"], 10, "the loaded forest")
    info = mlflow.models.get_model_info(f"models:/{MODEL}/1")
    assert info.signature is not None, "the signature is kept"
    assert "python_function" in info.flavors, "the flavours are kept"


def a_version_moves_through_the_stages():
    client.transition_model_version_stage(MODEL, 1, "Production")
    equal(client.get_model_version(MODEL, "1").current_stage, "Production", "the stage")
    same_predictions(f"models:/{MODEL}/Production")

    latest = {found.current_stage: int(found.version) for found in client.get_latest_versions(MODEL)}
    equal(latest, {"None": 3, "Production": 1}, "the latest versions by stage")
    in_production = client.get_latest_versions(MODEL, stages=["Production"])
    equal([int(found.version) for found in in_production], [1], "the latest version in Production")

    client.transition_model_version_stage(MODEL, 2, "Production", archive_existing_versions=True)
    equal(client.get_model_version(MODEL, "1").current_stage, "Archived", "the version that was pushed out")
    equal(client.get_model_version(MODEL, "2").current_stage, "Production", "the version that moved in")
    equal(client.get_latest_versions(MODEL, stages=["Staging"]), [], "nothing is in Staging")


def stages_tag_by_name():
    client.set_model_version_tag(MODEL, stage="Production", key="by", value="its stage")
    equal(client.get_model_version(MODEL, "2").tags["by"], "its stage", "the tag set by stage")
    client.delete_model_version_tag(MODEL, stage="Production", key="by")
    assert "by" not in client.get_model_version(MODEL, "2").tags, "the tag deleted by stage"


def an_alias_follows_the_champion():
    client.set_registered_model_alias(MODEL, "champion", "1")
    client.set_registered_model_alias(MODEL, "challenger", "2")
    equal(int(client.get_model_version_by_alias(MODEL, "champion").version), 1, "the champion")
    same_predictions(f"models:/{MODEL}@champion")

    client.set_registered_model_alias(MODEL, "champion", "2")
    equal(int(client.get_model_version_by_alias(MODEL, "champion").version), 2, "the new champion")
    equal(sorted(client.get_model_version(MODEL, "2").aliases), ["challenger", "champion"], "the version's aliases")
    aliases = {alias: int(version) for alias, version in client.get_registered_model(MODEL).aliases.items()}
    equal(aliases, {"champion": 2, "challenger": 2}, "the model's aliases")

    client.delete_registered_model_alias(MODEL, "challenger")
    client.delete_registered_model_alias(MODEL, "challenger")
    with refused("INVALID_PARAMETER_VALUE", "a deleted alias", "challenger"):
        client.get_model_version_by_alias(MODEL, "challenger")


def models_and_versions_are_described_and_tagged():
    client.update_registered_model(MODEL, description="Forests for the lab")
    client.set_registered_model_tag(MODEL, "team", "forestry")
    client.set_registered_model_tag(MODEL, "team", "ecology")
    client.set_registered_model_tag(MODEL, "to delete", "soon")
    client.delete_registered_model_tag(MODEL, "to delete")
    model = client.get_registered_model(MODEL)
    equal(model.description, "Forests for the lab", "the model's description")
    equal(model.tags, {"team": "ecology"}, "the model's tags")

    client.update_model_version(MODEL, "1", description="The first try 🌲")
    client.set_model_version_tag(MODEL, "1", "validated", "yes")
    client.set_model_version_tag(MODEL, "1", "validated", "no")
    client.set_model_version_tag(MODEL, "1", "to delete", "soon")
    client.delete_model_version_tag(MODEL, "1", "to delete")
    version = client.get_model_version(MODEL, "1")
    equal(version.description, "The first try 🌲", "the version's description")
    equal(version.tags, {"validated": "no"}, "the version's tags")


def models_are_found():
    def found(filter_string, **how):
        return [model.name for model in client.search_registered_models(filter_string, **how)]

    ours = f"name LIKE 'sk-learn-random-forest-reg%{SUFFIX}'"
    assert {MODEL, SECOND_MODEL} <= {model.name for model in client.search_registered_models()}, "all the models"
    equal(found(f"name = '{MODEL}'"), [MODEL], "by name")
    equal(found(ours), sorted([MODEL, SECOND_MODEL]), "by pattern, in the order of the name")
    equal(found(ours.replace("LIKE 'sk", "ILIKE 'SK")), sorted([MODEL, SECOND_MODEL]), "by pattern of any case")
    equal(found(f"{ours} AND tags.team = 'ecology'"), [MODEL], "by tag")
    equal(found(f"{ours} AND tags.team = 'forestry'"), [], "by a tag's earlier value")
    equal(found(ours, order_by=["name DESC"]), sorted([MODEL, SECOND_MODEL], reverse=True), "from the last name")
    client.update_registered_model(SECOND_MODEL, description="touched last")
    equal(found(ours, order_by=["timestamp DESC"])[0], SECOND_MODEL, "the one touched last")

    first_page = client.search_registered_models(ours, max_results=1)
    second_page = client.search_registered_models(ours, max_results=1, page_token=first_page.token)
    equal([model.name for model in [*first_page, *second_page]], sorted([MODEL, SECOND_MODEL]), "two pages of one")
    assert not second_page.token, "the last page has no token"


def versions_are_found(run_id):
    def found(filter_string, **how):
        return [int(version.version) for version in client.search_model_versions(filter_string, **how)]

    equal(versions_of(MODEL), [1, 2, 3], "by name")
    equal(sorted(found(f"name='{MODEL}' AND run_id='{run_id}'")), [1, 3], "by run")
    equal(found(f"name='{MODEL}' AND tags.validated='no'"), [1], "by tag")
    equal(found(f"name='{MODEL}'", order_by=["version_number DESC"]), [3, 2, 1], "from the newest")
    equal(found(f"name='{MODEL}' AND version_number > 1", order_by=["version_number ASC"]), [2, 3], "by number")

    pages, token = [], None
    while token != "":
        page = client.search_model_versions(
            f"name='{MODEL}'", order_by=["version_number ASC"], max_results=2, page_token=token
        )
        pages.append([int(version.version) for version in page])
        token = page.token or ""
    equal(pages, [[1, 2], [3]], "pages of two")


def a_model_is_renamed():
    client.rename_registered_model(MODEL, RENAMED_MODEL)
    renamed = client.get_registered_model(RENAMED_MODEL)
    equal(renamed.tags, {"team": "ecology"}, "the tags after the rename")
    equal(renamed.description, "Forests for the lab", "the description after the rename")
    equal({alias: int(version) for alias, version in renamed.aliases.items()}, {"champion": 2}, "the aliases")
    equal(versions_of(RENAMED_MODEL), [1, 2, 3], "the versions after the rename")
    equal(client.get_model_version(RENAMED_MODEL, "1").tags, {"validated": "no"}, "a version's tags")
    with refused("RESOURCE_DOES_NOT_EXIST", "the old name", MODEL):
        client.get_registered_model(MODEL)
    with refused("RESOURCE_ALREADY_EXISTS", "renaming to a name that is taken"):
        client.rename_registered_model(RENAMED_MODEL, SECOND_MODEL)
    same_predictions(f"models:/{RENAMED_MODEL}@champion")
    client.rename_registered_model(RENAMED_MODEL, MODEL)


def a_version_is_promoted_to_another_model():
    target = f"sk-learn-random-forest-reg-promoted{SUFFIX}"
    copied = client.copy_model_version(f"models:/{MODEL}/1", target)
    equal((copied.name, int(copied.version)), (target, 1), "the copy")
    equal(copied.description, "The first try 🌲", "the copy's description")
    equal(copied.tags, {"validated": "no"}, "the copy's tags")
    equal(copied.run_id, client.get_model_version(MODEL, "1").run_id, "the copy's run")
    same_predictions(f"models:/{target}/1")
    again = client.copy_model_version(f"models:/{MODEL}/1", target)
    equal(int(again.version), 2, "a second copy")
    client.delete_registered_model(target)


def a_version_is_retired():
    client.transition_model_version_stage(MODEL, 1, "Archived")
    equal(client.get_model_version(MODEL, "1").current_stage, "Archived", "the stage")
    client.delete_model_version(MODEL, "1")
    with refused("RESOURCE_DOES_NOT_EXIST", "a deleted version"):
        client.get_model_version(MODEL, "1")
    equal(versions_of(MODEL), [2, 3], "the versions that are left")

    client.delete_model_version(MODEL, "3")
    run_id = client.get_model_version(MODEL, "2").run_id
    created = mlflow.register_model(f"runs:/{run_id}/sklearn-model", MODEL)
    equal(int(created.version), 4, "a number is not given out twice")


def an_alias_goes_with_its_version():
    client.set_registered_model_alias(MODEL, "doomed", "4")
    client.delete_model_version(MODEL, "4")
    assert "doomed" not in client.get_registered_model(MODEL).aliases, "the alias went with its version"


def a_deleted_model_is_gone_and_starts_anew():
    run_id = client.get_model_version(MODEL, "2").run_id
    client.delete_registered_model(MODEL)
    with refused("RESOURCE_DOES_NOT_EXIST", "a deleted model", MODEL):
        client.get_registered_model(MODEL)
    with refused("RESOURCE_DOES_NOT_EXIST", "a version of a deleted model"):
        client.get_model_version(MODEL, "2")
    equal(versions_of(MODEL), [], "the versions of a deleted model")

    anew = client.create_registered_model(MODEL, tags={"second": "life"}, description="anew")
    equal((anew.tags, anew.description, anew.aliases), ({"second": "life"}, "anew", {}), "the model made anew")
    created = mlflow.register_model(f"runs:/{run_id}/sklearn-model", MODEL)
    equal(int(created.version), 1, "its first version")
    client.delete_registered_model(MODEL)
    client.delete_registered_model(SECOND_MODEL)


# ---- Experiments and runs -------------------------------------------------------------------------------------------


def an_experiment_is_set_up():
    experiment = mlflow.set_experiment(f"forests {THIS_RUN}{SUFFIX}")
    equal(mlflow.get_experiment_by_name(experiment.name).experiment_id, experiment.experiment_id, "by its name")
    assert experiment.artifact_location.endswith(f"/{experiment.experiment_id}"), experiment.artifact_location
    mlflow.set_experiment_tag("season", "spring")
    mlflow.set_experiment_tags({"biome": "taiga", "season": "autumn"})
    tags = mlflow.get_experiment(experiment.experiment_id).tags
    equal({key: tags.get(key) for key in ("season", "biome")}, {"season": "autumn", "biome": "taiga"}, "its tags")
    with refused("RESOURCE_ALREADY_EXISTS", "a second experiment of the same name"):
        client.create_experiment(experiment.name)
    found = mlflow.search_experiments(filter_string=f"name = '{experiment.name}' AND tags.season = 'autumn'")
    equal([each.experiment_id for each in found], [experiment.experiment_id], "experiments by name and tag")
    return experiment


def an_experiment_is_renamed_deleted_and_restored():
    name = f"short-lived {THIS_RUN}{SUFFIX}"
    experiment_id = client.create_experiment(name, tags={"kind": "short-lived"})
    client.rename_experiment(experiment_id, f"{name}, renamed")
    client.delete_experiment(experiment_id)
    equal(client.get_experiment(experiment_id).lifecycle_stage, "deleted", "the deleted experiment")
    deleted = client.search_experiments(ViewType.DELETED_ONLY, filter_string="tags.kind = 'short-lived'")
    assert experiment_id in {each.experiment_id for each in deleted}, "it is among the deleted"
    client.restore_experiment(experiment_id)
    restored = client.get_experiment(experiment_id)
    equal((restored.lifecycle_stage, restored.name), ("active", f"{name}, renamed"), "the restored experiment")
    client.delete_experiment(experiment_id)


def runs_are_logged(experiment):
    """Three runs of differing depth; the metric `loss` has a history."""
    run_ids = []
    for depth in (1, 2, 3):
        with mlflow.start_run(run_name=f"depth {depth}", tags={"sweep": "depth"}, description="a sweep") as run:
            mlflow.log_param("max_depth", depth)
            for epoch in range(5):
                mlflow.log_metric("loss", 1 / (epoch + depth), step=epoch)
            mlflow.log_metric("accuracy", depth / 4)
            mlflow.set_tags({"note": f"number {depth}", "to delete": "soon"})
            mlflow.delete_tag("to delete")
        run_ids.append(run.info.run_id)

    stored = mlflow.get_run(run_ids[1])
    equal(stored.info.status, "FINISHED", "the run's status")
    equal(stored.info.run_name, "depth 2", "the run's name")
    equal(stored.info.experiment_id, experiment.experiment_id, "the run's experiment")
    equal(stored.data.params, {"max_depth": "2"}, "the run's params")
    equal(stored.data.metrics, {"loss": 1 / 6, "accuracy": 0.5}, "the latest value of each metric")
    equal((stored.data.tags["note"], stored.data.tags.get("to delete")), ("number 2", None), "the run's tags")
    history = client.get_metric_history(run_ids[1], "loss")
    equal([(point.step, point.value) for point in history], [(s, 1 / (s + 2)) for s in range(5)], "the history")
    return run_ids


def a_param_is_written_once(run_ids):
    client.log_param(run_ids[0], "max_depth", 1)
    with refused("INVALID_PARAMETER_VALUE", "another value for a param", "max_depth"):
        client.log_param(run_ids[0], "max_depth", 99)


def runs_are_found(experiment, run_ids):
    def found(filter_string="", **how):
        runs = mlflow.search_runs([experiment.experiment_id], filter_string, output_format="list", **how)
        return [run_ids.index(run.info.run_id) + 1 for run in runs if run.info.run_id in run_ids]

    equal(found(), [3, 2, 1], "the newest first")
    equal(found("params.max_depth = '2'"), [2], "by param")
    equal(found("params.max_depth != '2'"), [3, 1], "by another param")
    equal(found("metrics.accuracy >= 0.5", order_by=["metrics.accuracy ASC"]), [2, 3], "by metric")
    equal(found("metrics.loss < 0.16 AND tags.sweep = 'depth'"), [3], "by metric and tag")
    equal(found("tags.note LIKE 'number%'", order_by=["params.max_depth DESC"]), [3, 2, 1], "by a tag's pattern")
    equal(found("attributes.run_name = 'depth 1' AND attributes.status = 'FINISHED'"), [1], "by attribute")
    equal(found(order_by=["metrics.accuracy DESC"], max_results=2), [3, 2], "the best two")

    first = client.search_runs([experiment.experiment_id], order_by=["metrics.accuracy ASC"], max_results=2)
    rest = client.search_runs(
        [experiment.experiment_id], order_by=["metrics.accuracy ASC"], max_results=2, page_token=first.token
    )
    equal([run.info.run_id for run in [*first, *rest]], run_ids, "two pages")

    frame = mlflow.search_runs(experiment_names=[experiment.name], order_by=["metrics.accuracy DESC"])
    equal(list(frame["params.max_depth"]), ["3", "2", "1"], "as a data frame")


def a_batch_is_logged(experiment):
    run = client.create_run(experiment.experiment_id, run_name="batch")
    now = int(time.time() * 1000)
    client.log_batch(
        run.info.run_id,
        metrics=[Metric("m", step / 10, now + step, step) for step in range(100)] + [Metric("nan", np.nan, now, 0)],
        params=[Param(f"p{number}", str(number)) for number in range(50)],
        tags=[RunTag(f"t{number}", str(number)) for number in range(50)],
    )
    client.set_terminated(run.info.run_id, RunStatus.to_string(RunStatus.FAILED))
    stored = client.get_run(run.info.run_id)
    equal(stored.info.status, "FAILED", "the status")
    equal(stored.data.metrics["m"], 9.9, "the latest value")
    assert np.isnan(stored.data.metrics["nan"]), "NaN is kept"
    equal(len(stored.data.params), 50, "the params")
    equal({key: stored.data.tags[key] for key in ("t0", "t49")}, {"t0": "0", "t49": "49"}, "the tags")
    equal(len(client.get_metric_history(run.info.run_id, "m")), 100, "the history")


def runs_are_nested():
    with mlflow.start_run(run_name="parent") as parent:
        with mlflow.start_run(run_name="child", nested=True) as child:
            mlflow.log_metric("inner", 1.0)
    equal(mlflow.get_parent_run(child.info.run_id).info.run_id, parent.info.run_id, "the child's parent")
    children = mlflow.search_runs(
        filter_string=f"tags.mlflow.parentRunId = '{parent.info.run_id}'", output_format="list"
    )
    equal([run.info.run_id for run in children], [child.info.run_id], "the parent's children")


def a_run_is_resumed_deleted_and_restored(experiment, run_ids):
    with mlflow.start_run(run_id=run_ids[0]):
        mlflow.log_metric("resumed", 1)
    client.update_run(run_ids[0], name="depth one")
    equal(client.get_run(run_ids[0]).info.run_name, "depth one", "the new name")
    client.delete_run(run_ids[0])
    equal(client.get_run(run_ids[0]).info.lifecycle_stage, "deleted", "the deleted run")
    deleted = client.search_runs([experiment.experiment_id], run_view_type=ViewType.DELETED_ONLY)
    equal([run.info.run_id for run in deleted], [run_ids[0]], "the deleted runs")
    client.restore_run(run_ids[0])
    restored = client.get_run(run_ids[0])
    equal((restored.info.lifecycle_stage, restored.data.metrics["resumed"]), ("active", 1.0), "the restored run")


def a_data_set_is_logged(experiment):
    frame = pd.DataFrame({"height": [1.5, 2.5], "species": ["fir", "oak"]})
    with mlflow.start_run() as run:
        mlflow.log_input(mlflow.data.from_pandas(frame, name="trees"), context="training")
    (used,) = client.get_run(run.info.run_id).inputs.dataset_inputs
    equal(used.dataset.name, "trees", "the data set's name")
    equal({tag.key: tag.value for tag in used.tags}, {"mlflow.data.context": "training"}, "what it was used for")
    found = client.search_runs([experiment.experiment_id], "datasets.name = 'trees'")
    equal([each.info.run_id for each in found], [run.info.run_id], "runs by data set")


# ---- Artifacts ------------------------------------------------------------------------------------------------------


def artifacts_are_logged_listed_and_downloaded():
    with tempfile.TemporaryDirectory() as folder:
        below = pathlib.Path(folder, "data")
        contents = {"a.bin": os.urandom(3_000_000), "empty.txt": b"", "deep/er/ünï code+.csv": b"1,2\n"}
        for name, content in contents.items():
            pathlib.Path(below, name).parent.mkdir(parents=True, exist_ok=True)
            pathlib.Path(below, name).write_bytes(content)

        with mlflow.start_run() as run:
            mlflow.log_artifact(str(below / "a.bin"))
            mlflow.log_artifact(str(below / "a.bin"), artifact_path="single")
            mlflow.log_artifacts(str(below), artifact_path="folder")
            mlflow.log_text("fir\noak\n", "notes/trees.txt")
            mlflow.log_dict({"trees": ["fir", "oak"]}, "trees.json")
            mlflow.log_table({"tree": ["fir"], "height": [1.5]}, "table.json")
            figure, axes = plt.subplots()
            axes.plot([1, 2], [3, 4])
            mlflow.log_figure(figure, "figure.png")

        run_id = run.info.run_id
        top = {each.path: (each.is_dir, each.file_size) for each in client.list_artifacts(run_id)}
        equal(top["a.bin"], (False, 3_000_000), "a file in the listing")
        equal(top["folder"][0], True, "a folder in the listing")
        equal(
            sorted(top),
            ["a.bin", "figure.png", "folder", "notes", "single", "table.json", "trees.json"],
            "the listing",
        )
        listed = mlflow.artifacts.list_artifacts(run_id=run_id, artifact_path="folder")
        equal(sorted(each.path for each in listed), ["folder/a.bin", "folder/deep", "folder/empty.txt"], "a folder")
        equal(client.list_artifacts(run_id, "nowhere"), [], "a folder that is not there")

        file = mlflow.artifacts.download_artifacts(run_id=run_id, artifact_path="a.bin", dst_path=f"{folder}/one")
        equal(digest(file), hashlib.sha256(contents["a.bin"]).hexdigest(), "a file's bytes")
        copy = mlflow.artifacts.download_artifacts(f"runs:/{run_id}/folder", dst_path=f"{folder}/all")
        for name, content in contents.items():
            equal(digest(pathlib.Path(copy, name)), hashlib.sha256(content).hexdigest(), f"the bytes of {name}")
        equal(mlflow.artifacts.load_text(f"runs:/{run_id}/notes/trees.txt"), "fir\noak\n", "the text")
        equal(mlflow.artifacts.load_dict(f"runs:/{run_id}/trees.json"), {"trees": ["fir", "oak"]}, "the dictionary")


def digest(file):
    return hashlib.sha256(pathlib.Path(file).read_bytes()).hexdigest()


# ---- Autologging and logged models ----------------------------------------------------------------------------------


def autolog_records_a_fit(experiment):
    mlflow.autolog(silent=True)
    with mlflow.start_run() as run:
        Ridge(alpha=0.5).fit(X_train, y_train)
    mlflow.autolog(disable=True)
    stored = client.get_run(run.info.run_id)
    equal(stored.data.params["alpha"], "0.5", "the param")
    assert "training_r2_score" in stored.data.metrics, f"the metrics: {stored.data.metrics}"
    model = mlflow.pyfunc.load_model(f"runs:/{run.info.run_id}/model")
    np.testing.assert_allclose(model.predict(X_test), Ridge(alpha=0.5).fit(X_train, y_train).predict(X_test))


def logged_models_are_found(experiment):
    """MLflow 3 keeps a model apart from the run that logged it."""
    with mlflow.start_run() as run:
        logged = mlflow.sklearn.log_model(
            Ridge().fit(X_train, y_train), name="ridge", params={"alpha": "1.0"}, tags={"kind": "linear"}
        )
        mlflow.log_metric("rmse", 0.5, model_id=logged.model_id)
    model = mlflow.get_logged_model(logged.model_id)
    equal((model.name, model.source_run_id, str(model.status)), ("ridge", run.info.run_id, "READY"), "the model")
    equal((model.params["alpha"], model.tags["kind"]), ("1.0", "linear"), "its params and tags")
    equal([(metric.key, metric.value) for metric in model.metrics], [("rmse", 0.5)], "its metrics")
    found = mlflow.search_logged_models(
        [experiment.experiment_id], "name = 'ridge' AND metrics.rmse < 1", output_format="list"
    )
    equal([each.model_id for each in found], [logged.model_id], "models by name and metric")
    client.set_logged_model_tags(logged.model_id, {"kind": "ridge"})
    equal(client.get_logged_model(logged.model_id).tags["kind"], "ridge", "the changed tag")

    registered = mlflow.register_model(logged.model_uri, f"ridge{THIS_RUN}")
    equal((registered.source, registered.run_id), (logged.model_uri, run.info.run_id), "the version's source and run")
    loaded = mlflow.pyfunc.load_model(f"models:/{registered.name}/{registered.version}")
    equal(len(loaded.predict(X_test)), len(X_test), "its predictions")
    client.delete_registered_model(registered.name)
    client.delete_logged_model(logged.model_id)
    left = mlflow.search_logged_models([experiment.experiment_id], "name = 'ridge'", output_format="list")
    equal(left, [], "after it was deleted")


def main():
    step(f"MLflow {mlflow.__version__} at {TRACKING_URI}: log, train, register")
    run_id = a_model_is_registered_as_it_is_logged()
    step("the same again: version 2")
    logging_it_again_makes_version_2()
    step("register_model from a run")
    a_model_logged_earlier_is_registered(run_id)
    step("create_registered_model of a taken name is refused")
    a_name_is_taken_once()
    step("create_model_version from a source")
    a_version_is_created_from_a_source(run_id)
    step("load and predict")
    a_registered_model_predicts_as_the_original()
    step("stages")
    a_version_moves_through_the_stages()
    stages_tag_by_name()
    step("aliases")
    an_alias_follows_the_champion()
    step("descriptions and tags")
    models_and_versions_are_described_and_tagged()
    step("search models and versions")
    models_are_found()
    versions_are_found(run_id)
    step("rename")
    a_model_is_renamed()
    step("copy a version to another model")
    a_version_is_promoted_to_another_model()
    step("archive and delete versions")
    a_version_is_retired()
    an_alias_goes_with_its_version()
    step("delete a model, create it anew")
    a_deleted_model_is_gone_and_starts_anew()

    step("experiments")
    experiment = an_experiment_is_set_up()
    an_experiment_is_renamed_deleted_and_restored()
    step("runs, params, metrics, tags")
    run_ids = runs_are_logged(experiment)
    a_param_is_written_once(run_ids)
    step("search runs")
    runs_are_found(experiment, run_ids)
    step("batches, nested runs, deleted runs")
    a_batch_is_logged(experiment)
    runs_are_nested()
    a_run_is_resumed_deleted_and_restored(experiment, run_ids)
    step("data sets")
    a_data_set_is_logged(experiment)
    step("artifacts")
    artifacts_are_logged_listed_and_downloaded()
    step("autolog")
    autolog_records_a_fit(experiment)
    if MLFLOW_3:
        step("logged models")
        logged_models_are_found(experiment)
    step("done: all is well")


if __name__ == "__main__":
    main()
