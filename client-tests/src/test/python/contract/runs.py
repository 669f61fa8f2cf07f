"""Runs: create, get, update, delete, restore, tags, params, metrics, batches, inputs, outputs, the list of logged models."""

import json

from searches import pairs

WRONG = [5, None, True, ["a"], {"a": 1}, 1.5]

KEYS = ["a", "a b", "a#", "", "a/b", "a//b", "a/", "/a", "../a", ".", "..", "...", "a.b", "a:b", "k" * 250, "k" * 251, "é", "日", "😀", "a'b", "a`b", "a\tb", "a\nb", "a;b", "a%2e", "mlflow.x", "A"]

TAGS = [
    "x", [], {}, [5], [None], [{}], [{"key": "k"}], [{"value": "v"}], [{"key": "", "value": "v"}], [{"key": "k", "value": 5}], [{"key": 5, "value": "v"}], [{"key": "k", "value": None}], [{"key": "k", "value": ""}], [{"key": "a#", "value": "v"}], [{"key": "../k", "value": "v"}],
    [{"key": "k" * 251, "value": "v"}], [{"key": "k", "value": "v" * 8_001}], [{"key": "é ü", "value": "ü\n😀"}], None, [{"key": "mlflow.runName", "value": "tagged"}], [{"key": "mlflow.runName", "value": ""}], [{"key": "mlflow.user", "value": "me"}], [{"key": "mlflow.parentRunId", "value": "x"}],
]  # fmt: skip

TIMES = [0, 5, -1, "7", "x", "", None, 1.5, 2.0, True, 2**63 - 1, 2**63, -(2**63), "1e3", [1], {}]
STATUSES = ["RUNNING", "SCHEDULED", "FINISHED", "FAILED", "KILLED", "finished", "", "x", 1, 2, 3, 4, 5, 0, 6, "3", None, True, 1.5, ["FINISHED"]]
NUMBERS = [0, 1, -1.5, 1e308, 5e-324, "1", "1.5", "NaN", "Infinity", "-Infinity", "inf", "-inf", "x", "", None, True, [1], {}, -0.0, 0.1, 1e21, 123456789012345678]

# No JSON, or not protobuf's, and of these MLflow makes 0: logged, and not looked at.
BARE_WORDS = [float("nan"), float("inf"), float("-inf"), "nan"]
STEPS = [0, 1, -1, "2", "x", "", None, 1.5, 3.0, True, 2**63 - 1, 2**63, -(2**63), [1]]


def run(both):
    both.experiment("runs")
    creation(both)
    updates(both)
    lives(both)
    tags(both)
    params(both)
    metrics(both)
    batches(both)
    limits(both)
    history_of_models(both)
    deleted_experiments(both)


def look(both, name="r"):
    both.get("runs/get", {"run_id": "${" + name + "}"})


def creation(both):
    def create(**body):
        both.post("runs/create", {"experiment_id": "${runs}", "start_time": 5, **body})
        both.save("new", "run.info.run_id")
        if both.agreed():
            look(both, "new")

    both.post("runs/create")
    both.post("runs/create", {"start_time": 1})
    create()
    for name in ["named", "", " ", "ünï 日本", "n" * 300, "a/b", *WRONG]:
        create(run_name=name)
    for user in ["me", "", *WRONG]:
        create(user_id=user, run_name="of a user")
    for time in TIMES:
        create(start_time=time, run_name="timed")
    for given in TAGS:
        create(tags=given, run_name="named")
        create(tags=given)
    create(run_name="one", tags=pairs({"mlflow.runName": "other"}))
    create(run_name="one", tags=pairs({"mlflow.runName": "one"}))
    create(run_name="twice", tags=[{"key": "k", "value": "1"}, {"key": "k", "value": "2"}])
    create(experimentId="0")
    create(run_name="camel", runName="other")
    create(startTime=9)
    for experiment in ["", "999999", "x", "-1", "1.0", *WRONG]:
        both.post("runs/create", {"experiment_id": experiment, "run_name": "r", "start_time": 1})
    both.post("runs/create", {"experiment_id": "${runs}", "run_name": "no start"})
    both.save("new", "run.info.run_id")
    look(both, "new")
    both.get("runs/get")
    for query in [{"run_id": "nope"}, {"run_id": ""}, {"run_uuid": "nope"}, {"run_uuid": "${new}"}, {"run_id": "${new}", "run_uuid": "nope"}, {"run_id": "nope", "run_uuid": "${new}"}, {"run_id": "a/b"}, {"runId": "${new}"}, {"run_id": ["${new}", "nope"]}, {"run_id": "n" * 300}]:
        both.get("runs/get", query)
    for body in [{"run_id": "${new}"}, {"run_uuid": "${new}"}, {"runId": "${new}"}, {"run_id": 5}]:
        both.send("GET", "runs/get", body=body)
    both.experiment("located", artifact_location="s3://bucket/runs/")
    both.post("runs/create", {"experiment_id": "${located}", "run_name": "r", "start_time": 1})
    both.save("new", "run.info.run_id")
    look(both, "new")


