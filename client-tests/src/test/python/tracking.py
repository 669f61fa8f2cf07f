"""Tracking with the ordinary MLflow client: sweeps, batches, pictures, tables, evaluations, data sets, searches.

    python tracking.py <tracking-uri>

Everything it logs it logs under experiments of its own, so it can be run again and again against one server.
"""

import json
import logging
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
from mlflow.entities import Metric, Param, RunTag, ViewType
from mlflow.models import infer_signature
from mlflow.tracking import MlflowClient
from PIL import Image
from sklearn.datasets import load_iris
from sklearn.linear_model import LinearRegression, LogisticRegression, Ridge
from sklearn.model_selection import GridSearchCV

from lab import equal, refused, step

warnings.filterwarnings("ignore")
logging.getLogger("mlflow").setLevel(logging.ERROR)
os.environ["MLFLOW_ENABLE_ARTIFACTS_PROGRESS_BAR"] = "false"
os.environ["MLFLOW_SUPPRESS_PRINTING_URL_TO_STDOUT"] = "true"

mlflow.set_tracking_uri(sys.argv[1])
client = MlflowClient()

MLFLOW_3 = int(mlflow.__version__.split(".")[0]) >= 3
THIS_RUN = f"{time.time_ns():x}"
EXPERIMENT = f"tracking {THIS_RUN}"

iris = load_iris(as_frame=True)
REQUIREMENTS = ["scikit-learn"]  # given, as to find them out takes MLflow a process a model
TREES = pd.DataFrame({"height": [1.5, 2.5, 3.5, 4.5], "age": [3, 5, 7, 9]})


def paths_below(run_id, path=None):
    """Every file of a run's artifacts, folder by folder as the client lists them."""
    found = []
    for each in client.list_artifacts(run_id, path):
        found += paths_below(run_id, each.path) if each.is_dir else [each.path]
    return found


def runs_found(experiment_ids, filter_string="", **how):
    return [run.info.run_name for run in mlflow.search_runs(experiment_ids, filter_string, output_format="list", **how)]


def log_ridge(**how):
    """Logs a small model, under the name that each release knows the argument by."""
    where = {"name": "ridge"} if MLFLOW_3 else {"artifact_path": "ridge"}
    return mlflow.sklearn.log_model(
        Ridge().fit(TREES[["height"]], TREES["age"]),
        signature=infer_signature(TREES[["height"]], TREES["age"].astype(float)),
        input_example=TREES[["height"]].head(2),
        pip_requirements=REQUIREMENTS,
        **where,
        **how,
    )


# ---- Runs and what they hold ----------------------------------------------------------------------------------------


def a_grid_search_makes_nested_runs():
    mlflow.sklearn.autolog(max_tuning_runs=2, log_models=False, silent=True)
    with mlflow.start_run(run_name="grid") as parent:
        search = GridSearchCV(Ridge(), {"alpha": [0.1, 1.0, 10.0]}, cv=2).fit(TREES[["height"]], TREES["age"])
    mlflow.sklearn.autolog(disable=True)

    stored = client.get_run(parent.info.run_id)
    equal(stored.data.params["best_alpha"], str(search.best_params_["alpha"]), "the best param")
    equal(stored.data.metrics["best_cv_score"], search.best_score_, "the best score")
    children = mlflow.search_runs(
        filter_string=f"tags.mlflow.parentRunId = '{parent.info.run_id}'",
        order_by=["metrics.mean_test_score DESC"],
        output_format="list",
    )
    equal(len(children), 2, "the best two of the three are kept as runs")
    equal(children[0].data.params["alpha"], str(search.best_params_["alpha"]), "the best child")
    equal({child.info.status for child in children}, {"FINISHED"}, "the children's status")
    assert "cv_results.csv" in paths_below(parent.info.run_id), paths_below(parent.info.run_id)


