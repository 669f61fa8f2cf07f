"""Logged models: create, get, finalize, params, tags, delete, searches, and the versions made from them."""

from searches import pairs

NAMES = ["", " ", "model", "a/b", "a:b", "a.b", "a%b", "a'b", 'a"b', "ünï 日本", "n" * 500, "n" * 501, "n" * 5_000, "..", "a b", "a\nb", 5, None, True, ["a"], {"a": 1}]

TYPES = ["", "sklearn", "t" * 500, "t" * 501, "ünï", 5, None, ["a"]]

PARAMS = [
    [], "x", {}, [5], [None], [{"key": "k"}], [{"key": "k", "value": 5}], [{"key": 5, "value": "v"}], [{"key": "k", "value": None}], [{"key": "k", "value": ""}], [{"key": "a#", "value": "v"}], [{"key": "../k", "value": "v"}], [{"key": "a/b", "value": "v"}],
    [{"key": "k", "value": "1"}, {"key": "k", "value": "1"}], [{"key": "k", "value": "1"}, {"key": "k", "value": "2"}], [{"key": "k" * 250, "value": "v"}], [{"key": "k" * 251, "value": "v"}], [{"key": "k", "value": "v" * 6_000}], [{"key": "k", "value": "v" * 6_001}], [{"key": "é ü", "value": "ü\n😀"}], [{"key": f"p{i}", "value": "v"} for i in range(101)], None,
]  # fmt: skip

TAGS = [
    [], "x", {}, [{"key": "k"}], [{"key": "k", "value": 5}], [{"key": "k", "value": None}], [{"key": "k", "value": ""}], [{"key": "a#", "value": "v"}], [{"key": "../k", "value": "v"}], [{"key": "a/b", "value": "v"}],
    [{"key": "k", "value": "1"}, {"key": "k", "value": "2"}], [{"key": "k" * 250, "value": "v"}], [{"key": "k" * 251, "value": "v"}], [{"key": "k", "value": "v" * 8_000}], [{"key": "k", "value": "v" * 8_001}], [{"key": "é ü", "value": "ü\n😀"}], None,
]  # fmt: skip

# MLflow takes these; their models are not looked at again.
KEYLESS = [[{}], [{"value": "v"}], [{"key": "", "value": "v"}]]
UNREADABLE = [[5], [None], [{"key": 5, "value": "v"}]]

STATUSES = ["LOGGED_MODEL_READY", "LOGGED_MODEL_PENDING", "LOGGED_MODEL_UPLOAD_FAILED", "LOGGED_MODEL_STATUS_UNSPECIFIED", "READY", "nope", "", 0, 1, 2, 3, 4, -1, "2", "9", 1.5, None, True, ["LOGGED_MODEL_READY"]]

