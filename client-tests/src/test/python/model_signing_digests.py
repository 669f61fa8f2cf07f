"""The manifest of a version is what model_signing computes for the folder that MLflow downloads.

Arguments: the registry, the folder in which model_signing is installed, and docs/api.md, whose example is run.
"""

import json
import os
import pathlib
import re
import subprocess
import sys
import time
import urllib.parse
import urllib.request
import uuid

import mlflow
from mlflow.pyfunc import PythonModel

from lab import equal, step

REGISTRY, PACKAGES, PAGE = sys.argv[1:]
GIVE_UP_AFTER_POLLS = 600

DIGESTS = """
import json, sys
import model_signing
config = model_signing.hashing.Config().set_ignored_paths(paths=["registered_model_meta"])
print(json.dumps([[file.identifier, file.digest.digest_hex] for file in config.hash(sys.argv[1]).resource_descriptors()]))
"""


class Nothing(PythonModel):
    def predict(self, context, model_input: list[str], params=None):
        return model_input


def with_model_signing(code, *arguments):
    """Runs apart, since model_signing brings other releases of what MLflow needs too."""
    return subprocess.run(
        [sys.executable, "-c", code, *map(str, arguments)],
        env=os.environ | {"PYTHONPATH": PACKAGES},
        capture_output=True,
        text=True,
    )


def manifest(name):
    query = urllib.parse.urlencode({"name": name, "version": 1})
    for _ in range(GIVE_UP_AFTER_POLLS):
        with urllib.request.urlopen(f"{REGISTRY}/api/2.0/registry/model-versions/manifest?{query}") as answer:
            found = json.load(answer)
        if found["state"] != "PENDING":
            return found
        time.sleep(0.1)
    raise AssertionError(f"{name} was not sealed")


step("a model with files whose order depends on how paths are compared")
mlflow.set_tracking_uri(REGISTRY)
name = "signed-" + uuid.uuid4().hex
extra = pathlib.Path("extra")
for path in ["a/b", "a-b", "a.b/c", "é", "\U0001f600", "\ufb00"]:
    file = extra / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(path)
with mlflow.start_run():
    mlflow.pyfunc.log_model(
        name="model",
        python_model=Nothing(),
        artifacts={"extra": str(extra)},
        pip_requirements=["mlflow"],
        registered_model_name=name,
    )
sealed = manifest(name)
equal(sealed["state"], "SEALED", "the state")

step("model_signing computes the digest of each file, in the same order")
folder = mlflow.artifacts.download_artifacts(f"models:/{name}/1", dst_path="downloaded")
computed = with_model_signing(DIGESTS, folder)
equal((computed.returncode, computed.stderr), (0, ""), "model_signing")
equal(json.loads(computed.stdout), [[file["path"], file["sha256"]] for file in sealed["files"]], "the digests of the files")

step("the example of the documentation accepts the download, and nothing else")
example = re.search(r"```python\n(import hashlib.*?)```", pathlib.Path(PAGE).read_text(encoding="utf-8"), re.S).group(1)
verified = with_model_signing(example, REGISTRY, name, 1, folder)
equal((verified.returncode, verified.stderr), (0, ""), "the download")
next(pathlib.Path(folder).rglob("a-b")).write_text("altered")
refused = with_model_signing(example, REGISTRY, name, 1, folder)
equal((refused.returncode, refused.stderr.strip()), (1, f"{folder} is not what was registered"), "an altered download")
