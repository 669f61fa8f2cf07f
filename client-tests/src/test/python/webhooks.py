"""Webhooks by MLflow 3's client: create, get, list, update, test, delete; and what a receiver on this machine receives.

    python webhooks.py <tracking-uri>
"""

import json
import sys
import threading
import time
import urllib.request
import warnings
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import mlflow
from mlflow.entities.webhook import WebhookStatus
from mlflow.tracking import MlflowClient

from lab import equal, refused, step

warnings.filterwarnings("ignore")

mlflow.set_tracking_uri(sys.argv[1])
client = MlflowClient()

NAME = f"hooked-{time.time_ns():x}"
came = []


class Receiver(BaseHTTPRequestHandler):
    def do_POST(self):
        came.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        self.send_response(204)
        self.end_headers()

    def log_message(self, *args):
        pass


server = ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
threading.Thread(target=server.serve_forever, daemon=True).start()
URL = f"http://127.0.0.1:{server.server_address[1]}/hook"


def delivered(entity, action, count=1):
    """Waits until the receiver has received that many deliveries about this model."""
    end = time.monotonic() + 60
    while time.monotonic() < end:
        found = [each["data"] for each in list(came) if (each["entity"], each["action"]) == (entity, action) and each["data"]["name"] == NAME]
        if len(found) >= count:
            return found
        time.sleep(0.05)
    raise AssertionError(f"{entity}.{action} was not delivered: {came}")


def a_webhook_is_made_changed_and_found():
    webhook = client.create_webhook(
        name="made", url=URL, events=["registered_model.created"], description="words", secret="secret"
    )
    equal(client.get_webhook(webhook.webhook_id).url, URL, "url")
    equal(webhook.secret, None, "secret")
    assert webhook.webhook_id in [each.webhook_id for each in client.list_webhooks(max_results=100)]
    changed = client.update_webhook(webhook.webhook_id, name="changed", status="DISABLED", events=["prompt.created", "model_version.created"])
    equal((changed.name, changed.status, changed.description), ("changed", WebhookStatus.DISABLED, "words"), "changed")
    equal(sorted(map(str, changed.events)), ["model_version.created", "prompt.created"], "events")
    client.delete_webhook(webhook.webhook_id)
    with refused("RESOURCE_DOES_NOT_EXIST", "a webhook that is gone"):
        client.get_webhook(webhook.webhook_id)
    with refused("INVALID_PARAMETER_VALUE", "a name with a space", "is invalid"):
        client.create_webhook(name="a b", url=URL, events=["prompt.created"])


def own_events_are_told_beside_mlflows():
    def ask(method, route, body):
        sent = urllib.request.Request(f"{sys.argv[1]}/api/2.0/mlflow/{route}", json.dumps(body).encode(), {"Content-Type": "application/json"}, method=method)
        return json.load(urllib.request.urlopen(sent))["webhook"]

    made = ask("POST", "webhooks", {
        "name": "own", "url": URL, "events": [{"entity": "MODEL_VERSION", "action": "CREATED"}],
        "registry_events": ["model_version.sealed", "model_version.signed"],
    })
    equal(made["registry_events"], ["model_version.sealed", "model_version.signed"], "own events")
    seen = [each for each in client.list_webhooks(max_results=100) if each.webhook_id == made["webhook_id"]]
    equal([str(event) for each in seen for event in each.events], ["model_version.created"], "what MLflow sees")
    client.update_webhook(made["webhook_id"], events=["model_version_alias.created"])
    equal(ask("PATCH", f"webhooks/{made['webhook_id']}", {"name": "renamed"})["registry_events"], made["registry_events"], "kept")
    equal(client.test_webhook(made["webhook_id"]).success, True, "test")
    equal(ask("PATCH", f"webhooks/{made['webhook_id']}", {"registry_events": []}).get("registry_events"), None, "removed")
    client.delete_webhook(made["webhook_id"])


def a_test_tells_an_example():
    webhook = client.create_webhook(name="tested", url=URL, events=["model_version_alias.created"])
    result = client.test_webhook(webhook.webhook_id)
    equal((result.success, result.response_status), (True, 204), "result")
    equal(came[-1]["data"]["alias"], "example_alias", "example")
    client.delete_webhook(webhook.webhook_id)


def changes_are_told():
    webhook = client.create_webhook(
        name="delivered",
        url=URL,
        events=["registered_model.created", "model_version.created", "model_version_alias.created", "model_version_tag.set"],
        secret="secret",
    )
    client.create_registered_model(NAME, tags={"k": "v"}, description="words")
    client.create_model_version(NAME, "s3://bucket/model")
    client.set_registered_model_alias(NAME, "champion", 1)
    for number in range(20):
        client.set_model_version_tag(NAME, "1", "number", str(number))
    equal(delivered("registered_model", "created"), [{"name": NAME, "tags": {"k": "v"}, "description": "words"}], "created")
    equal(delivered("model_version_alias", "created"), [{"name": NAME, "alias": "champion", "version": "1"}], "alias")
    tags = delivered("model_version_tag", "set", 20)
    equal([tag["value"] for tag in tags], [str(number) for number in range(20)], "in order")
    client.delete_webhook(webhook.webhook_id)


for part in (a_webhook_is_made_changed_and_found, own_events_are_told_beside_mlflows, a_test_tells_an_example, changes_are_told):
    step(part.__name__.replace("_", " "))
    part()
server.shutdown()
