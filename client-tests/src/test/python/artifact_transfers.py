"""Artifacts by every way that MLflow's client has: through the registry, in parts by presigned requests, and on S3 itself.

Usage: python artifact_transfers.py http://127.0.0.1:<registry> <S3's address> <its credentials file>
"""

import hashlib
import os
import pathlib
import sys
import tempfile

TRACKING, S3, CREDENTIALS = sys.argv[1:4]
os.environ["MLFLOW_S3_ENDPOINT_URL"] = S3
os.environ["AWS_SHARED_CREDENTIALS_FILE"] = CREDENTIALS
os.environ["AWS_DEFAULT_REGION"] = "us-east-1"

import mlflow
from lab import equal, step
from mlflow import MlflowClient

SIZE = 24 << 20
PARTS = {"MLFLOW_ENABLE_PROXY_MULTIPART_UPLOAD": "true", "MLFLOW_MULTIPART_UPLOAD_MINIMUM_FILE_SIZE": "1", "MLFLOW_MULTIPART_UPLOAD_CHUNK_SIZE": str(5 << 20)}


def files(folder):
    """A large file, an empty one, one in a deep folder, and names that are not ASCII."""
    (folder / "deep/er").mkdir(parents=True)
    block = bytes(range(256)) * 4096
    (folder / "large.bin").write_bytes(block * (SIZE // len(block)))
    (folder / "empty").touch()
    (folder / "deep/er/wörd with spaces.txt").write_text("ünï 日本")
    return folder


def digests(folder):
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.rglob("*")) if path.is_file()}


def round_trip(client, run_id, local):
    client.log_artifacts(run_id, str(local), "data")
    listed = {entry.path: entry.is_dir for entry in client.list_artifacts(run_id, "data")}
    equal(listed, {"data/deep": True, "data/empty": False, "data/large.bin": False}, "the listing")
    with tempfile.TemporaryDirectory() as target:
        fetched = pathlib.Path(client.download_artifacts(run_id, "data", target))
        equal(digests(fetched), digests(local), "what came back")
    repository = mlflow.store.artifact.artifact_repository_registry.get_artifact_repository(client.get_run(run_id).info.artifact_uri)
    repository.delete_artifacts("data/deep")
    equal({entry.path for entry in client.list_artifacts(run_id, "data")}, {"data/empty", "data/large.bin"}, "what a deletion leaves")


def main():
    mlflow.set_tracking_uri(TRACKING)
    client = MlflowClient()
    with tempfile.TemporaryDirectory() as folder:
        local = files(pathlib.Path(folder))
        step("with nothing set")
        round_trip(client, client.create_run("0").info.run_id, local)
        step("in parts, as MLFLOW_ENABLE_PROXY_MULTIPART_UPLOAD asks for")
        os.environ.update(PARTS)
        round_trip(client, client.create_run("0").info.run_id, local)
        for name in PARTS:
            del os.environ[name]
        step("presigned downloads, as MLFLOW_ENABLE_PROXY_MULTIPART_DOWNLOAD asks newer clients for")
        os.environ["MLFLOW_ENABLE_PROXY_MULTIPART_DOWNLOAD"] = "true"
        round_trip(client, client.create_run("0").info.run_id, local)
        del os.environ["MLFLOW_ENABLE_PROXY_MULTIPART_DOWNLOAD"]
        step("an experiment whose artifacts are on S3")
        experiment = client.create_experiment(f"on S3 {os.urandom(4).hex()}", "s3://model-registry/on-s3")
        round_trip(client, client.create_run(experiment).info.run_id, local)
    step("done")


main()