def runs_nest_as_deep_as_one_likes():
    with mlflow.start_run(run_name="root", description="the *root*", tags={"level": "0"}) as root:
        with mlflow.start_run(run_name="branch", nested=True, tags={"level": "1"}) as branch:
            with mlflow.start_run(run_name="leaf", nested=True, tags={"level": "2"}) as leaf:
                mlflow.log_metric("depth", 2)
        with mlflow.start_run(run_name="twig", parent_run_id=root.info.run_id, nested=True):
            mlflow.log_metric("depth", 1)
    equal(mlflow.get_parent_run(leaf.info.run_id).info.run_id, branch.info.run_id, "the leaf's parent")
    equal(mlflow.get_parent_run(root.info.run_id), None, "the root's parent")
    equal(mlflow.get_run(root.info.run_id).data.tags["mlflow.note.content"], "the *root*", "the description")
    below = f"tags.mlflow.parentRunId = '{root.info.run_id}'"
    equal(runs_found(None, below, order_by=["attributes.run_name ASC"]), ["branch", "twig"], "the root's children")


def a_failed_run_says_so():
    try:
        with mlflow.start_run(run_name="failing") as run:
            raise RuntimeError("the training broke")
    except RuntimeError:
        pass
    stored = client.get_run(run.info.run_id)
    equal(stored.info.status, "FAILED", "the status")
    assert stored.info.end_time >= stored.info.start_time, "it has ended"


def more_is_logged_than_one_batch_takes():
    """The client cuts what exceeds a batch's limits into several."""
    params = {f"param {number}": number for number in range(250)}
    metrics = {f"metric/{number}": number / 7 for number in range(1_100)}
    tags = {f"tag.{number}": f"value {number}" for number in range(120)}
    with mlflow.start_run(run_name="large") as run:
        mlflow.log_params(params)
        mlflow.log_metrics(metrics, step=3)
        mlflow.set_tags(tags)
    data = client.get_run(run.info.run_id).data
    equal(data.params, {key: str(value) for key, value in params.items()}, "the params")
    equal(data.metrics, metrics, "the metrics")
    equal({key: data.tags[key] for key in tags}, tags, "the tags")


def values_of_any_kind_come_back():
    """Those that JSON has no number for, and those at the limits of a field's length."""
    with mlflow.start_run(run_name="values") as run:
        mlflow.log_metrics({"nan": float("nan"), "tiny": 5e-324, "huge": 1.7e308, "negative": -0.1})
        mlflow.log_metric("infinite", float("inf"))
        mlflow.log_metric("step", 1, step=-5)
        mlflow.log_param("long", "x" * 6_000)
        mlflow.log_param("ünï/a b.c:d", {"nested": [1, None]})
        mlflow.log_param("empty", "")
        mlflow.set_tag("text", "line\nline\t\"quoted\" 'too' \\ ünï 😀")
    data = client.get_run(run.info.run_id).data
    assert np.isnan(data.metrics["nan"]), "NaN"
    equal((data.metrics["tiny"], data.metrics["huge"], data.metrics["negative"]), (5e-324, 1.7e308, -0.1), "doubles")
    assert data.metrics["infinite"] >= sys.float_info.max, data.metrics["infinite"]
    equal(len(data.params["long"]), 6_000, "a long param")
    equal(data.params["ünï/a b.c:d"], "{'nested': [1, None]}", "a param of unicode")
    equal(data.params["empty"], "", "an empty param")
    equal(data.tags["text"], "line\nline\t\"quoted\" 'too' \\ ünï 😀", "a tag of many characters")
    with refused("INVALID_PARAMETER_VALUE", "a param changed"):
        client.log_param(run.info.run_id, "long", "y")


def metrics_are_logged_without_waiting():
    with mlflow.start_run(run_name="without waiting") as run:
        pending = [mlflow.log_metrics({"loss": 1 / (n + 1)}, step=n, synchronous=False) for n in range(40)]
        pending.append(mlflow.log_params({"a": 1, "b": 2}, synchronous=False))
        pending.append(mlflow.set_tags({"t": "u"}, synchronous=False))
        for each in pending:
            each.wait()
        mlflow.log_metric("last", 1, synchronous=False)
        mlflow.log_image(np.zeros((4, 4, 3), np.uint8), key="dark", step=0, synchronous=False)
        mlflow.flush_async_logging()
        mlflow.flush_artifact_async_logging()
    data = client.get_run(run.info.run_id).data
    equal((data.metrics, data.params, data.tags["t"]), ({"loss": 1 / 40, "last": 1}, {"a": "1", "b": "2"}, "u"), "all")
    history = client.get_metric_history(run.info.run_id, "loss")
    equal(sorted(point.step for point in history), list(range(40)), "no point is missing")
    equal(len(client.list_artifacts(run.info.run_id, "images")), 2, "the image and its preview")


