"""What ./registry doctor has MLflow's client do: it prints a line, and ends with 0, with 1 on a failure, or with 3 without MLflow."""

import os
import pathlib
import sys
import tempfile

try:
    import mlflow
except ImportError:
    sys.exit(3)

SIZE = 5_000_000  # more than an answer of AWS Lambda holds


def examine(client):
    client.search_registered_models("name = 'not there' AND tags.`a b` = 'c'", order_by=["name ASC", "last_updated_timestamp DESC"])
    run_id = client.create_run("0", run_name="doctor").info.run_id
    try:
        with tempfile.TemporaryDirectory() as folder:
            file = pathlib.Path(folder, "large file.bin")
            file.write_bytes(os.urandom(SIZE))
            client.log_artifact(run_id, str(file), "doctor")
            fetched = pathlib.Path(client.download_artifacts(run_id, f"doctor/{file.name}", tempfile.mkdtemp(dir=folder)))
            if fetched.read_bytes() != file.read_bytes():
                raise ValueError("what was downloaded is not what was uploaded")
    finally:
        from mlflow.store.artifact.artifact_repository_registry import get_artifact_repository

        get_artifact_repository(client.get_run(run_id).info.artifact_uri).delete_artifacts("doctor")
        client.delete_run(run_id)


try:
    examine(mlflow.MlflowClient())
except Exception as failure:
    print(f"MLflow {mlflow.__version__}: {' '.join(str(failure).split())[:500]}")
    sys.exit(1)
print(f"MLflow {mlflow.__version__} searches, and moves a file of 5 MB both ways")
