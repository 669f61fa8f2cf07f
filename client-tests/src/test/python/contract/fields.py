"""Every field of every request: as null, as null within a list, and under its camelCase name; beside fields that are unknown."""

import json
import re

PAIRS = [{"key": "k", "value": "v"}]
DATASET = {"name": "d", "digest": "1", "source_type": "s", "source": "x", "schema": "{}", "profile": "{}"}
METRIC = {"key": "k", "value": 1, "timestamp": 1, "step": 1, "model_id": "", "dataset_name": "d", "dataset_digest": "1", "run_id": "${run}"}
ORDER = {"field_name": "metrics.k", "ascending": False, "dataset_name": "d", "dataset_digest": "1"}

# A request with all its fields. Values that must be new have a number in the place of {}.
REQUESTS = [
    ("POST", "experiments/create", {"name": "new-{}", "artifact_location": "s3://b/x", "tags": PAIRS}),
    ("POST", "experiments/search", {"max_results": 2, "page_token": "", "filter": "name = 'fields'", "order_by": ["name ASC"], "view_type": "ALL"}),
    ("GET", "experiments/get", {"experiment_id": "${fields}"}),
    ("GET", "experiments/get-by-name", {"experiment_name": "fields"}),
    ("POST", "experiments/update", {"experiment_id": "${fields}", "new_name": "fields"}),
    ("POST", "experiments/delete", {"experiment_id": "${gone}"}),
    ("POST", "experiments/restore", {"experiment_id": "${gone}"}),
    ("POST", "experiments/set-experiment-tag", {"experiment_id": "${fields}", "key": "k", "value": "v"}),
    ("POST", "experiments/delete-experiment-tag", {"experiment_id": "${fields}", "key": "k"}),
    ("POST", "runs/create", {"experiment_id": "${fields}", "user_id": "u", "run_name": "r", "start_time": 5, "tags": PAIRS}),
    ("POST", "runs/update", {"run_id": "${run}", "run_uuid": "${run}", "status": "RUNNING", "end_time": 7, "run_name": "r"}),
    ("GET", "runs/get", {"run_id": "${run}", "run_uuid": "${run}"}),
    ("POST", "runs/search", {"experiment_ids": ["${searched}"], "filter": "run_name = 'found'", "run_view_type": "ALL", "max_results": 5, "order_by": ["start_time ASC"], "page_token": ""}),
    ("POST", "runs/log-metric", {"run_uuid": "${run}", **METRIC}),
    ("POST", "runs/log-parameter", {"run_id": "${run}", "run_uuid": "${run}", "key": "p", "value": "1"}),
    ("POST", "runs/log-batch", {"run_id": "${run}", "metrics": [METRIC], "params": [{"key": "p", "value": "1"}], "tags": PAIRS}),
    ("POST", "runs/log-inputs", {"run_id": "${other}", "datasets": [{"tags": PAIRS, "dataset": DATASET}], "models": [{"model_id": "${logged}"}]}),
    ("POST", "runs/outputs", {"run_id": "${output-{}}", "models": [{"model_id": "m-{}", "step": 1}]}),
    ("POST", "runs/log-model", {"run_id": "${run}", "model_json": '{"run_id":"${run}","artifact_path":"a","utc_time_created":"2026-01-01","flavors":{}}'}),
    ("POST", "runs/set-tag", {"run_id": "${run}", "run_uuid": "${run}", "key": "k", "value": "v"}),
    ("POST", "runs/delete-tag", {"run_id": "${run}", "key": "k"}),
    ("POST", "runs/delete", {"run_id": "${gone_run}"}),
    ("POST", "runs/restore", {"run_id": "${gone_run}"}),
    ("GET", "metrics/get-history", {"run_id": "${run}", "run_uuid": "${run}", "metric_key": "k", "page_token": "", "max_results": 2}),
    ("GET", "metrics/get-history-bulk-interval", {"run_ids": ["${run}"], "metric_key": "k", "start_step": 0, "end_step": 9, "max_results": 5}),
    ("GET", "artifacts/list", {"run_id": "${run}", "run_uuid": "${run}", "path": "a", "page_token": ""}),
    ("POST", "logged-models", {"experiment_id": "${fields}", "name": "lm", "model_type": "t", "source_run_id": "${run}", "params": PAIRS, "tags": PAIRS}),
    ("PATCH", "logged-models/${logged}", {"model_id": "${logged}", "status": "LOGGED_MODEL_READY"}),
    ("POST", "logged-models/${logged}/params", {"model_id": "${logged}", "params": PAIRS}),
    ("PATCH", "logged-models/${logged}/tags", {"model_id": "${logged}", "tags": PAIRS}),
    ("POST", "logged-models/search", {"experiment_ids": ["${fields}"], "filter": "name = 'lm'", "datasets": [{"dataset_name": "d", "dataset_digest": "1"}], "max_results": 2, "order_by": [ORDER], "page_token": ""}),
    ("POST", "registered-models/create", {"name": "new-{}", "tags": PAIRS, "description": "words", "deployment_job_id": "j"}),
    ("POST", "registered-models/rename", {"name": "m", "new_name": "m"}),
    ("PATCH", "registered-models/update", {"name": "m", "description": "words", "deployment_job_id": "j"}),
    ("DELETE", "registered-models/delete", {"name": "none"}),
    ("GET", "registered-models/get", {"name": "m"}),
    ("GET", "registered-models/search", {"filter": "name = 'm'", "max_results": 2, "order_by": ["name ASC"], "page_token": ""}),
    ("POST", "registered-models/get-latest-versions", {"name": "m", "stages": ["None"]}),
    ("GET", "registered-models/get-latest-versions", {"name": "m", "stages": ["None"]}),
    ("POST", "registered-models/set-tag", {"name": "m", "key": "k", "value": "v"}),
    ("DELETE", "registered-models/delete-tag", {"name": "m", "key": "k"}),
    ("POST", "registered-models/alias", {"name": "m", "alias": "a", "version": "1"}),
    ("GET", "registered-models/alias", {"name": "m", "alias": "a"}),
    ("DELETE", "registered-models/alias", {"name": "m", "alias": "b"}),
    ("POST", "model-versions/create", {"name": "m", "source": "s3://b/x", "run_id": "${run}", "tags": PAIRS, "run_link": "http://x", "description": "words", "model_id": "${logged}"}),
    ("PATCH", "model-versions/update", {"name": "m", "version": "1", "description": "words"}),
    ("POST", "model-versions/transition-stage", {"name": "m", "version": "1", "stage": "Staging", "archive_existing_versions": True}),
    ("DELETE", "model-versions/delete", {"name": "m", "version": "99"}),
    ("GET", "model-versions/get", {"name": "m", "version": "1"}),
    ("GET", "model-versions/search", {"filter": "name = 'm'", "max_results": 1, "order_by": ["version_number ASC"], "page_token": ""}),
    ("GET", "model-versions/get-download-uri", {"name": "m", "version": "1"}),
    ("POST", "model-versions/set-tag", {"name": "m", "version": "1", "key": "k", "value": "v"}),
    ("DELETE", "model-versions/delete-tag", {"name": "m", "version": "1", "key": "k"}),
    ("POST", "webhooks", {"name": "w", "description": "words", "url": "http://127.0.0.1:9/x", "events": [{"entity": "PROMPT", "action": "CREATED"}], "secret": "s", "status": "DISABLED"}),
    ("GET", "webhooks", {"max_results": 0, "page_token": ""}),
    ("PATCH", "webhooks/${webhook}", {"webhook_id": "${webhook}", "name": "w", "description": "words", "url": "http://127.0.0.1:9/x", "events": [{"entity": "PROMPT", "action": "CREATED"}], "secret": "s", "status": "DISABLED"}),
    ("POST", "webhooks/none/test", {"webhook_id": "none", "event": {"entity": "PROMPT", "action": "CREATED"}}),
]  # fmt: skip