def a_long_history_comes_in_pages():
    """25,000 points are what the client asks for at once."""
    run_id = client.create_run(mlflow.get_experiment_by_name(EXPERIMENT).experiment_id, run_name="long").info.run_id
    points = 25_500
    for first in range(0, points, 1_000):
        steps = range(first, min(first + 1_000, points))
        client.log_batch(run_id, metrics=[Metric("loss", step / 8, 1_700_000_000_000 + step, step) for step in steps])
    history = client.get_metric_history(run_id, "loss")
    equal([point.step for point in history], list(range(points)), "the steps")
    equal(history[-1].value, (points - 1) / 8, "the last value")
    equal(client.get_run(run_id).data.metrics, {"loss": (points - 1) / 8}, "the latest value")
    client.set_terminated(run_id)


def a_batch_is_taken_whole_or_not_at_all():
    run_id = client.create_run(mlflow.get_experiment_by_name(EXPERIMENT).experiment_id, run_name="whole").info.run_id
    client.log_param(run_id, "fixed", "1")
    with refused("INVALID_PARAMETER_VALUE", "a param changed in a batch", "fixed"):
        client.log_batch(run_id, params=[Param("fixed", "2")], metrics=[Metric("m", 1, 0, 0)], tags=[RunTag("t", "1")])
    with refused("INVALID_PARAMETER_VALUE", "a key that is no path"):
        client.log_batch(run_id, metrics=[Metric("../m", 1, 0, 0)])
    data = client.get_run(run_id).data
    equal((data.params, data.metrics), ({"fixed": "1"}, {}), "what there is of them")
    client.set_terminated(run_id)


# ---- Artifacts ------------------------------------------------------------------------------------------------------


def pictures_tables_and_texts_are_logged():
    picture = (np.arange(300) % 256).astype(np.uint8).reshape(10, 10, 3)
    with mlflow.start_run(run_name="pictures") as run:
        run_id = run.info.run_id
        client.log_image(run_id, picture, "pictures/one.png")
        client.log_image(run_id, Image.fromarray(picture), "two.png")
        for step_number in (0, 10):
            client.log_image(run_id, picture, key="dog", step=step_number, timestamp=1_700_000_000_000)
        client.log_table(run_id, {"tree": ["fir"], "height": [1.5]}, "tables/trees.json")
        client.log_table(run_id, pd.DataFrame({"tree": ["oak"], "height": [2.5]}), "tables/trees.json")
        client.log_dict(run_id, {"trees": ["fir", "ünï"]}, "trees.yaml")
        client.log_dict(run_id, {"trees": ["fir", "ünï"]}, "trees.json")
        client.log_text(run_id, "fir\nünï 😀\n", "notes/a b+c%20d.txt")
        figure, axes = plt.subplots(figsize=(1, 1))
        axes.plot([1, 2], [3, 4])
        client.log_figure(run_id, figure, "figures/line.svg")
        plt.close(figure)

    images = [each.path for each in client.list_artifacts(run_id, "images")]
    equal(len(images), 4, f"two steps, each with a preview: {images}")
    assert all(path.startswith("images/dog") and "1700000000000" in path for path in images), images
    for path in [*images, "pictures/one.png", "two.png"]:
        with tempfile.TemporaryDirectory() as folder:
            with Image.open(client.download_artifacts(run_id, path, folder)) as read:
                assert path.endswith(".webp") or (np.asarray(read) == picture).all(), f"the pixels of {path}"
    np.testing.assert_array_equal(np.asarray(mlflow.artifacts.load_image(f"runs:/{run_id}/two.png")), picture)

    experiment_id = run.info.experiment_id
    table = client.load_table(experiment_id, "tables/trees.json", run_ids=[run_id], extra_columns=["run_id"])
    equal(table["tree"].tolist(), ["fir", "oak"], "the rows of both calls")
    equal(set(table["run_id"]), {run_id}, "the run each row is from")
    equal(mlflow.load_table("tables/trees.json", run_ids=[run_id])["height"].tolist(), [1.5, 2.5], "the heights")
    equal(mlflow.artifacts.load_dict(f"runs:/{run_id}/trees.json"), {"trees": ["fir", "ünï"]}, "the dictionary")
    equal(mlflow.artifacts.load_text(f"runs:/{run_id}/notes/a b+c%20d.txt"), "fir\nünï 😀\n", "the text")