FILTERS = [
    "", " ", "name = 'alpha'", "name != 'alpha'", "name LIKE 'al%'", "name ILIKE 'AL%'", "name LIKE 'AL%'", "name IN ('alpha', 'beta')", "name NOT IN ('alpha')", "name > 'a'", "name = 5", "name IS NULL", "name = alpha", "attribute.name = 'alpha'", "attributes.name = 'alpha'", "attr.name = 'alpha'", "`name` = 'alpha'",
    "model_id = '${alpha}'", "model_id != '${alpha}'", "model_id IN ('${alpha}', '${beta}')", "model_id LIKE 'm-%'", "model_type = 'sklearn'", "model_type = ''", "model_type LIKE '%'", "status = 'READY'", "status = 'LOGGED_MODEL_READY'", "status != 'READY'", "status = 2", "status IN ('READY', 'PENDING')", "source_run_id = '${train}'", "source_run_id != '${train}'",
    "artifact_location LIKE '%artifacts'", "experiment_id = '${models}'", "creation_time > 0", "creation_timestamp > 0", "creation_timestamp_ms > 0", "creation_timestamp < 5", "creation_timestamp > '0'", "creation_timestamp > 'x'", "last_updated_timestamp > 0", "last_updated_timestamp_ms > 0", "last_updated_timestamp <= 5", "last_update_time > 0", "creation_timestamp LIKE '1'", "creation_timestamp IN (1)",
    "metrics.acc > 0.5", "metrics.acc >= 0.9", "metrics.acc = 0.9", "metrics.acc != 0.9", "metrics.acc < 1", "metrics.acc > '0.5'", "metrics.acc > 'x'", "metrics.acc LIKE '0'", "metrics.acc IN (0.9)", "metric.acc > 0.5", "metrics.`two words` = 1", "metrics.\"two words\" = 1", "metrics.nope > 0", "metrics.acc > 0.5 AND metrics.loss < 1", "metrics.acc > 0.5 AND metrics.acc < 0.6",
    "params.depth = '3'", "params.depth != '3'", "params.depth LIKE '%'", "params.depth = 3", "params.depth IN ('3', '4')", "params.nope = 'x'", "params.nope != 'x'", "param.depth = '3'", "parameters.depth = '3'", "params.depth IS NULL", "tags.team = 'x'", "tags.team != 'x'", "tags.team LIKE 'x%'", "tags.team ILIKE 'X%'", "tag.team = 'x'", "tags.`two words` = 'y'", "tags.team IS NULL", "tags.team IS NOT NULL", "tags.nope = 'x'", "tags.team IN ('x', 'y')",
    "tags.team = 'x' AND params.depth = '3'", "tags.team = 'x' OR params.depth = '3'", "name = 'alpha' AND name = 'beta'", "foo = 'x'", "foo.name = 'x'", "lifecycle_stage = 'active'", "name", "name =", "= 'x'", "(name = 'alpha')", "NOT name = 'alpha'", "name = 'alpha' AND", "; DROP", "name == 'alpha'", "name <> 'alpha'", "name = ''", "metrics. > 1", "datasets.name = 'd'",
]  # fmt: skip

ORDERS = [
    [], [{"field_name": "name"}], [{"field_name": "name", "ascending": True}], [{"field_name": "name", "ascending": False}], [{"field_name": "creation_time"}], [{"field_name": "creation_timestamp", "ascending": False}], [{"field_name": "creation_timestamp_ms"}], [{"field_name": "last_updated_timestamp"}], [{"field_name": "last_updated_timestamp_ms"}], [{"field_name": "model_type"}, {"field_name": "name"}],
    [{"field_name": "model_type", "ascending": False}], [{"field_name": "status"}, {"field_name": "name"}], [{"field_name": "source_run_id"}, {"field_name": "name"}], [{"field_name": "experiment_id"}, {"field_name": "name"}], [{"field_name": "metrics.acc"}], [{"field_name": "metrics.acc", "ascending": False}], [{"field_name": "metrics.acc", "ascending": False, "dataset_name": "test"}],
    [{"field_name": "metrics.acc", "dataset_name": "test", "dataset_digest": "d1"}], [{"field_name": "metrics.acc", "dataset_name": "nope"}], [{"field_name": "metrics.acc", "dataset_digest": "d1"}], [{"field_name": "metrics.nope"}, {"field_name": "name"}], [{"field_name": "params.depth"}], [{"field_name": "tags.team"}], [{"field_name": "foo"}], [{"field_name": ""}], [{}], "name", [5], ["name"], [{"field_name": 5}], [{"field_name": "name", "ascending": "x"}],
    [{"field_name": "name"}, {"field_name": "name", "ascending": False}], [{"field_name": "attributes.name"}], [{"field_name": "metrics."}], [{"field_name": "metric.acc"}], None,
]  # fmt: skip

DATASETS = [
    [], [{"dataset_name": "test"}], [{"dataset_name": "test", "dataset_digest": "d1"}], [{"dataset_name": "test", "dataset_digest": "nope"}], [{"dataset_name": "nope"}], [{"dataset_digest": "d1"}], [{}], [{"dataset_name": "test"}, {"dataset_name": "train"}], "x", [5], [{"dataset_name": 5}], [{"dataset_name": ""}], None,
]  # fmt: skip


