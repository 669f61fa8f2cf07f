"""Reads all that two MLflow servers have by the REST API, and fails on any difference: experiments, runs, histories, logged
models, files byte for byte, registered models, versions, aliases, and at last the numbers of the next versions.

    python compare.py <the source> <the copy> [--next-versions]
"""

import concurrent.futures
import hashlib
import itertools
import json
import sys
import urllib.error
import urllib.parse
import urllib.request

API = "/api/2.0/mlflow/"
PROMPTS = "tags.`mlflow.prompt.is_prompt` = 'true'"
threads = concurrent.futures.ThreadPoolExecutor(8)


def order_free(value):
    """Lists of key-value pairs, of metrics and the like have no order that counts, and older servers leave out empty ones."""
    if isinstance(value, dict):
        # the model lists the aliases; only some servers list them in each version too
        left_out = {"workspace"} | ({"aliases"} if "current_stage" in value else set())
        fields = {key: order_free(element) for key, element in value.items() if key not in left_out}
        return {key: element for key, element in fields.items() if element not in ({}, [])}
    if isinstance(value, list):
        return sorted((order_free(element) for element in value), key=lambda element: json.dumps(element, sort_keys=True))
    return value


class Server:
    def __init__(self, uri, moved):
        self.uri = uri
        self.moved = moved

    def read(self, path, query=(), body=None):
        url = self.uri + path + ("?" + urllib.parse.urlencode(query, quote_via=urllib.parse.quote) if query else "")
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(url, data, {"Content-Type": "application/json"} if data else {})
        with urllib.request.urlopen(request, timeout=120) as response:
            return response.read()

    def json(self, path, query=(), body=None):
        text = self.read(path, query, body).decode()
        for there, here in self.moved.items():
            text = text.replace(there, here)
        return json.loads(text)

    def pages(self, operation, name, query=None, body=None):
        token = ()
        while True:
            if body is None:
                page = self.json(API + operation, [*query, *token])
            else:
                page = self.json(API + operation, body={**body, **dict(token)})
            yield from page.get(name, [])
            if not page.get("next_page_token"):
                return
            token = [("page_token", page["next_page_token"])]

    def experiments(self):
        found = self.pages("experiments/search", "experiments", body={"view_type": "ALL", "max_results": 100})
        return {experiment["experiment_id"]: experiment for experiment in found}

    def runs(self, experiment):
        search = {"experiment_ids": [experiment], "run_view_type": "ALL", "max_results": 200}
        return {run["info"]["run_id"]: run for run in self.pages("runs/search", "runs", body=search)}

    def histories(self, runs):
        """By metric and run."""
        points = {}
        keys = sorted({metric["key"] for run in runs.values() for metric in run["data"].get("metrics", [])})
        ids = sorted(runs)
        for key, first in itertools.product(keys, range(0, len(ids), 40)):
            query = [("metric_key", key), *(("run_id", run_id) for run_id in ids[first : first + 40])]
            for point in self.json("/ajax-api/2.0/mlflow/metrics/get-history-bulk", query)["metrics"]:
                at = (point["timestamp"], point["step"], repr(float(point["value"])))
                points.setdefault(f"{point['run_id']} {key}", []).append(at)
        return {history: sorted(values) for history, values in points.items()}

    def logged_models(self, experiment):
        search = {"experiment_ids": [experiment], "max_results": 50}
        try:
            return {model["info"]["model_id"]: model for model in self.pages("logged-models/search", "models", body=search)}
        except urllib.error.HTTPError as e:
            if e.code != 404:
                raise
            return {}

    def deleted_model(self, model_id):
        return self.json(f"{API}logged-models/{model_id}", [("allow_deleted", "true")])

    def files(self, runs):
        """The hash of every file of the runs, by run and path."""
        found = threads.map(self.files_of_run, runs)
        return {f"{run_id} {path}": digest for run_id, files in zip(runs, found) for path, digest in files}

    def files_of_run(self, run_id, folder=""):
        query = [("run_id", run_id), *([("path", folder)] if folder else [])]
        files = []
        for entry in self.json(API + "artifacts/list", query).get("files", []):
            if entry.get("is_dir"):
                files += self.files_of_run(run_id, entry["path"])
            else:
                content = self.read("/get-artifact", [("run_id", run_id), ("path", entry["path"])])
                files.append((entry["path"], (entry.get("file_size") or 0, hashlib.sha256(content).hexdigest())))
        return files

    def file_of_model(self, model_id):
        path = f"/ajax-api/2.0/mlflow/logged-models/{model_id}/artifacts/files"
        return self.read(path, [("artifact_file_path", "MLmodel")])

    def models(self):
        found = {}
        for query in [[], [("filter", PROMPTS)]]:
            for model in self.pages("registered-models/search", "registered_models", [("max_results", 100), *query]):
                found[model["name"]] = model
        return found

    def versions(self):
        found = {}
        for query in [[], [("filter", PROMPTS)]]:
            for version in self.pages("model-versions/search", "model_versions", [("max_results", 100), *query]):
                found[f"{version['name']} {version['version']}"] = version
        return found

    def download_uris(self, versions):
        def uri(version):
            query = [("name", version["name"]), ("version", version["version"])]
            return self.json(API + "model-versions/get-download-uri", query)["artifact_uri"]

        return dict(zip(versions, threads.map(uri, versions.values())))

    def next_version(self, name):
        body = {"name": name, "source": "s3://bucket/next"}
        return self.json(API + "model-versions/create", body=body)["model_version"]["version"]


