"""What the registry refuses, as the ordinary MLflow client sees it: the error code, and a message that names the cause.

    python registry_rules.py <tracking-uri>
"""

import sys
import time
import warnings

import mlflow
from mlflow.entities import Metric, Param
from mlflow.tracking import MlflowClient

from lab import equal, refused, step

warnings.filterwarnings("ignore")

mlflow.set_tracking_uri(sys.argv[1])
client = MlflowClient()

MODEL = f"rules-{time.time_ns():x}"
SOURCE = "s3://models/somewhere"


def a_model_with_one_version():
    client.create_registered_model(MODEL)
    client.create_model_version(MODEL, source=SOURCE)


def names_are_what_they_are():
    """A name is never decoded: two that would be the same once decoded are two models."""
    for name in (f"{MODEL} a", f"{MODEL}%20a", f"{MODEL}+a", f"{MODEL}%2520a"):
        client.create_registered_model(name, description=f"about {name}")
    for name in (f"{MODEL} a", f"{MODEL}%20a", f"{MODEL}+a", f"{MODEL}%2520a"):
        equal(client.get_registered_model(name).description, f"about {name}", name)
        client.delete_registered_model(name)


def missing_things_do_not_exist():
    missing = "RESOURCE_DOES_NOT_EXIST"
    nowhere = f"{MODEL}-nowhere"
    for what, call in {
        "getting a model": lambda: client.get_registered_model(nowhere),
        "updating a model": lambda: client.update_registered_model(nowhere, description="x"),
        "renaming a model": lambda: client.rename_registered_model(nowhere, f"{nowhere}-renamed"),
        "deleting a model": lambda: client.delete_registered_model(nowhere),
        "tagging a model": lambda: client.set_registered_model_tag(nowhere, "key", "value"),
        "a missing model's latest versions": lambda: client.get_latest_versions(nowhere),
        "a version of a missing model": lambda: client.create_model_version(nowhere, source=SOURCE),
        "an alias of a missing model": lambda: client.set_registered_model_alias(nowhere, "champion", "1"),
    }.items():
        with refused(missing, what, nowhere):
            call()
    for what, call in {
        "getting a version": lambda: client.get_model_version(MODEL, "9"),
        "updating a version": lambda: client.update_model_version(MODEL, "9", description="x"),
        "deleting a version": lambda: client.delete_model_version(MODEL, "9"),
        "moving a version": lambda: client.transition_model_version_stage(MODEL, "9", "Staging"),
        "tagging a version": lambda: client.set_model_version_tag(MODEL, "9", "key", "value"),
        "its download URI": lambda: client.get_model_version_download_uri(MODEL, "9"),
        "an alias to a missing version": lambda: client.set_registered_model_alias(MODEL, "champion", "9"),
    }.items():
        with refused(missing, what, "version=9"):
            call()
    with refused("INVALID_PARAMETER_VALUE", "a missing alias", "nobody"):
        client.get_model_version_by_alias(MODEL, "nobody")
    with refused(missing, "a missing run", "nope"):
        client.get_run("nope")
    with refused(missing, "a missing experiment", "999999"):
        client.get_experiment("999999")


def deleting_what_is_not_there_is_well():
    client.delete_registered_model_alias(MODEL, "nobody")
    client.delete_registered_model_tag(MODEL, "nothing")
    client.delete_model_version_tag(MODEL, "1", "nothing")


def names_follow_the_rules():
    for name in ("", " ", "a/b", "a:b"):
        with refused("INVALID_PARAMETER_VALUE", f"the model name {name!r}"):
            client.create_registered_model(name)
    with refused("INVALID_PARAMETER_VALUE", "renaming to a name that is not one"):
        client.rename_registered_model(MODEL, "a/b")
    for name in ("in 'quotes'", 'in "quotes"', "Fichtenwald ünï 森林", "%2e%2e", "a+b&c=d?#"):
        name = f"{MODEL} {name}"
        client.create_registered_model(name)
        equal(client.get_registered_model(name).name, name, "a name comes back as it was given")
        client.delete_registered_model(name)


def aliases_follow_the_rules():
    for alias in ("latest", "LATEST", "v1", "V23", "", "a b", "a.b", "a" * 256):
        with refused("INVALID_PARAMETER_VALUE", f"the alias {alias[:20]!r}"):
            client.set_registered_model_alias(MODEL, alias, "1")
    for alias in ("a" * 255, "v1a", "champion_1-b"):
        client.set_registered_model_alias(MODEL, alias, "1")
        client.delete_registered_model_alias(MODEL, alias)


def stages_follow_the_rules():
    with refused("INVALID_PARAMETER_VALUE", "a stage that is none", "Invalid Model Version stage: nah"):
        client.transition_model_version_stage(MODEL, "1", "nah")
    equal(client.transition_model_version_stage(MODEL, "1", "sTAGING").current_stage, "Staging", "a stage in any case")
    with refused("INVALID_PARAMETER_VALUE", "the latest versions of a stage that is none"):
        client.get_latest_versions(MODEL, stages=["nah"])


