"""Sends each request to a real MLflow server and to this registry, and compares the two answers."""

import http.client
import json
import re
import time
import urllib.parse

from exceptions import exception_for

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
        self.began = []

    def send(self, method, path, query, body, raw, headers):
        """Answers, and notes when the request began, so that times can be told as numbers of requests."""
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
            return re.sub(r"\$\{(\w+)}", lambda found: self.saved.get(found[1], found[0]), value)
        if isinstance(value, dict):
            return {key: self.filled(inner) for key, inner in value.items()}
        if isinstance(value, list):
            return [self.filled(inner) for inner in value]
        return value

    def request_at(self, timestamp):
        """The number of the last request that had begun by then."""
        for number in range(len(self.began) - 1, -1, -1):
            if self.began[number] <= timestamp:
                return f"time of request {number}"
        return timestamp

    def normal(self, value, key=""):
        """The value with times, tokens and saved ids masked, and with lists sorted that have no order."""
        if isinstance(value, dict):
            return {name: self.normal(inner, name) for name, inner in value.items()}
        if isinstance(value, list):
            inner = [self.normal(item, key) for item in value]
            return sorted(inner, key=json.dumps) if key in UNORDERED else inner
        if key.endswith("timestamp") and isinstance(value, int):
            return self.request_at(value)
        if key == "next_page_token":
            return "a token"
        if isinstance(value, str):
            for name, saved in self.saved.items():
                value = value.replace(saved, "${" + name + "}") if len(saved) > 8 else value
        return value


# MLflow reads latest versions without an ORDER BY: theirs is the order of the database, whichever it is.
UNORDERED = {"tags", "aliases", "latest_versions"}


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

    def send(self, method, operation, query=None, body=None, raw=None, headers=None, unordered=None):
        path = operation if operation.startswith("/") else API + operation
        self.requests += 1
        real = self.real.send(method, path, query, body, raw, headers)
        ours = self.ours.send(method, path, query, body, raw, headers)
        self.compare(f"{method} {path}", (query, body, raw), real, ours, unordered)
        self.last = (real, ours)
        return ours

    def save(self, name, path):
        """Keeps a part of the last answers, of each server its own, to be used as ${name}."""
        for server, answer in zip((self.real, self.ours), self.last):
            value = answer.body
            for key in path.split("."):
                value = value.get(key, {}) if isinstance(value, dict) else {}
            server.saved[name] = value if isinstance(value, str) else "none"

    def compare(self, what, sent, real, ours, unordered=None):
        mine, its = self.ours.normal(ours.body), self.real.normal(real.body)
        if unordered:
            for answer in (mine, its):
                if isinstance(answer, dict):
                    answer.get(unordered, []).sort(key=json.dumps)
        if (real.status, real.content_type, its) == (ours.status, ours.content_type, mine):
            return
        query, body, raw = sent
        shown = f"{what} {shorten(raw if raw is not None else body if body is not None else query)}"
        reason = exception_for(what, raw if raw is not None else body if body is not None else query or {}, real, ours)
        if reason:
            self.excepted[reason] = self.excepted.get(reason, 0) + 1
            return
        difference = (
            f"[{self.group}, request {len(self.ours.began) - 1}] {shown}\n"
            f"    MLflow: {real.status} {shorten(its)}\n      ours: {ours.status} {shorten(mine)}{first_difference(its, mine)}"
        )
        self.differences.append(difference)
        print(difference, flush=True)

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
        """Deletes every model on both, so that no group of cases depends on another."""
        for server in (self.real, self.ours):
            for filter_string in ("", "tags.`mlflow.prompt.is_prompt` = 'true'"):
                models = True
                while models:
                    found = self.quietly(server, "GET", "registered-models/search", {"filter": filter_string, "max_results": 1000})
                    models = found.body.get("registered_models", [])
                    for model in models:
                        self.quietly(server, "DELETE", "registered-models/delete", None, {"name": model["name"]})
        now = int(time.time() * 1000)
        self.real.began.append(now)
        self.ours.began.append(now)

    @staticmethod
    def quietly(server, method, operation, query, body=None):
        answer = server.send(method, API + operation, query, body, None, None)
        server.began.pop()
        return answer


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