def folders_are_logged_and_read_by_uri():
    with tempfile.TemporaryDirectory() as folder:
        data = pathlib.Path(folder, "data")
        contents = {"a.txt": "a", "b/c.txt": "c", "b/d/e.txt": "e", "b/d/f/g h.txt": ""}
        for name, content in contents.items():
            pathlib.Path(data, name).parent.mkdir(parents=True, exist_ok=True)
            pathlib.Path(data, name).write_text(content)
        with mlflow.start_run(run_name="folders") as run:
            mlflow.log_artifacts(str(data))
            mlflow.log_artifacts(str(data / "b"), artifact_path="again/b")
            mlflow.log_artifact(str(data / "b"), artifact_path="third")
            equal(mlflow.get_artifact_uri("b").split("/")[-3:], [run.info.run_id, "artifacts", "b"], "the URI")

        run_id = run.info.run_id
        below = ["c.txt", "d/e.txt", "d/f/g h.txt"]
        everywhere = ["a.txt", *(f"{place}/{name}" for place in ("b", "again/b", "third/b") for name in below)]
        equal(sorted(paths_below(run_id)), sorted(everywhere), "every file")
        for uri in (f"runs:/{run_id}/b", f"{run.info.artifact_uri}/b"):
            equal([each.path for each in mlflow.artifacts.list_artifacts(uri)], ["b/c.txt", "b/d"], uri)
            copy = mlflow.artifacts.download_artifacts(uri, dst_path=tempfile.mkdtemp(dir=folder))
            equal([pathlib.Path(copy, name).read_text() for name in below], ["c", "e", ""], uri)
        whole = mlflow.artifacts.download_artifacts(run_id=run_id, dst_path=f"{folder}/whole")
        copied = sorted(str(each.relative_to(whole)) for each in pathlib.Path(whole).rglob("*") if each.is_file())
        equal(copied, sorted(everywhere), "every file downloaded")


# ---- Evaluation and data sets ---------------------------------------------------------------------------------------


def a_classifier_is_evaluated():
    features, labels = iris.data[:100], iris.target[:100]
    evaluate = mlflow.models.evaluate if MLFLOW_3 else mlflow.evaluate
    with mlflow.start_run(run_name="evaluated") as run:
        model = LogisticRegression().fit(features, labels)
        where = {"name": "model"} if MLFLOW_3 else {"artifact_path": "model"}
        signature = infer_signature(features, model.predict(features))
        logged = mlflow.sklearn.log_model(model, signature=signature, pip_requirements=REQUIREMENTS, **where)
        data = mlflow.data.from_pandas(features.assign(target=labels), targets="target", name="iris")
        result = evaluate(
            logged.model_uri,
            data,
            model_type="classifier",
            evaluator_config={"log_explainer": False, "log_model_explainability": False},
        )
    equal(result.metrics["accuracy_score"], 1.0, "the accuracy")
    stored = client.get_run(run.info.run_id)
    equal(stored.data.metrics, {key: float(value) for key, value in result.metrics.items()}, "the metrics are logged")
    (used,) = stored.inputs.dataset_inputs
    equal(used.dataset.name, "iris", "the data set is logged")
    for name in ("confusion_matrix.png", "roc_curve_plot.png"):
        assert name in paths_below(run.info.run_id), paths_below(run.info.run_id)


