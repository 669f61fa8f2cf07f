"""What the registry does not serve: traces, evaluation data sets, scorers. The client says so, and goes on with the rest.

    python out_of_scope.py <tracking-uri>
"""

import logging
import os
import sys
import time
import warnings

import mlflow
from mlflow.tracking import MlflowClient

from lab import equal, refused, step

warnings.filterwarnings("ignore")
os.environ["MLFLOW_SUPPRESS_PRINTING_URL_TO_STDOUT"] = "true"

mlflow.set_tracking_uri(sys.argv[1])
client = MlflowClient()

MLFLOW_3 = int(mlflow.__version__.split(".")[0]) >= 3
TRACE = "tr-0123456789abcdef0123456789abcdef"
experiment = mlflow.set_experiment(f"out of scope {time.time_ns():x}")
said = []


class Listener(logging.Handler):
    def emit(self, record):
        said.append((record.levelname, record.getMessage()))


@mlflow.trace
def doubled(number):
    with mlflow.start_span("inner") as span:
        span.set_inputs({"number": number})
        return 2 * number


class Echo(mlflow.pyfunc.PythonModel):
    @mlflow.trace
    def predict(self, context, model_input: list[str]):
        return model_input


def a_traced_function_works_and_its_run_is_kept():
    with mlflow.start_run() as run:
        mlflow.log_metric("doubled", doubled(4))
    mlflow.flush_trace_async_logging()
    stored = client.get_run(run.info.run_id)
    equal((stored.info.status, stored.data.metrics), ("FINISHED", {"doubled": 8}), "the run")


def a_traced_model_is_logged_and_predicts():
    where = {"name": "echo"} if MLFLOW_3 else {"artifact_path": "echo"}
    with mlflow.start_run():
        logged = mlflow.pyfunc.log_model(python_model=Echo(), pip_requirements=["mlflow"], **where)
    equal(mlflow.pyfunc.load_model(logged.model_uri).predict(["fir"]), ["fir"], "its answer")
    mlflow.flush_trace_async_logging()


def a_warning_is_all_that_is_said():
    equal([each for each in said if each[0] in ("ERROR", "CRITICAL")], [], "what was said")
    if MLFLOW_3:
        assert any("ENDPOINT_NOT_FOUND" in text for _, text in said), f"the client says what is missing: {said}"


def traces_are_not_found():
    with refused("ENDPOINT_NOT_FOUND", "a search of traces", "No API found"):
        client.search_traces([experiment.experiment_id])
    with refused("ENDPOINT_NOT_FOUND", "a trace's tag"):
        client.set_trace_tag(TRACE, "a", "b")
    with refused("ENDPOINT_NOT_FOUND", "deleting traces"):
        client.delete_traces(experiment.experiment_id, max_timestamp_millis=1)
    equal(mlflow.get_trace(TRACE), None, "a trace")


def what_is_built_on_traces_is_not_found():
    with refused("ENDPOINT_NOT_FOUND", "evaluation data sets"):
        mlflow.genai.datasets.search_datasets()
    with refused("ENDPOINT_NOT_FOUND", "scorers"):
        mlflow.genai.scorers.list_scorers(experiment_id=experiment.experiment_id)
    with refused("ENDPOINT_NOT_FOUND", "feedback"):
        mlflow.log_feedback(trace_id=TRACE, name="good", value=True)


def main():
    logging.getLogger("mlflow").addHandler(Listener())
    tasks = [
        a_traced_function_works_and_its_run_is_kept,
        a_traced_model_is_logged_and_predicts,
        a_warning_is_all_that_is_said,
        traces_are_not_found,
    ]
    if MLFLOW_3:
        tasks.append(what_is_built_on_traces_is_not_found)
    for task in tasks:
        step(task.__name__.replace("_", " "))
        task()
    step("done: all is well")


if __name__ == "__main__":
    main()
