"""Sends each request to a real MLflow server and to this registry, and compares the two answers."""

import http.client
import json
import re
import time
import urllib.parse

from exceptions import exception_for, without_aliases

API = "/api/2.0/mlflow/"


class Answer:
    def __init__(self, status, content_type, text):
        self.status = status
        self.content_type = content_type
        try:
            self.body = json.loads(text)
        except ValueError:
            self.body = text

    @property
    def error_code(self):
        return self.body.get("error_code") if isinstance(self.body, dict) else None

    @property
    def message(self):
        return self.body.get("message", "") if isinstance(self.body, dict) else ""


class Server:
    def __init__(self, address):
        self.connection = http.client.HTTPConnection(address.removeprefix("http://"), timeout=60)
        self.saved = {}
        self.experiments = {}
        self.began = []

    def send(self, method, path, query, body, raw, headers):
        """Answers, and notes when the request began, so that times can be given as numbers of requests."""
        target = urllib.parse.quote(self.filled(path), safe="/%")
        if query:
            target += "?" + urllib.parse.urlencode(self.filled(query), doseq=True)
        data = raw if raw is not None else None if body is None else json.dumps(self.filled(body)).encode()
        if headers is None:
            headers = {} if data is None else {"Content-Type": "application/json"}
        self.began.append(int(time.time() * 1000))
        try:
            self.connection.request(method, target, body=data, headers=headers)
            response = self.connection.getresponse()
        except (http.client.HTTPException, ConnectionError):
            self.connection.close()  # an idle connection may be closed by the server
            self.connection.request(method, target, body=data, headers=headers)
            response = self.connection.getresponse()
        text = response.read().decode()
        return Answer(response.status, response.headers.get_content_type(), text)

    def filled(self, value):
        """The value with each ${name} replaced by what this server answered."""
        if isinstance(value, str):
            return re.sub(r"\$\{([^}]+)}", lambda found: self.saved.get(found[1], found[0]), value)
        if isinstance(value, dict):
            return {key: self.filled(inner) for key, inner in value.items()}
        if isinstance(value, list):
            return [self.filled(inner) for inner in value]
        return value

    def request_at(self, timestamp):
        """The number of the last request that had begun by then; small numbers are no times, but what a case has sent."""
        for number in range(len(self.began) - 1, -1, -1):
            if self.began[number] <= timestamp:
                return f"time of request {number}"
        return timestamp if timestamp < SOME_TIME_AGO else "time before the first request"

    def normal(self, value, key=""):
        """The value with times, tokens, saved ids and made-up names masked, and with lists sorted that have no order."""
        if isinstance(value, dict):
            return {name: self.normal(inner, "data.metrics" if key == "data" and name == "metrics" else name) for name, inner in value.items()}
        if isinstance(value, list):
            inner = [self.normal(item, key) for item in value]
            return sorted(inner, key=place) if key in UNORDERED else inner
        if key.endswith(TIMES) and isinstance(value, int):
            return self.request_at(value)
        if key == "next_page_token":
            return "a token"
        if key == "webhook_id":
            return "an id"
        if key == "experiment_id":
            return self.experiments.get(value, value)
        if isinstance(value, str):
            for name, saved in self.saved.items():
                value = value.replace(saved, "${" + name + "}") if len(saved) > 8 else value
            value = EXPERIMENT_IN_TEXT.sub(lambda found: found[1] + self.experiments.get(found[2], found[2]), value)
            return "a made-up name" if MADE_UP_NAME.fullmatch(value) else value
        return value


# Lists that MLflow reads without an ORDER BY: theirs is the order of the database, whichever it is.
UNORDERED = {"tags", "aliases", "latest_versions", "params", "data.metrics", "dataset_inputs", "model_inputs", "model_outputs"}
SOME_TIME_AGO = 1_700_000_000_000
TIMES = ("timestamp", "timestamp_ms", "creation_time", "last_update_time")
EXPERIMENT_IN_TEXT = re.compile(r"(mlflow-artifacts:/|[Ee]xperiment with id |[Ee]xperiment with id=|The experiment |experiment ID '|No such artifact: '|not a file: ')(\d+)\b")
MADE_UP_NAME = re.compile(r"[a-z]+-[a-z]+-\d{1,4}")