def updates(both):
    for body in [{}, *({"status": status} for status in STATUSES), *({"end_time": time} for time in TIMES), *({"run_name": name} for name in ["renamed", "", " ", *WRONG]), {"status": "FINISHED", "end_time": 9, "run_name": "all"}, {"endTime": 11}, {"runName": "camel"}]:
        both.start_run("r", "${runs}")
        both.post("runs/update", {"run_id": "${r}", **body})
        if both.agreed():
            look(both)
    for body in [{}, {"run_id": "nope"}, {"run_id": ""}, {"run_uuid": "${r}", "end_time": 12}, {"run_uuid": "nope"}, {"run_id": 5}, {"status": "FINISHED"}]:
        both.post("runs/update", body)


def lives(both):
    both.start_run("r", "${runs}")
    both.post("runs/set-tag", {"run_id": "${r}", "key": "k", "value": "v"})
    for operation in ["delete", "delete", None, "restore", "restore", None, "delete"]:
        if operation:
            both.post(f"runs/{operation}", {"run_id": "${r}"})
        else:
            for write, body in writes("${r}"):
                both.post(f"runs/{write}", body)
        look(both)
    for operation in ["delete", "restore"]:
        for body in [{}, {"run_id": "nope"}, {"run_id": ""}, {"run_uuid": "${r}"}, {"run_id": 5}, {"runId": "${r}"}]:
            both.post(f"runs/{operation}", body)
    for place in ["nope", "", "a/b", "n" * 300, *WRONG]:
        for write, body in writes(place):
            both.post(f"runs/{write}", body)
    for write, body in writes("${r}"):
        both.post(f"runs/{write}", {key: value for key, value in body.items() if key != "run_id"})


def writes(place):
    """One of each, as the client sends them."""
    run = {"run_id": place}
    model = {"artifact_path": "model", "flavors": {}, "utc_time_created": "2026-01-01", "run_id": "x"}
    return [
        ("set-tag", {**run, "key": "k", "value": "w"}), ("delete-tag", {**run, "key": "k"}), ("log-parameter", {**run, "key": "p", "value": "1"}), ("log-metric", {**run, "key": "m", "value": 1, "timestamp": 1}), ("log-batch", {**run, "tags": pairs({"k": "v"})}),
        ("log-batch", run), ("log-inputs", {**run, "datasets": []}), ("log-inputs", {**run, "models": [{"model_id": "m-1"}]}), ("outputs", {**run, "models": [{"model_id": "m-1", "step": 1}]}), ("log-model", {**run, "model_json": json.dumps(model)}), ("update", {**run, "end_time": 3}),
    ]  # fmt: skip


def tags(both):
    both.start_run("r", "${runs}", tags=pairs({"born": "with"}))
    place = {"run_id": "${r}"}
    for key in KEYS + WRONG:
        both.post("runs/set-tag", {**place, "key": key, "value": "x"})
        both.post("runs/log-batch", {**place, "tags": [{"key": key, "value": "x"}]}) if isinstance(key, str) else None
    for value in ["", "x", "v" * 7_999, "v" * 8_000, "v" * 8_001, "😀" * 8_001, "ü\n😀", *WRONG]:
        both.post("runs/set-tag", {**place, "key": "k", "value": value})
        look(both)
    for name in ["new name", "", " "]:
        both.post("runs/set-tag", {**place, "key": "mlflow.runName", "value": name})
        look(both)
        both.post("runs/log-batch", {**place, "tags": pairs({"mlflow.runName": name and name + " by batch", "other": "x"})})
        look(both)
    for key in KEYS + WRONG + ["born", "born", "never", "mlflow.runName"]:
        both.post("runs/delete-tag", {**place, "key": key})
    look(both)
    both.post("runs/set-tag", place)
    both.post("runs/delete-tag", place)
    both.post("runs/set-tag", {**place, "key": "valueless"})
    both.post("runs/set-tag", {"run_uuid": "${r}", "key": "by uuid", "value": "1"})
    both.post("runs/delete-tag", {"run_uuid": "${r}", "key": "by uuid"})
    look(both)


