"""The manifest of a version is what model_signing computes for the folder that MLflow downloads, and the registry's signature is one.

Arguments: the registry, which signs; the folder in which model_signing is installed; and docs, whose examples are run.
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

REGISTRY, PACKAGES, DOCS = sys.argv[1:]
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
    return python("-c", code, *arguments)


def python(*arguments):
    return subprocess.run(
        [sys.executable, *map(str, arguments)],
        env=os.environ | {"PYTHONPATH": PACKAGES},
        capture_output=True,
        text=True,
    )


def own(route, **query):
    with urllib.request.urlopen(f"{REGISTRY}/api/2.0/registry/{route}?{urllib.parse.urlencode(query)}") as answer:
        return json.load(answer)


def manifest(name):
    for _ in range(GIVE_UP_AFTER_POLLS):
        found = own("model-versions/manifest", name=name, version=1)
        if "signatures" in found:
            return found
        time.sleep(0.1)
    raise AssertionError(f"{name} was not sealed and signed")


def example(page, beginning):
    text = pathlib.Path(DOCS, page).read_text(encoding="utf-8")
    return re.search(rf"```python\n({beginning}.*?)```", text, re.S).group(1)


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
of_digests = example("api.md", "import hashlib")
verified = with_model_signing(of_digests, REGISTRY, name, 1, folder)
equal((verified.returncode, verified.stderr), (0, ""), "the download")

step("model_signing verifies the registry's own signature of the download, with the key that the registry shows")
signature = sealed["signatures"][0]
equal((signature["verdict"], signature["origin"]), ("VERIFIED", "registry"), "the verdict")
key = next(key for key in own("trusted-keys")["trusted_keys"] if key.get("registry"))
pathlib.Path("registry.pem").write_text(key["pem"])
pathlib.Path("model.sig").write_text(own("model-versions/signatures", name=name, version=1, id=signature["id"])["bundle"])


def verify(*more):
    return python("-m", "model_signing", "verify", "key", folder, "--signature", "model.sig", "--public_key", "registry.pem", *more)


verified = verify()
equal((verified.returncode, verified.stdout.strip()), (0, "Verification succeeded"), "verify key")
verified = verify("--ignore-paths", f"{folder}/registered_model_meta")
equal((verified.returncode, verified.stdout.strip()), (0, "Verification succeeded"), "verify key, ignoring what MLflow adds")
of_signatures = example("signatures.md", "import json")
verified = with_model_signing(of_signatures, REGISTRY, name, 1, folder, "registry.pem")
equal((verified.returncode, verified.stderr), (0, ""), "the example of signatures.md")

step("an altered download is refused by all of them")
next(pathlib.Path(folder).rglob("a-b")).write_text("altered")
equal(verify().returncode, 1, "verify key, altered")
refused = with_model_signing(of_signatures, REGISTRY, name, 1, folder, "registry.pem")
equal((refused.returncode, "no signature by this key" in refused.stderr), (1, True), "the example of signatures.md, altered")
refused = with_model_signing(of_digests, REGISTRY, name, 1, folder)
equal((refused.returncode, refused.stderr.strip()), (1, f"{folder} is not what was registered"), "an altered download")
