"""Logs and registers a model by MLflow's client, again and again: log_model.py <tracking URI> <times>

Prints how long each took, in milliseconds, one a line. The requirements are given, so that none are inferred, which would take
seconds of the client's own.
"""

import logging
import os
import sys
import time
import warnings

os.environ["MLFLOW_ENABLE_ARTIFACTS_PROGRESS_BAR"] = "false"
warnings.filterwarnings("ignore")
logging.disable(logging.WARNING)

import mlflow
import mlflow.sklearn
from mlflow.models import infer_signature
from sklearn.datasets import make_regression
from sklearn.linear_model import LinearRegression

uri, times = sys.argv[1], int(sys.argv[2])
mlflow.set_tracking_uri(uri)
mlflow.set_experiment("logged by the client")
x, y = make_regression(n_features=4, random_state=0)
model = LinearRegression().fit(x, y)
signature = infer_signature(x, model.predict(x))


def log_and_register():
    with mlflow.start_run():
        mlflow.log_params({"fit_intercept": True})
        mlflow.log_metrics({"r2": model.score(x, y)})
        mlflow.sklearn.log_model(
            sk_model=model,
            name="model",
            signature=signature,
            registered_model_name="logged-by-the-client",
            pip_requirements=["scikit-learn"],
        )


log_and_register()  # the first one imports what it needs
for _ in range(times):
    begun = time.perf_counter()
    log_and_register()
    print((time.perf_counter() - begun) * 1000, flush=True)