def params(both):
    both.start_run("r", "${runs}")
    place = {"run_id": "${r}"}
    for key in KEYS + WRONG:
        both.post("runs/log-parameter", {**place, "key": key, "value": "x"})
        both.post("runs/log-batch", {**place, "params": [{"key": key, "value": "x"}]}) if isinstance(key, str) else None
    for i, value in enumerate(["", "x", "v" * 5_999, "v" * 6_000, "v" * 6_001, "😀" * 6_001, "ü\n😀", *WRONG]):
        both.post("runs/log-parameter", {**place, "key": f"value {i}", "value": value})
        both.post("runs/log-parameter", {**place, "key": f"value {i}", "value": value})
        both.post("runs/log-parameter", {**place, "key": f"value {i}", "value": "changed"})
        both.post("runs/log-batch", {**place, "params": pairs({f"value {i}": "changed", "new": "1"})})
    look(both)
    both.post("runs/log-parameter", place)
    both.post("runs/log-parameter", {**place, "key": "valueless"})
    both.post("runs/log-parameter", {"run_uuid": "${r}", "key": "by uuid", "value": "1"})
    for long in ["a" * 6_000, "b" * 6_000, "a" * 5_999 + "b", "a" * 6_000 + "b"]:
        both.post("runs/log-parameter", {**place, "key": "long", "value": long})
        both.post("runs/log-batch", {**place, "params": pairs({"long": long, "another": "1"})})
    look(both)


def metrics(both):
    both.start_run("r", "${runs}")
    place = {"run_id": "${r}", "timestamp": 3}
    for key in KEYS + WRONG:
        both.post("runs/log-metric", {**place, "key": key, "value": 1})
        both.post("runs/log-batch", {"run_id": "${r}", "metrics": [{"key": key, "value": 1, "timestamp": 4}]}) if isinstance(key, str) else None
    look(both)
    for i, number in enumerate(NUMBERS):
        both.post("runs/log-metric", {**place, "key": f"number {i}", "value": number})
        history(both, f"number {i}")
    for i, time in enumerate(TIMES):
        both.post("runs/log-metric", {**place, "key": f"time {i}", "value": 1, "timestamp": time})
        history(both, f"time {i}")
    for i, step in enumerate(STEPS):
        both.post("runs/log-metric", {**place, "key": f"step {i}", "value": 1, "step": step})
        history(both, f"step {i}")
    both.start_run("r", "${runs}")
    for point in [(0, 1, 5), (1, 1, 5), (0, 9, 9), (1, 1, 6), (1, 1, 4), (1, 0, 9), (-1, 99, 99), (2, 0, 0), (2, 0, "NaN"), (2, 0, -1), (2, 0, 1), (3, 5, "NaN"), (3, 5, 0), (3, 5, "NaN"), (3, 5, -2), (3, 5, 1)]:
        step, time, value = point
        both.post("runs/log-metric", {"run_id": "${r}", "key": "latest", "step": step, "timestamp": time, "value": value})
        look(both)
    both.get("metrics/get-history", {"run_id": "${r}", "metric_key": "latest"})
    for missing in ["run_id", "key", "value", "timestamp"]:
        body = {"run_id": "${r}", "key": "m", "value": 1, "timestamp": 1}
        del body[missing]
        both.post("runs/log-metric", body)
    both.post("runs/log-metric", {"run_uuid": "${r}", "key": "by uuid", "value": 1, "timestamp": 1})
    for extra in [{"model_id": "m-nope"}, {"model_id": ""}, {"model_id": 5}, {"dataset_name": "d"}, {"dataset_name": "d", "dataset_digest": "1"}, {"dataset_digest": 5}]:
        both.post("runs/log-metric", {**place, "key": "extra", "value": 1, **extra})
    look(both)
    both.start_run("unseen", "${runs}")
    for number in BARE_WORDS:
        both.post("runs/log-metric", {"run_id": "${unseen}", "key": "m", "value": number, "timestamp": 1})
        both.post("runs/log-batch", {"run_id": "${unseen}", "metrics": [{"key": "m", "value": number, "timestamp": 1}]})


def history(both, key):
    if both.agreed():
        both.get("metrics/get-history", {"run_id": "${r}", "metric_key": key})


