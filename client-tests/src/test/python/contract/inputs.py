"""What runs read and made: datasets and logged models."""

from searches import pairs

DATASET = {"name": "d", "digest": "1", "source_type": "local", "source": "{}", "schema": "s", "profile": "p"}

DATASETS = [
    [], "x", {}, [5], [{}], [{"dataset": {}}], [{"dataset": DATASET}], [{"dataset": DATASET}, {"dataset": DATASET}], [{"dataset": DATASET, "tags": pairs({"mlflow.data.context": "train"})}], [{"dataset": {**DATASET, "digest": "2"}, "tags": pairs({"mlflow.data.context": "eval", "a": "b"})}], [{"tags": pairs({"a": "b"})}],
    [{"dataset": {**DATASET, "name": ""}}], [{"dataset": {**DATASET, "digest": ""}}], [{"dataset": {**DATASET, "name": "untyped", "source_type": ""}}], [{"dataset": {**DATASET, "name": "unsourced", "source": ""}}], [{"dataset": {**DATASET, "name": "n" * 500}}], [{"dataset": {**DATASET, "name": "n" * 501}}], [{"dataset": {**DATASET, "digest": "d" * 36}}], [{"dataset": {**DATASET, "digest": "d" * 37}}],
    [{"dataset": {**DATASET, "name": "long source", "source": "s" * 65_535}}], [{"dataset": {**DATASET, "source": "s" * 65_536}}], [{"dataset": {**DATASET, "name": "bare", "schema": None, "profile": None}}], [{"dataset": {**DATASET, "name": "tagged"}, "tags": [{"key": "k" * 255, "value": "v" * 500}]}], [{"dataset": {**DATASET, "name": "t1"}, "tags": [{"key": "k" * 256, "value": "v"}]}],
    [{"dataset": {**DATASET, "name": "t2"}, "tags": [{"key": "k", "value": "v" * 501}]}], [{"dataset": {**DATASET, "name": "t3"}, "tags": [{"key": "k"}]}], [{"dataset": {**DATASET, "name": "t4"}, "tags": [{"value": "v"}]}], [{"dataset": {**DATASET, "name": "t6"}, "tags": pairs({"k": "1"}) + pairs({"k": "2"})}], [{"dataset": {**DATASET, "name": "t5"}, "tags": "x"}], [{"dataset": {**DATASET, "name": "ünï", "digest": "日本"}}], [{"dataset": {**DATASET, "name": 5}}], [{"dataset": "x"}],
    [{"dataset": {**DATASET, "name": f"many{i}"}} for i in range(30)], [{"dataset": {**DATASET, "name": "camel", "sourceType": "x"}}], [{"dataset": {"name": "nothing else", "digest": "1"}}], [{"dataset": {"name": "no digest", "source_type": "local", "source": "{}"}}], None,
]  # fmt: skip

MODELS = [[], "x", {}, [5], [{}], [{"model_id": "m-1"}], [{"model_id": "m-1"}, {"model_id": "m-2"}], [{"model_id": ""}], [{"model_id": 5}], [{"modelId": "m-3"}], [{"model_id": "no model"}], None]

STEPS = [{}, {"step": 0}, {"step": 3}, {"step": -1}, {"step": "4"}, {"step": None}, {"step": "x"}, {"step": 1.5}, {"step": 2**63}]


def run(both):
    both.experiment("inputs")
    for i, datasets in enumerate(DATASETS):
        both.start_run(f"dataset {i}", "${inputs}")
        both.post("runs/log-inputs", {"run_id": f"${{dataset {i}}}", "datasets": datasets})
        if both.agreed():
            both.get("runs/get", {"run_id": f"${{dataset {i}}}"})
    again(both)
    for i, models in enumerate(MODELS):
        both.start_run(f"model {i}", "${inputs}")
        run_id = f"${{model {i}}}"
        both.post("runs/log-inputs", {"run_id": run_id, "models": models})
        if both.agreed():
            both.post("runs/log-inputs", {"run_id": run_id, "models": models, "datasets": [{"dataset": DATASET}]})
            both.get("runs/get", {"run_id": run_id})
        both.start_run(f"made {i}", "${inputs}")
        run_id = f"${{made {i}}}"
        both.post("runs/outputs", {"run_id": run_id, "models": models})
        if both.agreed():
            both.get("runs/get", {"run_id": run_id})
    both.start_run("steps", "${inputs}")
    for i, step in enumerate(STEPS):
        both.post("runs/outputs", {"run_id": "${steps}", "models": [{"model_id": f"m-{i}", **step}]})
        if both.agreed():
            both.get("runs/get", {"run_id": "${steps}"})
    for body in [{}, {"run_id": "nope"}, {"run_id": "a/b"}, {"run_id": ""}, {"run_uuid": "${steps}"}, {"run_id": 5}]:
        both.post("runs/log-inputs", {**body, "datasets": [{"dataset": DATASET}]})
        both.post("runs/outputs", {**body, "models": [{"model_id": "m-1", "step": 1}]})
    both.post("runs/outputs", {"run_id": "${steps}"})
    outputs_again(both)
    both.post("runs/search", {"experiment_ids": ["${inputs}"], "filter": "datasets.name = 'd' AND datasets.context = 'train'"}, unordered="runs")


def outputs_again(both):
    """An output that the run has already is refused with all that came with it, whatever its step is."""
    both.start_run("again", "${inputs}")
    for models in [[("m-1", 1)], [("m-1", 1)], [("m-1", 2)], [("m-2", 1), ("m-1", 1)], [("m-3", 1), ("m-3", 2)], [("m-4", 0), ("m-5", 0)]]:
        both.post("runs/outputs", {"run_id": "${again}", "models": [{"model_id": model, "step": step} for model, step in models]})
        both.get("runs/get", {"run_id": "${again}"})


def again(both):
    """The same dataset is logged again, by the same run and by others."""
    both.start_run("first", "${inputs}")
    both.start_run("second", "${inputs}")
    for name, context in [("first", "train"), ("first", "eval"), ("second", "eval")]:
        run_id = "${" + name + "}"
        both.post("runs/log-inputs", {"run_id": run_id, "datasets": [{"dataset": DATASET, "tags": pairs({"mlflow.data.context": context})}]})
        both.get("runs/get", {"run_id": run_id})
    both.post("runs/log-inputs", {"run_id": "${second}", "datasets": [{"dataset": {**DATASET, "digest": "x" * 10}}, {"dataset": {**DATASET, "name": "e"}}]})
    both.get("runs/get", {"run_id": "${second}"})
    both.start_run("described", "${inputs}")
    both.post("runs/log-inputs", {"run_id": "${described}", "datasets": [{"dataset": {**DATASET, "schema": "another"}}]})
    both.get("runs/get", {"run_id": "${described}"})
