"""What is not JSON, or not where it belongs: bodies, content types, spellings, methods, paths."""

BODIES = [
    b"", b"{", b"{bad", b"[1]", b"[]", b"5", b"1.5", b"null", b"true", b'"x"', b'""', b'"{\\"name\\":\\"from-a-string\\"}"', b'"[1]"', b'{"name":"twice","name":"last"}', b'{"name":"m", }', b"{'name':'m'}", b'{"name":"nul\\u0000"}', b'{"name":"\\ud800"}',
    b"\xff\xfe", b'{"name":"\xff"}', b'\xef\xbb\xbf{"name":"bom"}', b' \n{"name":"spaced"}\n ', b'{"name":"trailing"} x', b'{"name":NaN}', b'{"name":"deep","tags":' + b"[" * 50 + b"]" * 50 + b"}", b"name=form", b'{"":"x"}', b'{"name":{"name":"x"}}', b'{"name":1e999}', b'{"name":123456789012345678901234567890}',
]  # fmt: skip

TYPES = ["application/json", "application/json; charset=utf-8", "application/json;charset=latin-1", "text/plain", "text/json", "application/x-www-form-urlencoded", "multipart/form-data", "", "application/json+x", "application/jsonx", " application/json", "application/xml, application/json"]

OPERATIONS = {
    "registered-models/create": "POST", "registered-models/rename": "POST", "registered-models/update": "PATCH", "registered-models/delete": "DELETE", "registered-models/get": "GET", "registered-models/search": "GET", "registered-models/get-latest-versions": "POST",
    "registered-models/set-tag": "POST", "registered-models/delete-tag": "DELETE", "registered-models/alias": "POST", "model-versions/create": "POST", "model-versions/update": "PATCH", "model-versions/delete": "DELETE", "model-versions/get": "GET", "model-versions/search": "GET",
    "model-versions/get-download-uri": "GET", "model-versions/transition-stage": "POST", "model-versions/set-tag": "POST", "model-versions/delete-tag": "DELETE",
}  # fmt: skip

TRACKING = {
    "experiments/create": "POST", "experiments/get": "GET", "experiments/get-by-name": "GET", "experiments/update": "POST", "experiments/delete": "POST", "experiments/restore": "POST", "experiments/search": "POST", "experiments/set-experiment-tag": "POST", "experiments/delete-experiment-tag": "POST",
    "runs/create": "POST", "runs/get": "GET", "runs/update": "POST", "runs/delete": "POST", "runs/restore": "POST", "runs/search": "POST", "runs/set-tag": "POST", "runs/delete-tag": "POST", "runs/log-parameter": "POST", "runs/log-metric": "POST", "runs/log-batch": "POST", "runs/log-inputs": "POST", "runs/outputs": "POST",
    "runs/log-model": "POST", "metrics/get-history": "GET", "metrics/get-history-bulk-interval": "GET",
}  # fmt: skip

# Names what there is not, whatever the operation asks for.
NOTHING = {"name": "nope", "version": "1", "run_id": "nope", "experiment_id": "999999", "experiment_name": "nope", "experiment_ids": ["999999"], "max_results": 5}


def run(both):
    json_type = {"Content-Type": "application/json"}
    for operation, method in {**OPERATIONS, **TRACKING}.items():
        for other in ["GET", "POST", "PUT", "PATCH", "DELETE"]:
            both.send(other, operation, body=NOTHING)
        both.send(method, operation, raw=b"")
        both.send(method, operation, raw=b"{}", headers={})
        both.send(method, operation, raw=b"{bad", headers=json_type)
        both.send(method, operation, raw=b"[1]", headers=json_type)
        for api in ["/ajax-api/2.0/mlflow/", "/api/3.0/mlflow/", "/foo/2.0/mlflow/", "/api/2.0/preview/mlflow/"]:
            both.send(method, api + operation, body=NOTHING)
        if operation in OPERATIONS:
            for preview in ["/api/2.0/preview/mlflow/", "/ajax-api/2.0/preview/mlflow/"]:
                both.send(method, operation, body=NOTHING, ours=preview + operation)
    for body in BODIES:
        both.send("POST", "registered-models/create", raw=body, headers=json_type)
        both.send("PATCH", "registered-models/update", raw=body, headers=json_type)
    for i, content_type in enumerate(TYPES):
        headers = {"Content-Type": content_type}
        both.send("POST", "registered-models/create", raw=f'{{"name":"typed-{i}"}}'.encode(), headers=headers)
        both.send("PATCH", "registered-models/update", raw=f'{{"name":"typed-{i}","description":"x"}}'.encode(), headers=headers)
        both.send("GET", "registered-models/get", query={"name": f"typed-{i}"}, headers=headers)
        both.send("DELETE", "registered-models/delete", raw=f'{{"name":"typed-{i}"}}'.encode(), headers=headers)
    both.send("POST", "registered-models/create", raw=b'{"name":""}', headers={"Content-Type": "APPLICATION/JSON"})
    spellings(both)
    for path in ["/api/2.0/mlflow/nope/nope", "/api/2.0/mlflow/registered-models", "/api/2.0/mlflow/registered-models/", "/api/2.0/mlflow/registered-models/get/", "/api/2.0/mlflow/registered-models/GET", "/api/2.0/mlflow//registered-models/get", "/api/2.0/registered-models/get", "/registered-models/get"]:
        both.get(path, {"name": "spelled"})


def spellings(both):
    for preview in ["registered-models/get", "registered-models/search", "model-versions/search"]:
        both.get(preview, {"name": "spelled", "filter": "name LIKE 's%' OR", "max_results": 1}, ours="/api/2.0/preview/mlflow/" + preview)
    both.post("registered-models/create", {"name": "spelled"})
    both.post("model-versions/create", {"name": "spelled", "source": "s3://b/x", "runId": "camel", "runLink": "http://x"})
    both.post("model-versions/create", {"name": "spelled", "source": "s3://b/x", "runId": "camel", "run_id": "snake"})
    both.post("model-versions/transition-stage", {"name": "spelled", "version": "1", "stage": "Staging", "archiveExistingVersions": True})
    both.post("registered-models/rename", {"name": "spelled", "newName": "other"})
    both.post("registered-models/rename", {"name": "spelled", "newName": "a", "new_name": "b"})
    both.post("registered-models/rename", {"name": "spelled", "newName": None, "new_name": "spelled"})
    both.get("model-versions/search", {"maxResults": 1})
    both.send("GET", "model-versions/search", body={"maxResults": 1})
    both.send("GET", "registered-models/get", query={"name": "spelled"}, body={"name": "nope"})
    both.send("GET", "registered-models/get", body={"name": "spelled"})
    both.send("POST", "registered-models/create", query={"name": "in-query"}, body={})
    both.send("POST", "registered-models/create", query={"name": "in-query"}, body={"name": "in-body"})
    both.send("DELETE", "registered-models/delete", query={"name": "in-body"})
    both.send("PATCH", "registered-models/update", query={"name": "in-body", "description": "x"})
    both.get("registered-models/get", {"name": "in-body"})