def run(both):
    both.experiment("models")
    both.experiment("gone")
    both.post("experiments/delete", {"experiment_id": "${gone}"})
    both.start_run("train", "${models}")
    creations(both)
    changes(both)
    tags_and_params(both)
    deletions(both)
    searches(both)
    pages(both)
    links(both)


def create(both, name, experiment="${models}", **more):
    """Creates a logged model; ${name} is its id."""
    both.post("logged-models", {"experiment_id": experiment, "name": name, **more})
    both.save(name, "model.info.model_id")


def attempt(both, field, value):
    both.post("logged-models", {"experiment_id": "${models}", "name": "m", field: value})
    both.save(f"{field} {both.requests}", "model.info.model_id")


def creations(both):
    for field, values in [("name", NAMES), ("model_type", TYPES), ("source_run_id", ["", "nope", "${train}", 5, None, "a/b"]), ("params", PARAMS), ("tags", TAGS)]:
        for value in values:
            attempt(both, field, value)
            if both.agreed():
                both.get(f"logged-models/${{{field} {both.requests}}}")
    for given in KEYLESS + UNREADABLE:
        both.post("logged-models", {"experiment_id": "${models}", "name": "keyless", "tags": given})
        both.post("logged-models", {"experiment_id": "${models}", "name": "keyless", "params": given})
    for experiment in ["${gone}", "999999", "x", "", 5, None, ["0"]]:
        attempt(both, "experiment_id", experiment)
    both.post("logged-models")
    both.post("logged-models", {"name": "m"})
    both.post("logged-models", {"experiment_id": "${models}"})
    both.save("unnamed", "model.info.model_id")
    both.get("logged-models/${unnamed}")
    for path in ["nope", "m-nope", "m-" + "0" * 32, "..", "a b"]:
        both.get(f"logged-models/{path}")


def changes(both):
    for i, status in enumerate(STATUSES):
        create(both, f"status {i}")
        place = f"logged-models/${{status {i}}}"
        both.patch(place, {"model_id": f"${{status {i}}}", "status": status})
        if both.agreed():
            both.get(place)
            both.patch(place, {"model_id": f"${{status {i}}}", "status": 2})
    create(both, "changed")
    for body in [{}, {"status": 2}, {"model_id": "${changed}"}, {"model_id": "nope", "status": 2}, {"model_id": "", "status": 2}, {"model_id": 5, "status": 2}]:
        both.patch("logged-models/${changed}", body)
    both.patch("logged-models/nope", {"model_id": "nope", "status": 2})


def tags_and_params(both):
    create(both, "marked", tags=pairs({"born": "with"}), params=pairs({"born": "with"}))
    place = "logged-models/${marked}"
    for tags in TAGS:
        both.patch(f"{place}/tags", {"model_id": "${marked}", "tags": tags})
    both.get(place)
    for key in ["born", "born", "k", "é ü", "nope", "x%2Fy", "a%20b", ".", "K"]:
        both.delete(f"{place}/tags/{key}", {})
    both.get(place)
    create(both, "keyless")
    for given in KEYLESS + UNREADABLE:
        both.patch("logged-models/${keyless}/tags", {"model_id": "${keyless}", "tags": given})
        both.post("logged-models/${keyless}/params", {"model_id": "${keyless}", "params": given})
    for i, params in enumerate(PARAMS):
        create(both, f"param {i}")
        both.post(f"logged-models/${{param {i}}}/params", {"model_id": f"${{param {i}}}", "params": params})
        if both.agreed():
            both.get(f"logged-models/${{param {i}}}")
    for params in [{"born": "with"}, {"born": "again"}, {"new": "1"}, {"new": "1"}, {"new": "2"}, {"other": "1", "new": "1"}]:
        both.post(f"{place}/params", {"model_id": "${marked}", "params": pairs(params)})
    both.get(place)
    for body in [{}, {"model_id": "${marked}"}, {"params": pairs({"x": "y"})}, {"model_id": "nope", "params": pairs({"x": "y"})}, {"model_id": 5, "params": pairs({"z": "y"})}]:
        both.post(f"{place}/params", body)
        both.patch(f"{place}/tags", body)
    both.patch("logged-models/nope/tags", {"tags": pairs({"a": "b"})})
    both.post("logged-models/nope/params", {"model_id": "nope", "params": pairs({"a": "b"})})
    both.delete("logged-models/nope/tags/a", {})
    both.get(place)


