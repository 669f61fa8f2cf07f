"""Webhooks: their operations, and what they receive for each change of a model or a prompt, header by header and byte by byte.

Both servers deliver to a receiver in this process; the path distinguishes theirs from ours.
"""

import base64
import hashlib
import hmac
import json
import re
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

MODEL_EVENTS = [("REGISTERED_MODEL", "CREATED"), ("MODEL_VERSION", "CREATED"), ("MODEL_VERSION_TAG", "SET"), ("MODEL_VERSION_TAG", "DELETED"), ("MODEL_VERSION_ALIAS", "CREATED"), ("MODEL_VERSION_ALIAS", "DELETED")]  # fmt: skip
PROMPT_EVENTS = [("PROMPT", "CREATED"), ("PROMPT_VERSION", "CREATED"), ("PROMPT_TAG", "SET"), ("PROMPT_TAG", "DELETED"), ("PROMPT_VERSION_TAG", "SET"), ("PROMPT_VERSION_TAG", "DELETED"), ("PROMPT_ALIAS", "CREATED"), ("PROMPT_ALIAS", "DELETED")]  # fmt: skip
OTHER_EVENTS = [("BUDGET_POLICY", "EXCEEDED")]
ALL_EVENTS = MODEL_EVENTS + PROMPT_EVENTS + OTHER_EVENTS

OPERATION = "webhooks"
URL = "http://127.0.0.1:9/hook"
CREATED = [{"entity": "REGISTERED_MODEL", "action": "CREATED"}]
GOOD = {"name": "hook", "url": URL, "events": CREATED}
FIELDS = [
    ("name", [None, "", "a", "A.b_c-1", "-a", "a-", "a b", "a" * 63, "a" * 64, 5, ["a"]]),
    ("url", [None, "", "  ", "ftp://host/", "noscheme", "//host/", "https:///path", 5, "HTTP://127.0.0.1:9/"]),
    ("events", [None, [], "x", [5], [{}], [{"entity": "REGISTERED_MODEL"}], [{"entity": "nope", "action": "CREATED"}], [{"entity": 1, "action": 1}], [{"entity": "registered_model", "action": "created"}], CREATED + CREATED]),
    ("description", [None, "", "words", "ü", 5]),
    ("secret", [None, "", "s", 5]),
    ("status", [None, "", "ACTIVE", "DISABLED", "nope", 1, 2]),
]  # fmt: skip


def event(entity, action):
    return {"entity": entity, "action": action}


class Receiver:
    def __init__(self):
        self.received = []
        self.lock = threading.Lock()
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                with receiver.lock:
                    receiver.received.append((self.path, dict(self.headers), body.decode()))
                self.send_response(200)
                self.send_header("Content-Length", "6")
                self.end_headers()
                self.wfile.write(b"thanks")

            def log_message(self, *args):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def url(self, path):
        return f"http://127.0.0.1:{self.server.server_address[1]}{path}"

    def bodies(self, path, count):
        """The bodies that came to a path, times masked; waits for that many."""
        end = time.monotonic() + 60
        while time.monotonic() < end:
            with self.lock:
                came = [body for at, _, body in self.received if at == path]
            if len(came) >= count:
                break
            time.sleep(0.05)
        return [re.sub(r'"timestamp": "\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{6})?\+00:00"', '"timestamp": "…"', body) for body in came]


def run(both):
    operations(both)
    receiver = Receiver()
    try:
        deliveries(both, receiver)
    finally:
        receiver.server.shutdown()
    clear(both)


def clear(both):
    for server in (both.real, both.ours):
        while found := both.quietly(server, "GET", OPERATION, {"max_results": 1000}).body.get("webhooks"):
            for webhook in found:
                both.quietly(server, "DELETE", OPERATION + "/" + webhook["webhook_id"], None, {})


def operations(both):
    clear(both)
    both.get(OPERATION)
    both.post(OPERATION, GOOD)
    both.save("hook", "webhook.webhook_id")
    for field, values in FIELDS:
        for value in values:
            both.post(OPERATION, {**GOOD, field: value})
            both.save("other", "webhook.webhook_id")
        both.post(OPERATION, {key: value for key, value in GOOD.items() if key != field})
    for entity, action in ALL_EVENTS:
        both.post(OPERATION, {**GOOD, "events": [event(entity, action)]})
    for entity in {entity for entity, _ in ALL_EVENTS}:
        for action in ("CREATED", "UPDATED", "DELETED", "SET", "EXCEEDED"):
            if (entity, action) not in ALL_EVENTS:
                both.post(OPERATION, {**GOOD, "events": [event(entity, action)]})
    both.post(OPERATION, {**GOOD, "events": [event(*each) for each in ALL_EVENTS]})
    both.get(OPERATION + "/${hook}")
    both.get(OPERATION + "/nope")
    for query in ({"max_results": 0}, {"max_results": 1001}, {"max_results": "x"}, {"max_results": -1}, {"page_token": "x"}):
        if query != {"max_results": 0}:
            both.get(OPERATION, query)
    for field, values in FIELDS:
        for value in values:
            both.patch(OPERATION + "/${hook}", {field: value})
    both.patch(OPERATION + "/${hook}", {})
    both.patch(OPERATION + "/${hook}", {"webhook_id": "other", "status": "ACTIVE"})
    both.patch(OPERATION + "/nope", {})
    both.post(OPERATION + "/nope/test")
    both.post(OPERATION + "/${hook}/test", {"event": event("PROMPT", "DELETED")})
    both.post(OPERATION + "/${hook}/test", {"event": {}})
    both.post(OPERATION + "/${hook}/test", {"event": 5})
    both.delete(OPERATION + "/nope", {})
    both.delete(OPERATION + "/${hook}", {})
    both.delete(OPERATION + "/${hook}", {})
    both.get(OPERATION + "/${hook}")
    both.post(OPERATION + "/${hook}/test")
    clear(both)
    for number in range(3):
        both.post(OPERATION, {**GOOD, "name": f"hook-{number}"})
        time.sleep(0.002)  # the order is that of the creations, to the millisecond
    both.walk(OPERATION, {"max_results": 2})
    clear(both)