def data_sets_are_logged_and_found():
    experiment_id = mlflow.get_experiment_by_name(EXPERIMENT).experiment_id
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder, "trees.csv")
        TREES.to_csv(file, index=False)
        trees = mlflow.data.from_pandas(TREES, source=str(file), name="trees", targets="age")
        numbers = mlflow.data.from_numpy(np.arange(12).reshape(3, 4), name="numbers")
        with mlflow.start_run(run_name="two data sets") as run:
            mlflow.log_input(trees, context="training", tags={"season": "spring"})
            mlflow.log_input(numbers, context="testing")
        with mlflow.start_run(run_name="one data set"):
            mlflow.log_input(trees, context="validation")

        inputs = {used.dataset.name: used for used in client.get_run(run.info.run_id).inputs.dataset_inputs}
        equal(sorted(inputs), ["numbers", "trees"], "the data sets")
        kept = inputs["trees"].dataset
        equal((kept.digest, kept.source_type), (trees.digest, "local"), "the digest and where it is from")
        tags = {tag.key: tag.value for tag in inputs["trees"].tags}
        equal(tags, {"mlflow.data.context": "training", "season": "spring"}, "the tags")
        equal(json.loads(kept.profile)["num_rows"], 4, "the profile")
        pd.testing.assert_frame_equal(pd.read_csv(mlflow.data.get_source(kept).load()), TREES)

    def found(filter_string):
        return sorted(runs_found([experiment_id], filter_string))

    equal(found("datasets.name = 'trees'"), ["one data set", "two data sets"], "by name")
    equal(found("datasets.name = 'numbers'"), ["two data sets"], "by the other name")
    equal(found(f"dataset.digest = '{numbers.digest}'"), ["two data sets"], "by digest")
    equal(found("datasets.context = 'validation'"), ["one data set"], "by context")
    equal(found("datasets.name IN ('numbers', 'stones')"), ["two data sets"], "by one of several names")
    equal(found("datasets.name = 'stones'"), [], "by a name that is not there")


# ---- Searching ------------------------------------------------------------------------------------------------------


def experiments_are_found():
    names = [f"{EXPERIMENT} {kind}" for kind in ("a", "b", "c", "d")]
    ids = [mlflow.create_experiment(name, tags={"kind": name[-1], "all": THIS_RUN}) for name in names]
    client.delete_experiment(ids[3])

    def found(filter_string, **how):
        return [each.name[-1] for each in mlflow.search_experiments(filter_string=filter_string, **how)]

    ours = f"tags.all = '{THIS_RUN}'"
    equal(found(ours, order_by=["name ASC"]), ["a", "b", "c"], "the active ones")
    equal(found(ours, view_type=ViewType.DELETED_ONLY), ["d"], "the deleted one")
    equal(found(ours, view_type=ViewType.ALL, order_by=["name DESC"]), ["d", "c", "b", "a"], "all")
    equal(found(f"name LIKE '{EXPERIMENT} %' AND tags.kind != 'b'", order_by=["name"]), ["a", "c"], "by name and tag")
    equal(found(f"name ILIKE '{EXPERIMENT.upper()} B'"), ["b"], "in any case")
    equal(found(ours, max_results=2, order_by=["creation_time ASC", "name ASC"]), ["a", "b"], "the first two")
    page = client.search_experiments(filter_string=ours, max_results=2, order_by=["name"])
    rest = client.search_experiments(filter_string=ours, max_results=2, order_by=["name"], page_token=page.token)
    equal([each.experiment_id for each in [*page, *rest]], ids[:3], "two pages")
    client.restore_experiment(ids[3])
    equal(found(ours, order_by=["name"]), ["a", "b", "c", "d"], "the restored one too")
    with refused("RESOURCE_ALREADY_EXISTS", "a taken name"):
        mlflow.create_experiment(names[0])