def tags_follow_the_rules():
    client.set_registered_model_tag(MODEL, "k" * 250, "v" * 100_000)
    equal(client.get_registered_model(MODEL).tags["k" * 250], "v" * 100_000, "the longest tag")
    client.delete_registered_model_tag(MODEL, "k" * 250)
    for what, key, value in (("key", "k" * 251, "v"), ("value", "k", "v" * 100_001), ("key's letters", "k*", "v")):
        with refused("INVALID_PARAMETER_VALUE", f"a model tag, its {what}"):
            client.set_registered_model_tag(MODEL, key, value)
        with refused("INVALID_PARAMETER_VALUE", f"a version tag, its {what}"):
            client.set_model_version_tag(MODEL, "1", key, value)
    equal(client.get_registered_model(MODEL).tags, {}, "the tags that were refused")


def versions_are_whole_numbers():
    for version in ("x", "1.0", "-", "1/2"):
        with refused("INVALID_PARAMETER_VALUE", f"the version {version!r}"):
            client.get_model_version(MODEL, version)


def sources_stay_where_they_belong():
    run_id = client.create_run("0").info.run_id
    other = client.create_run("0").info.run_id
    for source in (
        "/etc/passwd",
        "file:///etc/passwd",
        "file://localhost/etc/passwd",
        "http://127.0.0.1/model",
        "s3://models/../other",
        "s3://models/%2e%2e/other",
        "s3://models/%252e%252e/other",
        f"mlflow-artifacts:/0/{run_id}/artifacts/../../{other}/artifacts",
        f"mlflow-artifacts:/0/{run_id}/artifacts/..%2f..%2f{other}",
        f"mlflow-artifacts:/0/{other}/artifacts/model",
    ):
        with refused("INVALID_PARAMETER_VALUE", f"the source {source}"):
            client.create_model_version(MODEL, source=source, run_id=run_id)
    equal(len(client.search_model_versions(f"name='{MODEL}'")), 1, "the versions that were refused")


def searches_follow_the_rules():
    for filter_string in ("name = unquoted", "colour = 'red'", "name = 'a' OR name = 'b'", "name ==", "tags.a > '1'"):
        with refused("INVALID_PARAMETER_VALUE", f"the filter {filter_string}"):
            client.search_registered_models(filter_string)
    with refused("INVALID_PARAMETER_VALUE", "an order that is none"):
        client.search_registered_models(order_by=["colour"])
    with refused("INVALID_PARAMETER_VALUE", "too large a page of models"):
        client.search_registered_models(max_results=1001)
    with refused("INVALID_PARAMETER_VALUE", "too large a page of versions"):
        client.search_model_versions(max_results=200_001)
    with refused("INVALID_PARAMETER_VALUE", "a page token that is none"):
        client.search_registered_models(page_token="nonsense")


def a_quote_in_a_filter_stays_a_value():
    found = client.search_registered_models(f"""name = "{MODEL}' OR '1'='1" """)
    equal(list(found), [], "nothing has that name")


def runs_follow_the_rules():
    run_id = client.create_run("0").info.run_id
    client.log_param(run_id, "depth", 1)
    with refused("INVALID_PARAMETER_VALUE", "another value for a param"):
        client.log_param(run_id, "depth", 2)
    with refused("INVALID_PARAMETER_VALUE", "two values for a param in one batch"):
        client.log_batch(run_id, params=[Param("width", "1"), Param("width", "2")])
    with refused("INVALID_PARAMETER_VALUE", "a metric's name"):
        client.log_batch(run_id, metrics=[Metric("../m", 1.0, 0, 0)])
    with refused("RESOURCE_DOES_NOT_EXIST", "a tag that is not there"):
        client.delete_tag(run_id, "nothing")
    client.delete_run(run_id)
    with refused("INVALID_PARAMETER_VALUE", "logging to a deleted run"):
        client.log_metric(run_id, "late", 1.0)


def main():
    for rule in (
        a_model_with_one_version,
        missing_things_do_not_exist,
        deleting_what_is_not_there_is_well,
        names_follow_the_rules,
        names_are_what_they_are,
        aliases_follow_the_rules,
        stages_follow_the_rules,
        tags_follow_the_rules,
        versions_are_whole_numbers,
        sources_stay_where_they_belong,
        searches_follow_the_rules,
        a_quote_in_a_filter_stays_a_value,
        runs_follow_the_rules,
    ):
        step(rule.__name__.replace("_", " "))
        rule()
    client.delete_registered_model(MODEL)
    step("done: all is well")


if __name__ == "__main__":
    main()