def batches(both):
    both.start_run("r", "${runs}")
    place = {"run_id": "${r}"}
    point = {"key": "m", "value": 1, "timestamp": 1, "step": 0}
    for body in [
        {}, {"metrics": []}, {"metrics": [point]}, {"metrics": [point, point]}, {"metrics": [point, {**point, "value": 2}]}, {"metrics": [{**point, "step": 2}, {**point, "step": 1}]}, {"metrics": [{**point, "value": "NaN"}, {**point, "value": "Infinity"}]}, {"metrics": [{**point, "key": "n", "value": "NaN"}]},
        {"metrics": [{"key": "m", "value": 1}]}, {"metrics": [{"value": 1, "timestamp": 1}]}, {"metrics": [{"key": "m", "timestamp": 1}]}, {"metrics": [{}]}, {"metrics": [point, {}]}, {"metrics": [{**point, "timestamp": -1}]}, {"metrics": [point, {**point, "timestamp": -1}]}, {"metrics": [{**point, "key": "a#"}]}, {"metrics": [{**point, "key": ""}]},
        {"metrics": [{**point, "key": "k" * 251}]}, {"metrics": "x"}, {"metrics": {}}, {"metrics": None}, {"params": [{"key": "p", "value": "1"}]}, {"params": [{"key": "p", "value": "1"}]}, {"params": [{"key": "p", "value": "2"}]}, {"params": [{"key": "p", "value": "2"}, {"key": "q", "value": "1"}], "metrics": [{**point, "key": "unlogged"}], "tags": pairs({"unlogged": "x"})},
        {"params": pairs({"p": "2", "p2": "x"})}, {"params": [{"key": "d", "value": "1"}, {"key": "d", "value": "1"}]}, {"params": [{"key": "d", "value": "1"}, {"key": "d", "value": "2"}, {"key": "e", "value": "1"}, {"key": "e", "value": "1"}]}, {"params": [{"key": "v"}]}, {"params": [{"value": "v"}]}, {"params": [{}]}, {"params": "x"}, {"params": [{"key": "", "value": "v"}]},
        {"params": [{"key": "ok", "value": "v"}, {"key": "../x", "value": "v"}]}, {"tags": [{"key": "t", "value": "1"}, {"key": "t", "value": "2"}]}, {"tags": [{"key": "t"}]}, {"tags": [{"value": "x"}]}, {"tags": [{}]}, {"tags": "x"}, {"tags": [{"key": "a#", "value": "x"}]}, {"tags": [{"key": "ok", "value": "v"}, {"key": "k" * 251, "value": "v"}]},
        {"metrics": [point], "params": pairs({"pp": "1"}), "tags": pairs({"tt": "1"})}, {"metrics": [{**point, "key": "good"}], "params": pairs({"good": "1"}), "tags": pairs({"bad#": "1"})}, {"metrics": [{**point, "model_id": "m-nope"}]}, {"metrics": [{**point, "model_id": ""}]}, {"metrics": [{**point, "key": "s", "timestamp": "5", "step": "6", "value": "7"}]},
    ]:  # fmt: skip
        both.post("runs/log-batch", {**place, **body})
        look(both)
    for run_id in ["", "nope", "a/b", "../x", "n" * 257, "-x", "é", 5, None]:
        both.post("runs/log-batch", {"run_id": run_id})
    both.post("runs/log-batch", {"run_uuid": "${r}", "tags": pairs({"by": "uuid"})})
    both.get("metrics/get-history", {"run_id": "${r}", "metric_key": "m"})
    both.get("metrics/get-history", {"run_id": "${r}", "metric_key": "unlogged"})


def limits(both):
    both.start_run("r", "${runs}")

    def batch(metrics=0, params=0, tags=0, size=1):
        return {
            "run_id": "${r}",
            "metrics": [{"key": f"m{i}", "value": i, "timestamp": i, "step": i} for i in range(metrics)],
            "params": [{"key": f"p{i}", "value": "x" * size} for i in range(params)],
            "tags": [{"key": f"t{i}", "value": "y" * size} for i in range(tags)],
        }

    for counts in [(1_001,), (0, 101), (0, 0, 101), (1_000, 1), (901, 50, 50), (801, 100, 100), (800, 100, 100), (1_000,), (0, 100, 0, 6_000)]:
        both.start_run("r", "${runs}")
        both.post("runs/log-batch", batch(*counts))
        look(both)
    both.post("runs/log-batch", batch(0, 0, 100, 8_000))
    look(both)
    both.post("runs/log-batch", {"run_id": "${r}", "params": pairs({"p0": "x" * 6_000, "p1": "changed"})})
    both.post("runs/log-batch", {"run_id": "${r}", "params": pairs({"p0": "x" * 5_999 + "y"})})
    both.post("runs/log-batch", {"run_id": "${r}", "tags": pairs({"t0": "short", "t1": "z" * 8_000})})
    both.post("runs/delete-tag", {"run_id": "${r}", "key": "t2"})
    both.post("runs/delete-tag", {"run_id": "${r}", "key": "t2"})
    both.post("runs/set-tag", {"run_id": "${r}", "key": "t3", "value": "w" * 8_000})
    look(both)
    both.post("runs/search", {"experiment_ids": ["${runs}"], "filter": f"params.p0 = '{'x' * 6_000}'"})
    both.post("runs/search", {"experiment_ids": ["${runs}"], "filter": "tags.t1 LIKE '%zz'", "order_by": ["params.p0"]})
    both.post("runs/log-batch", {"run_id": "${r}", "tags": [{"key": f"t{i}", "value": "y" * 10_100} for i in range(100)]})