def runs_are_found_across_experiments():
    ids = [mlflow.create_experiment(f"{EXPERIMENT} search {kind}") for kind in ("first", "second")]
    for number in range(12):
        run = client.create_run(ids[number % 2], start_time=1_700_000_000_000 + number, run_name=f"run {number:02}")
        client.log_metric(run.info.run_id, "score", number % 5)
        client.log_param(run.info.run_id, "size", number)
        client.set_terminated(run.info.run_id, "FINISHED" if number % 3 else "KILLED")

    names = [f"run {number:02}" for number in range(12)]
    equal(runs_found(ids), names[::-1], "the newest first, of both")
    equal(runs_found(ids, order_by=["start_time ASC"], max_results=5), names[:5], "the oldest five")
    by_score = sorted(range(12), key=lambda number: (-(number % 5), number))
    order = ["metrics.score DESC", "start_time ASC"]
    equal(runs_found(ids, order_by=order), [names[number] for number in by_score], "by score")
    equal(runs_found(ids, "attributes.status = 'KILLED'"), names[9::-3], "by status")
    equal(runs_found([ids[0]], "metrics.score > 2 AND params.size LIKE '%8'"), ["run 08"], "in one of them")
    equal(runs_found(ids, "attributes.start_time >= 1700000000010"), names[:9:-1], "by start")
    equal(runs_found(ids, "run_name ILIKE 'RUN 0_' AND metrics.score = 0"), ["run 05", "run 00"], "by pattern")

    token, pages = None, []
    while token or not pages:
        page = client.search_runs(ids, order_by=order, max_results=5, page_token=token)
        pages.append([run.info.run_name for run in page])
        token = page.token
    equal([len(page) for page in pages], [5, 5, 2], "the pages")
    equal(sum(pages, []), [names[number] for number in by_score], "what is on them")

    frame = mlflow.search_runs(experiment_names=[f"{EXPERIMENT} search first"], order_by=["params.size"])
    equal(frame["params.size"].tolist(), ["0", "10", "2", "4", "6", "8"], "a data frame, ordered by text")
    everywhere = mlflow.search_runs(
        search_all_experiments=True, filter_string="run_name = 'run 07'", order_by=["start_time DESC"]
    )
    assert ids[1] in set(everywhere["experiment_id"]), everywhere
    mlflow.delete_experiment(ids[1])
    equal(runs_found([ids[1]]), [], "those of a deleted experiment")


# ---- Models ---------------------------------------------------------------------------------------------------------


def a_saved_model_is_registered():
    name = f"saved {THIS_RUN}"
    with tempfile.TemporaryDirectory() as folder:
        model = LinearRegression().fit(TREES[["height"]], TREES["age"])
        mlflow.sklearn.save_model(model, f"{folder}/model", pip_requirements=REQUIREMENTS)
        with mlflow.start_run(run_name="saved") as run:
            mlflow.log_artifacts(f"{folder}/model", artifact_path="kept/model")
        version = mlflow.register_model(f"runs:/{run.info.run_id}/kept/model", name, tags={"by": "hand"})
    equal((version.version, version.run_id, version.tags), ("1", run.info.run_id, {"by": "hand"}), "the version")
    equal(version.status, "READY", "its status")
    files = {each.path for each in mlflow.artifacts.list_artifacts(f"models:/{name}/1")}
    assert "MLmodel" in files, files
    loaded = mlflow.sklearn.load_model(f"models:/{name}/1")
    equal(loaded.predict(TREES[["height"]]).round(6).tolist(), [3.0, 5.0, 7.0, 9.0], "its predictions")
    client.delete_registered_model(name)


def a_logged_model_is_described_and_amended():
    name = f"amended {THIS_RUN}"
    with mlflow.start_run(run_name="amended") as run:
        logged = log_ridge(registered_model_name=name)
    info = mlflow.models.get_model_info(f"models:/{name}/1")
    equal(info.model_uuid, logged.model_uuid, "the model of the version")
    equal(info.run_id, run.info.run_id, "its run")
    equal(mlflow.models.Model.load(f"models:/{name}/1").signature, info.signature, "its signature")
    example = mlflow.pyfunc.load_model(f"models:/{name}/1").input_example
    pd.testing.assert_frame_equal(example, TREES[["height"]].head(2))
    assert "scikit-learn" in pathlib.Path(mlflow.pyfunc.get_model_dependencies(f"models:/{name}/1")).read_text()

    wider = infer_signature(TREES[["height"]], TREES["age"].astype(float), params={"margin": 0.5})
    mlflow.models.set_signature(logged.model_uri, wider)
    equal(mlflow.models.get_model_info(logged.model_uri).signature, wider, "the signature set afterwards")
    equal(mlflow.models.get_model_info(f"models:/{name}/1").signature, wider, "and seen through the version")
    client.delete_registered_model(name)


