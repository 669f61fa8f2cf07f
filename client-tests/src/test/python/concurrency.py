"""Many clients at once: of 64 that create one name exactly one wins, and 64 concurrent versions are numbered 1 to 64.

    python concurrency.py <tracking-uri>
"""

import collections
import sys
import threading
import time
import warnings
from concurrent.futures import ThreadPoolExecutor

import mlflow
from mlflow.exceptions import MlflowException
from mlflow.tracking import MlflowClient

from lab import equal, step

warnings.filterwarnings("ignore")

mlflow.set_tracking_uri(sys.argv[1])
client = MlflowClient()

CLIENTS = 64
MODEL = f"raced-{time.time_ns():x}"


def outcome(call):
    try:
        return call()
    except MlflowException as error:
        return error.error_code


def all_at_once(call):
    """Every client calls at the same moment; the outcomes, of each either what it got or the error code."""
    start = threading.Barrier(CLIENTS)

    def one(number):
        start.wait()
        return outcome(lambda: call(number))

    with ThreadPoolExecutor(CLIENTS) as clients:
        return list(clients.map(one, range(CLIENTS)))


def a_name_has_one_winner():
    outcomes = all_at_once(lambda _: client.create_registered_model(MODEL).name)
    equal(
        collections.Counter(outcomes),
        {MODEL: 1, "RESOURCE_ALREADY_EXISTS": CLIENTS - 1},
        "one creates the name and everyone else hears that it is taken",
    )


def versions_are_numbered_without_gaps():
    source = "s3://models/somewhere"
    outcomes = all_at_once(lambda _: int(client.create_model_version(MODEL, source=source).version))
    numbers = [each for each in outcomes if isinstance(each, int)]
    equal(sorted(numbers), list(range(1, CLIENTS + 1)), f"the versions; the others: {set(outcomes) - set(numbers)}")


def one_version_is_left_in_production():
    all_at_once(
        lambda number: client.transition_model_version_stage(
            MODEL, number + 1, "Production", archive_existing_versions=True
        )
    )
    versions = client.search_model_versions(f"name='{MODEL}'")
    in_production = [each.version for each in versions if each.current_stage == "Production"]
    equal(len(in_production), 1, f"versions in Production: {in_production}")


def an_alias_points_at_one_version():
    outcomes = all_at_once(lambda number: client.set_registered_model_alias(MODEL, "champion", number + 1))
    equal(set(outcomes), {None}, "every move of the alias is accepted")
    champion = int(client.get_model_version_by_alias(MODEL, "champion").version)
    equal(int(client.get_registered_model(MODEL).aliases["champion"]), champion, "the model agrees")
    bearers = [v for v in range(1, CLIENTS + 1) if "champion" in client.get_model_version(MODEL, str(v)).aliases]
    equal(bearers, [champion], "the versions agree")


def main():
    for race in (
        a_name_has_one_winner,
        versions_are_numbered_without_gaps,
        one_version_is_left_in_production,
        an_alias_points_at_one_version,
    ):
        step(race.__name__.replace("_", " "))
        race()
    client.delete_registered_model(MODEL)
    step("done: all is well")


if __name__ == "__main__":
    main()
