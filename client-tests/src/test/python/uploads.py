"""Model folders that are copied to S3 by boto3, as `aws s3 cp --recursive` does it, become versions and load."""

import pathlib
import sys
import tempfile
import time
import uuid

import boto3
import mlflow
import mlflow.sklearn
import numpy
from mlflow import MlflowClient
from mlflow.models import infer_signature
from sklearn.linear_model import LinearRegression

from lab import equal, step

BUCKET = "model-registry"
GIVE_UP_AFTER_POLLS = 600

mlflow.set_tracking_uri(sys.argv[1])
client = MlflowClient()
s3 = boto3.client("s3")  # endpoint and credentials come from the environment

X = numpy.array([[1.0, 2.0], [3.0, 5.0], [5.0, 7.0]])
y = numpy.array([1.0, 2.0, 3.0])


def saved(model):
    folder = pathlib.Path(tempfile.mkdtemp()) / "model"
    # with its requirements named, since finding them out takes most of a minute
    mlflow.sklearn.save_model(
        model, str(folder), signature=infer_signature(X, y), pip_requirements=["scikit-learn"]
    )
    return folder


def upload(folder, prefix, metadata):
    files = sorted(file for file in folder.rglob("*") if file.is_file())
    for file in files:  # MLmodel comes first, and the rest after it
        key = f"{prefix}/{file.relative_to(folder).as_posix()}"
        s3.upload_file(str(file), BUCKET, key, ExtraArgs={"Metadata": metadata})
    return files


def described(name, version, files):
    """The version, once it reports all files."""
    for _ in range(GIVE_UP_AFTER_POLLS):
        found = {v.version: v for v in client.search_model_versions(f"name = '{name}'")}
        if str(version) in map(str, found):
            latest = client.get_model_version(name, str(version))
            if latest.tags.get("upload.file_count") == str(len(files)):
                return latest
        time.sleep(0.1)
    raise AssertionError(f"version {version} of {name} did not appear with {len(files)} files: {found}")


model = LinearRegression().fit(X, y)
for name, folder in [
    (f"uploaded-{uuid.uuid4().hex}", "2026-01-15"),
    (f"Größe und+Preis {uuid.uuid4().hex}", "first try+1"),
]:
    step(f"upload {name!r} to the folder {folder!r}")
    local = saved(model)
    metadata = {"aliases": "champion", "tags": "team=fraud&note=a%26b", "description": "by boto3"}
    files = upload(local, f"models/{name}/{folder}", metadata)
    version = described(name, 1, files)
    equal(version.source, f"mlflow-artifacts:/models/{name}/{folder}", "source")
    equal(version.description, "by boto3", "description")
    equal((version.tags["team"], version.tags["note"]), ("fraud", "a&b"), "tags of the uploader")
    equal(version.tags["mlmodel.flavors"], "python_function,sklearn", "flavors")
    equal(version.tags["upload.size"], str(sum(file.stat().st_size for file in files)), "size")

    step("load it by number and by alias")
    for uri in (f"models:/{name}/1", f"models:/{name}@champion"):
        predicted = mlflow.pyfunc.load_model(uri).predict(X)
        assert numpy.allclose(predicted, model.predict(X)), uri

    step("upload the folder again")
    again = upload(local, f"models/{name}/{folder}", metadata)
    described(name, 2, again)
    equal(str(client.get_model_version_by_alias(name, "champion").version), "2", "alias")
    equal(len(client.search_model_versions(f"name = '{name}'")), 2, "number of versions")