def history_of_models(both):
    both.start_run("r", "${runs}")
    model = {"artifact_path": "model", "flavors": {"sklearn": {"version": "1", "config": {"a": 1}}, "python_function": {"loader": "x"}}, "utc_time_created": "2026-01-01 00:00:00.000000", "run_id": "x", "model_uuid": "u", "extra": {"a": 1}, "mlflow_version": "2.22"}
    for given in [model, {**model, "artifact_path": "other", "flavors": {}}, {}, {"artifact_path": "x"}, {**model, "flavors": None}, {**model, "flavors": 5}, {**model, "signature": None}, [], 5, None, "x"]:
        both.post("runs/log-model", {"run_id": "${r}", "model_json": json.dumps(given)})
        look(both)
    for text in ["", "{", "[]x", 5, None]:
        both.post("runs/log-model", {"run_id": "${r}", "model_json": text})
    settings = '{"f":{"a":[1,2.0,1e20,1.5e-7,1e15,1E16,-0.0,NaN,Infinity,true,null,12345678901234567890123],"b":{"config":1},"config":1,"t":"\u00fc\ud83d\ude00\u007f\\n\\""},"g":"x"}'
    for i, given in enumerate([{}, {"run_id": None}, {"artifact_path": None}, {"artifact_path": 5}, {"model_uuid": None}, {"utc_time_created": 5}, {"model_id": "m-1", "name": "n"}]):
        both.start_run(f"models {i}", "${runs}")
        turned = {name: value for name, value in reversed({**model, **given}.items()) if name != "flavors"}
        text = json.dumps(turned)[:-1] + ',"flavors":' + settings + "}"
        for _ in range(2):
            both.post("runs/log-model", {"run_id": f"${{models {i}}}", "model_json": text})
        look(both, f"models {i}")
    for value in ["nojson", "{}", "5", "null", "[]", "[{\"a\":1}]"]:
        both.post("runs/set-tag", {"run_id": "${models 0}", "key": "mlflow.log-model.history", "value": value})
        both.post("runs/log-model", {"run_id": "${models 0}", "model_json": json.dumps(model)})
        look(both, "models 0")
    both.post("runs/log-model", {"run_id": "${r}"})
    both.post("runs/log-model", {"model_json": json.dumps(model)})
    both.post("runs/log-model", {"run_id": "nope", "model_json": json.dumps(model)})


def deleted_experiments(both):
    """A deleted experiment takes its runs with it, and a restored one brings them all back."""
    both.experiment("doomed")
    for name in ["kept", "deleted before", "restored within"]:
        both.start_run(name, "${doomed}")
    place = {"experiment_id": "${doomed}"}
    both.post("runs/delete", {"run_id": "${deleted before}"})
    states(both)
    both.post("experiments/delete", place)
    states(both)
    both.post("runs/create", {**place, "start_time": 1})
    for write, body in writes("${kept}"):
        both.post(f"runs/{write}", body)
    both.post("runs/restore", {"run_id": "${restored within}"})
    states(both)
    for write, body in writes("${restored within}"):
        both.post(f"runs/{write}", body)
    both.post("experiments/delete", place)
    states(both)
    both.post("experiments/restore", place)
    states(both)
    for operation in ["delete", "restore", "delete"]:
        both.post(f"experiments/{operation}", place)
        states(both)


def states(both):
    for name in ["kept", "deleted before", "restored within"]:
        look(both, name)
    for view in ["ACTIVE_ONLY", "DELETED_ONLY", "ALL"]:
        both.post("runs/search", {"experiment_ids": ["${doomed}"], "run_view_type": view, "order_by": ["attributes.run_name"]})