def deliveries(both, receiver):
    for server, path in ((both.real, "/real"), (both.ours, "/ours")):
        server.saved["url"] = receiver.url(path)
    both.post(OPERATION, {"name": "all", "url": "${url}", "secret": "sécret", "events": [event(*each) for each in ALL_EVENTS]})
    both.save("all", "webhook.webhook_id")
    for entity, action in ALL_EVENTS:
        both.post(OPERATION + "/${all}/test", {"event": event(entity, action)})
    delivered = len(ALL_EVENTS)
    alike(both, receiver, delivered)
    tags = [{"key": "k", "value": 'v"ü😀\n'}]
    prompt = [{"key": "mlflow.prompt.is_prompt", "value": "true"}]
    version = {"name": "m", "version": "1"}
    for operation, body, events in [
        ("registered-models/create", {"name": "m", "description": "words", "tags": tags}, 1),
        ("registered-models/create", {"name": "bare"}, 1),
        ("model-versions/create", {"name": "m", "source": "s3://bucket/x", "description": "words", "tags": tags}, 1),
        ("model-versions/create", {"name": "m", "source": "s3://bucket/y"}, 1),
        ("registered-models/set-tag", {"name": "m", "key": "k", "value": "w"}, 0),
        ("model-versions/set-tag", {**version, "key": "k", "value": "w"}, 1),
        ("model-versions/set-tag", {**version, "key": "k", "value": "w"}, 1),
        ("registered-models/alias", {**version, "alias": "champion"}, 1),
        ("model-versions/transition-stage", {**version, "stage": "Production"}, 0),
        ("registered-models/create", {"name": "p", "description": "words", "tags": tags + prompt}, 1),
        ("model-versions/create", {"name": "p", "source": "dummy-source", "tags": tags + prompt + [{"key": "mlflow.prompt.text", "value": "Hello {{x}}"}]}, 1),
        ("registered-models/set-tag", {"name": "p", "key": "k", "value": "w"}, 1),
        ("model-versions/set-tag", {"name": "p", "version": "1", "key": "k", "value": "w"}, 1),
        ("registered-models/alias", {"name": "p", "alias": "champion", "version": "1"}, 1),
    ]:  # fmt: skip
        both.post(operation, body)
        delivered += events
        alike(both, receiver, delivered)
    for operation, body, events in [
        ("model-versions/delete-tag", {**version, "key": "k"}, 1),
        ("registered-models/alias", {"name": "m", "alias": "champion"}, 1),
        ("registered-models/delete-tag", {"name": "p", "key": "k"}, 1),
        ("model-versions/delete-tag", {"name": "p", "version": "1", "key": "k"}, 1),
        ("registered-models/alias", {"name": "p", "alias": "champion"}, 1),
        ("model-versions/delete", version, 0),
        ("registered-models/delete", {"name": "m"}, 0),
    ]:
        both.delete(operation, body)
        delivered += events
        alike(both, receiver, delivered)
    headers(both, receiver)


def alike(both, receiver, delivered):
    """Each has received as many deliveries, and the same last one; one change at a time, since MLflow keeps no order."""
    both.requests += 1
    real, ours = receiver.bodies("/real", delivered), receiver.bodies("/ours", delivered)
    if len(real) != delivered or len(ours) != delivered or real[-1] != ours[-1]:
        both.differences.append(f"deliveries {delivered}: {real[-1:]} {ours[-1:]}")
        print(f"[webhooks] delivered {len(real)} and {len(ours)} times, {delivered} were expected:\n    MLflow: {real[-1:]}\n      ours: {ours[-1:]}")


def headers(both, receiver):
    """The same names, and signatures that hold."""
    names = {}
    for path, sent, body in receiver.received:
        names.setdefault(path, set()).update(name for name in sent if name.startswith("X-MLflow"))
        signed = f"{sent['X-MLflow-Delivery-Id']}.{sent['X-MLflow-Timestamp']}.{body}"
        expected = base64.b64encode(hmac.new("sécret".encode(), signed.encode(), hashlib.sha256).digest()).decode()
        if sent["X-MLflow-Signature"] != "v1," + expected or sent["Content-Type"] != "application/json":
            both.differences.append(f"signature of {path}")
            print(f"[webhooks] {path}: {json.dumps(sent)} does not sign {body}")
    if names["/real"] != names["/ours"]:
        both.differences.append("headers")
        print(f"[webhooks] headers differ: {names}")