class Doubler(mlflow.pyfunc.PythonModel):
    def predict(self, context, model_input):
        return (model_input * 2).assign(note=pathlib.Path(context.artifacts["note"]).read_text())


def a_model_of_ones_own_brings_its_files():
    with tempfile.TemporaryDirectory() as folder:
        note = pathlib.Path(folder, "note.txt")
        note.write_text("twice")
        where = {"name": "doubler"} if MLFLOW_3 else {"artifact_path": "doubler"}
        with mlflow.start_run(run_name="doubler"):
            logged = mlflow.pyfunc.log_model(
                python_model=Doubler(),
                artifacts={"note": str(note)},
                metadata={"team": "forestry"},
                pip_requirements=REQUIREMENTS,
                **where,
            )
    loaded = mlflow.pyfunc.load_model(logged.model_uri)
    answer = loaded.predict(TREES[["age"]])
    equal((answer["age"].tolist(), set(answer["note"])), ([6, 10, 14, 18], {"twice"}), "its answer")
    equal(loaded.metadata.metadata, {"team": "forestry"}, "its metadata")


def models_are_logged_step_by_step():
    """What training loops do in MLflow 3: a checkpoint a step, with metrics on a data set, to search for the best."""
    experiment_id = mlflow.get_experiment_by_name(EXPERIMENT).experiment_id
    trees = mlflow.data.from_pandas(TREES, name="trees")
    kind = f"checkpoint-{THIS_RUN}"
    with mlflow.start_run(run_name="checkpoints") as run:
        for number in range(3):
            model = mlflow.initialize_logged_model(
                name=kind, params={"step": number}, tags={"half": str(number % 2)}, model_type="net"
            )
            equal(str(model.status), "PENDING", "the status of one under way")
            client.log_model_artifacts(model.model_id, write_weights(number))
            mlflow.log_metric("rmse", 3 - number, step=number, model_id=model.model_id, dataset=trees)
            mlflow.finalize_logged_model(model.model_id, "READY" if number < 2 else "FAILED")
        client.log_outputs(run.info.run_id, [mlflow.entities.LoggedModelOutput(model.model_id, step=2)])

    def found(filter_string="", **how):
        where = f"name = '{kind}'" + (f" AND {filter_string}" if filter_string else "")
        models = mlflow.search_logged_models([experiment_id], where, output_format="list", **how)
        return [int(each.params["step"]) for each in models]

    equal(found(), [2, 1, 0], "the newest first")
    equal(found("metrics.rmse < 3", order_by=[{"field_name": "metrics.rmse", "ascending": False}]), [1, 2], "by metric")
    equal(found("params.step != '2' AND tags.half = '0'"), [0], "by param and tag")
    equal(found("params.step = '1'"), [1], "by param")
    equal(found("model_type = 'net'", max_results=2), [2, 1], "by type, the first two")
    on_trees = [{"dataset_name": "trees", "dataset_digest": trees.digest}]
    equal(found("metrics.rmse <= 2", datasets=on_trees), [2, 1], "on a data set")
    equal(found("metrics.rmse <= 2", datasets=[{"dataset_name": "stones"}]), [], "on another data set")
    frame = mlflow.search_logged_models([experiment_id], f"name = '{kind}'")
    equal(len(frame), 3, "as a data frame")
    page = client.search_logged_models([experiment_id], f"name = '{kind}'", max_results=2)
    rest = client.search_logged_models([experiment_id], f"name = '{kind}'", max_results=2, page_token=page.token)
    equal((len(page), len(rest), rest.token), (2, 1, None), "two pages")

    last = mlflow.get_logged_model(model.model_id)
    equal((str(last.status), last.source_run_id, last.model_type), ("FAILED", run.info.run_id, "net"), "the last one")
    (metric,) = last.metrics
    equal((metric.value, metric.dataset_name, metric.dataset_digest), (1, "trees", trees.digest), "its metric")
    outputs = client.get_run(run.info.run_id).outputs.model_outputs
    equal([each.model_id for each in outputs if each.step == 2], [last.model_id], "the run's output")
    listed = client.list_logged_model_artifacts(last.model_id, "weights")
    equal([each.path for each in listed], ["weights/2.txt"], "its files")
    files = mlflow.artifacts.download_artifacts(f"models:/{last.model_id}")
    equal(pathlib.Path(files, "weights", "2.txt").read_text(), "weights of step 2", "a file's content")
    client.log_model_params(last.model_id, {"late": "1"})
    client.set_logged_model_tags(last.model_id, {"half": "one", "new": "tag"})
    client.delete_logged_model_tag(last.model_id, "new")
    changed = client.get_logged_model(last.model_id)
    equal((changed.params["late"], changed.tags["half"], changed.tags.get("new")), ("1", "one", None), "the changes")
    client.delete_logged_model(last.model_id)
    equal(found(), [1, 0], "without the deleted one")