def deletions(both):
    create(both, "deleted", tags=pairs({"a": "b"}))
    place = "logged-models/${deleted}"
    both.delete("logged-models/nope", {})
    both.delete(place, {})
    both.delete(place, {})
    both.get(place)
    for allowed in ["true", "True", "false", "x", ""]:
        both.get(place, {"allow_deleted": allowed})
    both.patch(place, {"model_id": "${deleted}", "status": 2})
    both.patch(f"{place}/tags", {"model_id": "${deleted}", "tags": pairs({"c": "d"})})
    both.post(f"{place}/params", {"model_id": "${deleted}", "params": pairs({"c": "d"})})
    both.delete(f"{place}/tags/a", {})
    both.get(f"{place}/artifacts/directories")
    both.get(place, {"allow_deleted": "true"})
    both.post("logged-models/search", {"experiment_ids": ["${models}"], "filter": "name = 'deleted'"})


def searches(both):
    both.experiment("searched")
    both.experiment("empty")
    both.start_run("evaluate", "${searched}")
    create(both, "alpha", "${searched}", model_type="sklearn", source_run_id="${train}", params=pairs({"depth": "3"}), tags=pairs({"team": "x", "two words": "y"}))
    create(both, "beta", "${searched}", model_type="torch", params=pairs({"depth": "4"}), tags=pairs({"team": "y"}))
    create(both, "gamma", "${searched}", source_run_id="zzz")
    create(both, "bare", "${searched}")
    both.patch("logged-models/${alpha}", {"model_id": "${alpha}", "status": "LOGGED_MODEL_READY"})
    both.patch("logged-models/${gamma}", {"model_id": "${gamma}", "status": "LOGGED_MODEL_UPLOAD_FAILED"})
    measure(both, "alpha", "acc", 0.9, dataset_name="test", dataset_digest="d1")
    measure(both, "alpha", "acc", 0.7, step=1, dataset_name="train", dataset_digest="d2")
    measure(both, "alpha", "loss", 0.1)
    measure(both, "beta", "acc", 0.8, dataset_name="test", dataset_digest="d1")
    measure(both, "beta", "two words", 1)
    measure(both, "gamma", "acc", 0.5)
    measure(both, "gamma", "acc", 0.95, step=2, dataset_name="train", dataset_digest="d2")
    for name in ["alpha", "beta", "gamma"]:
        both.get(f"logged-models/${{{name}}}")
    within = {"experiment_ids": ["${searched}"]}
    for filter_string in FILTERS:
        both.post("logged-models/search", {**within, "filter": filter_string})
    for order in ORDERS:
        both.post("logged-models/search", {**within, "order_by": order})
    for datasets in DATASETS:
        both.post("logged-models/search", {**within, "datasets": datasets})
        both.post("logged-models/search", {**within, "datasets": datasets, "filter": "metrics.acc > 0.75"})
        both.post("logged-models/search", {**within, "datasets": datasets, "order_by": [{"field_name": "metrics.acc", "ascending": False}]})
    for experiments in [[], None, "x", ["nope"], ["999999"], ["${empty}"], ["${gone}"], ["${searched}", "${empty}"], ["${searched}", "${searched}"], [5], [""]]:
        both.post("logged-models/search", {"experiment_ids": experiments})
    for most in [0, 1, -1, 5, 50_000, 50_001, "1", "x", None, 1.5, True]:
        both.post("logged-models/search", {**within, "max_results": most, "order_by": [{"field_name": "name"}]})
    for token in ["x", "", 5, None, "eyJvZmZzZXQiOiAwfQ=="]:
        both.post("logged-models/search", {**within, "page_token": token})
    both.post("logged-models/search")


def measure(both, model, key, value, step=0, **dataset):
    both.post("runs/log-metric", {"run_id": "${evaluate}", "model_id": f"${{{model}}}", "key": key, "value": value, "timestamp": 1000 + step, "step": step, **dataset})