class Pair:
    """The two servers. The methods send one request to each, compare, and answer what this registry said."""

    def __init__(self, real, ours, verbose=False):
        self.real = Server(real)
        self.ours = Server(ours)
        self.verbose = verbose
        self.requests = 0
        self.differences = []
        self.excepted = {}
        self.group = ""

    def post(self, operation, body=None, **more):
        return self.send("POST", operation, body={} if body is None else body, **more)

    def patch(self, operation, body):
        return self.send("PATCH", operation, body=body)

    def delete(self, operation, body):
        return self.send("DELETE", operation, body=body)

    def get(self, operation, query=None, **more):
        return self.send("GET", operation, query=query, **more)

    def send(self, method, operation, query=None, body=None, raw=None, headers=None, unordered=None, ours=None):
        """Sends both the same, this registry under another path where `ours` names one."""
        path = operation if operation.startswith("/") else API + operation
        self.requests += 1
        real = self.real.send(method, path, query, body, raw, headers)
        ours = self.ours.send(method, ours or path, query, body, raw, headers)
        self.last = (real, ours)
        if operation in ("experiments/create", "runs/create", "logged-models"):
            self.note_ids()
        self.compare(f"{method} {path}", (query, body, raw), real, ours, unordered)
        return ours

    def refuse(self, method, path, status, error_code):
        """Asks this registry alone for what it does not offer."""
        self.requests += 1
        answer = self.ours.send(method, path, None, None if method == "GET" else {}, None, None)
        self.real.began.append(self.ours.began[-1])
        if (answer.status, answer.content_type, answer.error_code) != (status, "application/json", error_code):
            self.report(f"{method} {path}\n    expected {status} {error_code}\n      ours: {answer.status} {shorten(answer.body)}")

    def save(self, name, path):
        """Keeps a part of the last answers, of each server its own, to be used as ${name}."""
        for server, answer in zip((self.real, self.ours), self.last):
            value = answer.body
            for key in path.split("."):
                value = value.get(key, {}) if isinstance(value, dict) else {}
            server.saved[name] = value if isinstance(value, str) else "none"

    def experiment(self, name, **more):
        """Creates an experiment; ${name} is its id, which is another on each server."""
        self.post("experiments/create", {"name": name, **more})
        self.save(name, "experiment_id")

    def note_ids(self):
        """Ids of what the last request has created differ; an experiment's, as MLflow gives one again that it did not keep."""
        for server, answer in zip((self.real, self.ours), self.last):
            body = answer.body if isinstance(answer.body, dict) else {}
            if list(body) == ["experiment_id"]:
                server.experiments[body["experiment_id"]] = f"experiment {self.requests}"
            if "run" in body:
                server.saved[f"run {self.requests}"] = body["run"]["info"]["run_id"]
            if "model" in body:
                server.saved[f"model {self.requests}"] = body["model"]["info"]["model_id"]

    def agreed(self):
        """Whether the last request went the same way on both."""
        return self.last[0].status == self.last[1].status

    def start_run(self, name, experiment, **more):
        """Creates a run; ${name} is its id."""
        self.post("runs/create", {"experiment_id": experiment, "run_name": name, "start_time": 1, **more})
        self.save(name, "run.info.run_id")

    def compare(self, what, sent, real, ours, unordered=None):
        mine, its = self.ours.normal(ours.body), self.real.normal(real.body)
        if unordered:
            for answer in (mine, its):
                if isinstance(answer, dict):
                    answer.get(unordered, []).sort(key=lambda item: json.dumps(item, sort_keys=True))
        if (real.status, real.content_type, its) == (ours.status, ours.content_type, mine):
            return
        real.normal, ours.normal = its, mine
        query, body, raw = sent
        shown = f"{what} {shorten(raw if raw is not None else body if body is not None else query)}"
        reason = exception_for(what, raw if raw is not None else body if body is not None else query or {}, real, ours)
        if reason:
            self.excepted[reason] = self.excepted.get(reason, 0) + 1
            return
        self.report(f"{shown}\n    MLflow: {real.status} {shorten(its)}\n      ours: {ours.status} {shorten(mine)}{first_difference(its, mine)}")

    def report(self, difference):
        self.differences.append(f"[{self.group}, request {len(self.ours.began) - 1}] {difference}")
        print(self.differences[-1], flush=True)

    def walk(self, operation, query, limit=100):
        """Follows the page tokens, each server its own, to the end."""
        query = dict(query)
        self.get(operation, query)
        for _ in range(limit):
            tokens = [answer.body.get("next_page_token") for answer in self.last if isinstance(answer.body, dict)]
            if len(tokens) < 2 or not all(tokens):
                return
            self.real.saved["page"], self.ours.saved["page"] = tokens
            self.get(operation, {**query, "page_token": "${page}"})
            del self.real.saved["page"], self.ours.saved["page"]

    def clear(self):
        """Deletes every model on both and takes the names of all experiments, so that no group of cases depends on another."""
        for server in (self.real, self.ours):
            self.retire_experiments(server)
            server.saved.clear()
            for filter_string in ("", "tags.`mlflow.prompt.is_prompt` = 'true'"):
                models = True
                while models:
                    found = self.quietly(server, "GET", "registered-models/search", {"filter": filter_string, "max_results": 1000})
                    models = found.body.get("registered_models", [])
                    for model in models:
                        self.quietly(server, "DELETE", "registered-models/delete", None, {"name": model["name"]})
        self.settle()

    def retire_experiments(self, server):
        """An experiment can't be deleted for good, but be deleted under a name that nobody asks for."""
        found = self.quietly(server, "GET", "experiments/search", {"max_results": 50_000, "view_type": "ALL"}).body
        for experiment in found.get("experiments", []):
            place = {"experiment_id": experiment["experiment_id"]}
            if experiment["name"].startswith("retired") or place["experiment_id"] == "0":
                continue
            if experiment["lifecycle_stage"] == "deleted":
                self.quietly(server, "POST", "experiments/restore", None, place)
            self.quietly(server, "POST", "experiments/update", None, {**place, "new_name": f"retired {experiment['experiment_id']}"})
            self.quietly(server, "POST", "experiments/delete", None, place)

    def settle(self):
        """Whatever has a time until now has it from before the next request."""
        now = int(time.time() * 1000)
        self.real.began.append(now)
        self.ours.began.append(now)

    @staticmethod
    def quietly(server, method, operation, query, body=None):
        answer = server.send(method, API + operation, query, body, None, None)
        server.began.pop()
        return answer


def place(item):
    """What an item of a list without order is sorted by: not by aliases, which may be shown on one side only."""
    return json.dumps(without_aliases(item), sort_keys=True)


def shorten(value, most=900):
    text = value if isinstance(value, str) else repr(value) if isinstance(value, bytes) else json.dumps(value, ensure_ascii=False)
    text = re.sub(r"(.)\1{40,}", r"\1…\1", text)
    return text if len(text) <= most else text[:most] + " …"


def first_difference(its, mine, path=""):
    """Where two long answers part."""
    if isinstance(its, dict) and isinstance(mine, dict):
        for key in {**its, **mine}:
            if its.get(key) != mine.get(key):
                return first_difference(its.get(key), mine.get(key), f"{path}.{key}")
    if isinstance(its, list) and isinstance(mine, list):
        for at, (one, other) in enumerate(zip(its, mine)):
            if one != other:
                return first_difference(one, other, f"{path}[{at}]")
        return f"\n  they part at {path}: {len(its)} and {len(mine)} items"
    return f"\n  they part at {path}: {shorten(its, 200)} and {shorten(mine, 200)}" if path else ""
