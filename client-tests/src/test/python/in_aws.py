"""What breaks where signatures are checked and bodies are limited: sizes of files, their names, and search strings.

Usage: python in_aws.py <tracking URI> [<size of a file in bytes> ...]
"""

import hashlib
import os
import pathlib
import sys
import tempfile
import time

import mlflow
from lab import equal, step
from mlflow import MlflowClient

KB, MB = 1_000, 1_000_000
SIZES = [int(size) for size in sys.argv[2:]] or [0, 1, 4 * MB, 5 * MB, 30 * MB]
BLOCK = os.urandom(1 << 20)
# A byte of text is two to six in an event, which is JSON: as text, these two are larger than the limit.
TEXTS = {"quotes.json": b'"' * 4 * MB, "controls.txt": b"\x01" * 999 * KB}
NAMES = [
    "with spaces.txt",
    "(round) [square] {curly}.txt",
    "a+b&c=d;e,f.txt",
    "100%.txt",
    "it's $5!*@~:.txt",
    "Größe 日本 😀.txt",
    "n" * 200 + ".txt",
    "folder with spaces/ünï/(1)/a b.txt",
]

mlflow.set_tracking_uri(sys.argv[1])
client = MlflowClient()
UNIQUE = f"{time.time_ns():x}"


def digests(folder):
    return {str(file.relative_to(folder)): digest(file) for file in sorted(folder.rglob("*")) if file.is_file()}


def digest(file):
    found = hashlib.sha256()
    with file.open("rb") as content:
        while block := content.read(1 << 20):
            found.update(block)
    return found.hexdigest()


def write(file, size):
    with file.open("wb") as content:
        while (left := size - content.tell()) > 0:
            content.write(BLOCK[:left])


def round_trip(folder):
    run_id = client.create_run("0").info.run_id
    started = time.monotonic()
    client.log_artifacts(run_id, str(folder), "data")
    sent = time.monotonic()
    with tempfile.TemporaryDirectory(dir=folder.parent) as target:
        fetched = pathlib.Path(client.download_artifacts(run_id, "data", target))
        step(f"  up in {sent - started:.1f} s, down in {time.monotonic() - sent:.1f} s")
        equal(digests(fetched), digests(folder), "what came back")


def sizes(place):
    folder = place / "sizes"
    folder.mkdir()
    for size in SIZES:
        write(folder / f"{size}.bin", size)
    if not sys.argv[2:]:
        for name, content in TEXTS.items():
            (folder / name).write_bytes(content)
    round_trip(folder)


def names(place):
    folder = place / "names"
    for name in NAMES:
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(name)
    round_trip(folder)


def searches():
    odd = f"Größe, 100% & \"more\" +1 ({UNIQUE})"
    for name in odd, f"plain {UNIQUE}":
        client.create_registered_model(name, tags={"a key/with space": "it's + & = ?"})
        client.create_model_version(name, "s3://bucket/model")
    client.set_registered_model_alias(odd, "größte", "1")
    equal(client.get_model_version_by_alias(odd, "größte").name, odd, "the model of an alias")
    equal(client.get_registered_model(odd).aliases, {"größte": "1"}, "the aliases")
    client.search_registered_models()
    for wanted, expected in {
        f"name = '{odd}'": [odd],
        f"name LIKE 'Größe, 100%({UNIQUE})'": [odd],
        f"name ILIKE '%{UNIQUE}%' AND tags.`a key/with space` = \"it's + & = ?\"": [f"plain {UNIQUE}", odd],
    }.items():
        found = client.search_registered_models(wanted, order_by=["name DESC", "last_updated_timestamp ASC"])
        equal([model.name for model in found], sorted(expected, reverse=True), wanted)
    found = client.search_model_versions(f"name='{odd}'", order_by=["version_number DESC", "name ASC"])
    equal([int(version.version) for version in found], [1], "the versions")
    experiment = client.create_experiment(f"experiment +& {UNIQUE}")
    equal(client.get_experiment_by_name(f"experiment +& {UNIQUE}").experiment_id, experiment, "the experiment")
    run_id = client.create_run(experiment).info.run_id
    client.log_metric(run_id, "a metric/ü", 0.5)
    equal([point.value for point in client.get_metric_history(run_id, "a metric/ü")], [0.5], "the metric")
    client.delete_registered_model_alias(odd, "größte")
    client.delete_registered_model_tag(odd, "a key/with space")
    client.delete_registered_model(odd)


with tempfile.TemporaryDirectory() as place:
    step(f"files of {SIZES} bytes")
    sizes(pathlib.Path(place))
    if not sys.argv[2:]:
        step("names")
        names(pathlib.Path(place))
if not sys.argv[2:]:
    step("searches")
    searches()
step("done")