def write_weights(number):
    folder = pathlib.Path(tempfile.mkdtemp(), "files")
    pathlib.Path(folder, "weights").mkdir(parents=True)
    pathlib.Path(folder, "weights", f"{number}.txt").write_text(f"weights of step {number}")
    return str(folder)


def an_external_model_is_tracked():
    name = f"external-{THIS_RUN}"
    model = mlflow.create_external_model(name=name, params={"where": "elsewhere"})
    equal(str(mlflow.get_logged_model(model.model_id).status), "READY", "its status")
    mlflow.set_active_model(name=name)
    equal(mlflow.get_active_model_id(), model.model_id, "the active model is found by its name")
    with mlflow.start_run(run_name="external"):
        mlflow.log_metric("score", 0.5, model_id=model.model_id)
    mlflow.clear_active_model()
    equal([m.value for m in mlflow.get_logged_model(model.model_id).metrics], [0.5], "its metric")


# ---- Deleting -------------------------------------------------------------------------------------------------------


def deleted_things_are_out_of_sight_until_restored():
    experiment_id = mlflow.create_experiment(f"{EXPERIMENT} deleted")
    with mlflow.start_run(experiment_id=experiment_id, run_name="kept") as run:
        mlflow.log_metric("m", 1)
    mlflow.delete_run(run.info.run_id)
    equal(runs_found([experiment_id]), [], "the deleted run")
    equal(runs_found([experiment_id], run_view_type=ViewType.ALL), ["kept"], "seen by who asks")
    with refused("INVALID_PARAMETER_VALUE", "a metric of a deleted run"):
        client.log_metric(run.info.run_id, "m", 2)
    client.restore_run(run.info.run_id)
    client.log_metric(run.info.run_id, "m", 2)

    mlflow.delete_experiment(experiment_id)
    equal(client.get_experiment(experiment_id).lifecycle_stage, "deleted", "the experiment")
    equal(client.get_run(run.info.run_id).info.lifecycle_stage, "deleted", "its run")
    with refused("INVALID_PARAMETER_VALUE", "setting a deleted experiment"):
        mlflow.set_experiment(f"{EXPERIMENT} deleted")
    client.restore_experiment(experiment_id)
    equal(client.get_run(run.info.run_id).data.metrics, {"m": 2}, "the run is back")
    equal(runs_found([experiment_id]), ["kept"], "and found")


def main():
    mlflow.set_experiment(EXPERIMENT)
    tasks = [
        a_grid_search_makes_nested_runs,
        runs_nest_as_deep_as_one_likes,
        a_failed_run_says_so,
        more_is_logged_than_one_batch_takes,
        values_of_any_kind_come_back,
        metrics_are_logged_without_waiting,
        a_batch_is_taken_whole_or_not_at_all,
        pictures_tables_and_texts_are_logged,
        folders_are_logged_and_read_by_uri,
        a_classifier_is_evaluated,
        data_sets_are_logged_and_found,
        experiments_are_found,
        runs_are_found_across_experiments,
        a_saved_model_is_registered,
        a_logged_model_is_described_and_amended,
        a_model_of_ones_own_brings_its_files,
        deleted_things_are_out_of_sight_until_restored,
    ]
    if MLFLOW_3:
        tasks += [a_long_history_comes_in_pages, models_are_logged_step_by_step, an_external_model_is_tracked]
    for task in tasks:
        step(task.__name__.replace("_", " "))
        task()
    step("done: all is well")


if __name__ == "__main__":
    main()