def equal(what, there, here):
    there, here = order_free(there), order_free(here)
    if there == here:
        return len(there)
    if isinstance(there, dict) and isinstance(here, dict):
        for key in sorted(there.keys() | here.keys()):
            if there.get(key) != here.get(key):
                sys.exit(f"{what} {key} differs\n  there: {there.get(key)}\n  here:  {here.get(key)}")
    sys.exit(f"{what} differs\n  there: {there}\n  here:  {here}")


def main():
    # an experiment's own location is not kept: here it has the registry's
    there, here = Server(sys.argv[1], {}), Server(sys.argv[2], {})
    for id, experiment in there.experiments().items():
        if experiment["artifact_location"] != f"mlflow-artifacts:/{id}":
            there.moved[experiment["artifact_location"]] = f"mlflow-artifacts:/{id}"
    experiments = there.experiments()
    counts = {"experiments": equal("experiment", experiments, here.experiments())}
    both = (there, here)
    for id in experiments:
        runs = there.runs(id)
        models = there.logged_models(id)
        outputs = {output["model_id"] for run in runs.values() for output in run["outputs"].get("model_outputs", [])} if models else set()
        compared = {
            "runs": equal("run", runs, here.runs(id)),
            "histories": equal("history", *(server.histories(runs) for server in both)),
            "files": equal("file", *(server.files(runs) for server in both)),
            "logged models": equal("logged model", models, here.logged_models(id)),
        }
        for model in models:
            equal("file of logged model", *(server.file_of_model(model) for server in both))
        for model in outputs - models.keys():
            equal("deleted logged model", *(server.deleted_model(model) for server in both))
        for what, count in compared.items():
            counts[what] = counts.get(what, 0) + count
    models = there.models()
    counts["registered models"] = equal("registered model", models, here.models())
    versions = there.versions()
    counts["versions"] = equal("version", versions, here.versions())
    equal("download URI of version", *(server.download_uris(versions) for server in both))
    if "--next-versions" in sys.argv:
        for name in models.keys() & {"plain", "ünï 模型", "both ' and \""}:
            equal(f"next version of {name}", *(server.next_version(name) for server in both))
    print("equal: " + ", ".join(f"{count} {what}" for what, count in counts.items()))


main()