def run(both):
    both.experiment("fields")
    both.experiment("gone")
    both.experiment("searched")
    both.start_run("found", "${searched}")
    for name in ("run", "other", "gone_run"):
        both.start_run(name, "${fields}")
    both.post("logged-models", {"experiment_id": "${fields}", "name": "lm"})
    both.save("logged", "model.info.model_id")
    both.post("registered-models/create", {"name": "m"})
    both.post("model-versions/create", {"name": "m", "source": "s3://b/x"})
    both.post("registered-models/alias", {"name": "m", "alias": "a", "version": "1"})
    both.post("webhooks", {"name": "w", "url": "http://127.0.0.1:9/x", "events": [{"entity": "PROMPT", "action": "CREATED"}], "status": "DISABLED"})
    both.save("webhook", "webhook.webhook_id")
    number = 0
    for method, operation, whole in REQUESTS:
        for body in [whole, *variants(whole)]:
            number += 1
            if operation == "runs/outputs":
                both.start_run(f"output-{number}", "${fields}")
            both.send(method, operation, body=numbered(body, number))
        for query in queries(whole) if method == "GET" else []:
            both.get(operation, query)
    both.get("runs/get", {"run_id": "${run}"})
    both.get("registered-models/get", {"name": "m"})


def numbered(body, number):
    return json.loads(json.dumps(body).replace("-{}", f"-{number}"))


def variants(value):
    """The value with one change in one place, for each place and each change."""
    if isinstance(value, list):
        yield [None, *value]
        yield [*value, None]
        for at, item in enumerate(value):
            yield from ([*value[:at], other, *value[at + 1 :]] for other in variants(item))
    if isinstance(value, dict):
        yield {**value, "un_known": 1, "unKnown": [{"un_known": None, "unKnown": {}}]}
        for name, inner in value.items():
            yield {**value, name: None}
            yield {key: one for key, one in value.items() if key != name}
            if camel(name) != name:
                yield renamed(value, name, inner)
                yield {**value, camel(name): inner}
                yield {**value, camel(name): None}
                yield {**renamed(value, name, inner), name: None}
                yield renamed(value, name, None)
            yield from ({**value, name: other} for other in variants(inner))


def renamed(value, name, inner):
    return {camel(name) if key == name else key: inner if key == name else one for key, one in value.items()}


def queries(whole):
    for name, value in whole.items():
        if camel(name) != name:
            yield renamed(whole, name, value)


def camel(name):
    return re.sub(r"_([a-z])", lambda letter: letter[1].upper(), name)