def pages(both):
    both.experiment("paged")
    for i in range(7):
        create(both, f"page {i}", "${paged}")
    for order in [[], [{"field_name": "name"}], [{"field_name": "name", "ascending": False}]]:
        follow(both, {"experiment_ids": ["${paged}"], "max_results": 3, "order_by": order})


def follow(both, body):
    """As Pair.walk, of an operation whose token comes in the body."""
    both.post("logged-models/search", body)
    for _ in range(5):
        tokens = [answer.body.get("next_page_token") for answer in both.last]
        if not all(tokens):
            return
        both.real.saved["page"], both.ours.saved["page"] = tokens
        both.post("logged-models/search", {**body, "page_token": "${page}"})
        del both.real.saved["page"], both.ours.saved["page"]


def references(both):
    """Versions of a version of a logged model, beside the ids that belong to it and others."""
    create(both, "other")
    both.post("registered-models/create", {"name": "referring ünï"})
    both.post("registered-models/alias", {"name": "registered", "alias": "champion", "version": "1"})
    for reference in ["/1", "/2", "/latest", "@champion", "/None"]:
        for given in [{}, {"model_id": "${linked}"}, {"model_id": "${other}"}, {"model_id": "m-nope"}, {"model_id": ""}, {"run_id": "${train}"}, {"run_id": ""}, {"run_id": "${train}", "model_id": "${linked}"}]:
            both.post("model-versions/create", {"name": "referring ünï", "source": "models:/registered" + reference, **given})
    both.post("model-versions/create", {"name": "referring ünï", "source": "models:/${other}", "model_id": "${other}"})
    both.get("logged-models/${linked}")
    both.get("logged-models/${other}")
    for value in ["", "[]", "[{\"name\":\"z\",\"version\":3,\"x\":1e20}]"]:
        both.patch("logged-models/${other}/tags", {"tags": pairs({"mlflow.modelVersions": value})})
        both.post("model-versions/create", {"name": "referring ünï", "source": "models:/${other}", "model_id": "${other}"})
        both.get("logged-models/${other}")


def registered_again(both):
    """A version with the number of one that was deleted with its model; the logged model's tag lists both models' versions."""
    create(both, "again")
    for name in ["first", "second", "first"]:
        both.delete("registered-models/delete", {"name": name})
        both.post("registered-models/create", {"name": name})
        both.post("model-versions/create", {"name": name, "source": "models:/${again}", "model_id": "${again}"})
        both.get("logged-models/${again}")


def links(both):
    create(both, "linked", source_run_id="${train}")
    both.post("registered-models/create", {"name": "registered"})
    source = "models:/${linked}"
    for body in [{"source": source, "model_id": "${linked}"}, {"source": source}, {"source": source, "run_id": "${train}"}, {"source": source, "model_id": "nope"}, {"source": "models:/m-nope", "model_id": "m-nope"}, {"source": source + "/x", "model_id": "${linked}"}]:
        both.post("model-versions/create", {"name": "registered", **body})
        both.get("logged-models/${linked}")
    for version in ["1", "2", "3"]:
        both.get("model-versions/get", {"name": "registered", "version": version})
        both.get("model-versions/get-download-uri", {"name": "registered", "version": version})
    both.get("model-versions/search", {"filter": "name = 'registered'"})
    both.get("model-versions/search", {"filter": "run_id = '${train}'"})
    references(both)
    registered_again(both)
    both.post("runs/outputs", {"run_id": "${train}", "models": [{"model_id": "${linked}", "step": 1}]})
    both.post("runs/log-inputs", {"run_id": "${train}", "models": [{"model_id": "${linked}"}]})
    both.get("runs/get", {"run_id": "${train}"})
    both.post("runs/log-batch", {"run_id": "${train}", "metrics": [{"key": "f1", "value": 0.5, "timestamp": 1, "step": 1, "model_id": "${linked}", "dataset_name": "d", "dataset_digest": "1"}]})
    both.get("logged-models/${linked}")
