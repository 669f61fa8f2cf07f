"""What the web page is shown on: made by the real client, as its users make it."""

import math
import random
import sys
import time

import mlflow
from mlflow import MlflowClient
from mlflow.models import infer_signature
from sklearn.datasets import make_classification
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss, roc_auc_score
from sklearn.model_selection import train_test_split

DESCRIPTION = """\
Estimates the **probability of default** within twelve months, at the moment of application.

| input | meaning |
|---|---|
| `income`, `debt` | per month, in euros |
| `age`, `tenure` | in years |

- Retrained on the first Monday of each month
- Owned by *risk*; reviewed by compliance before Production
"""

HOSTILE_NAME = "<img src=x onerror=window.hacked=1>"
HOSTILE_DESCRIPTION = """\
<script>window.hacked = 1</script><img src=x onerror="window.hacked = 1">

[a script](javascript:window.hacked=1) ![far](http://example.com/far.png) <a href="javascript:window.hacked=1">another</a>
"""


def main(uri):
    mlflow.set_tracking_uri(uri)
    client = MlflowClient()
    credit_risk(client)
    small_ones(client)
    hostile(client)
    prompts()


def credit_risk(client):
    mlflow.set_experiment("credit-risk")
    x, y = make_classification(n_samples=800, n_features=4, n_informative=3, n_redundant=1, random_state=7)
    import pandas

    x = pandas.DataFrame(x, columns=["income", "debt", "age", "tenure"])
    x_train, x_test, y_train, y_test = train_test_split(x, y, random_state=7)
    candidates = [
        ("logistic-baseline", {"C": 0.3}, LogisticRegression(C=0.3)),
        ("boosted-shallow", {"learning_rate": 0.05, "max_depth": 2}, GradientBoostingClassifier(n_estimators=40, learning_rate=0.05, max_depth=2, random_state=7)),
        ("boosted-deep", {"learning_rate": 0.1, "max_depth": 4}, GradientBoostingClassifier(n_estimators=40, learning_rate=0.1, max_depth=4, random_state=7)),
        ("boosted-slow", {"learning_rate": 0.03, "max_depth": 3}, GradientBoostingClassifier(n_estimators=40, learning_rate=0.03, max_depth=3, random_state=7)),
    ]
    for number, (run_name, params, model) in enumerate(candidates, start=1):
        with mlflow.start_run(run_name=run_name) as run:
            model.fit(x_train, y_train)
            mlflow.log_params({"model": type(model).__name__, **params})
            mlflow.set_tag("git.branch", "main")
            client.log_batch(run.info.run_id, metrics=list(curve(model, params, x_test, y_test)))
            mlflow.log_metric("test_rows", len(x_test))
            mlflow.log_text("income,debt\n1,2\n", "reports/sample.csv")
            mlflow.sklearn.log_model(
                model,
                name="model",
                registered_model_name="credit-risk",
                signature=infer_signature(x_test, model.predict(x_test)),
                input_example=x_test.head(2),
                serialization_format="cloudpickle",
            )
        client.set_model_version_tag("credit-risk", str(number), "dataset", f"2026-0{number + 4}")
    client.update_registered_model("credit-risk", DESCRIPTION)
    client.set_registered_model_tag("credit-risk", "team", "risk")
    client.set_registered_model_tag("credit-risk", "tier", "1")
    client.update_model_version("credit-risk", "3", "Deeper trees; **+0.01 AUC** on the holdout.")
    client.transition_model_version_stage("credit-risk", "1", "Archived")
    client.transition_model_version_stage("credit-risk", "2", "Production")
    client.transition_model_version_stage("credit-risk", "3", "Staging")
    client.set_registered_model_alias("credit-risk", "champion", "2")
    client.set_registered_model_alias("credit-risk", "challenger", "3")


def curve(model, params, x_test, y_test):
    """Loss and AUC over the steps of training: a boosted model has its stages, the other one is given some."""
    from mlflow.entities import Metric

    now = int(time.time() * 1000)
    if hasattr(model, "staged_predict_proba"):
        for step, probability in enumerate(model.staged_predict_proba(x_test)):
            yield Metric("loss", log_loss(y_test, probability), now + step, step)
            yield Metric("auc", roc_auc_score(y_test, probability[:, 1]), now + step, step)
    else:
        final = model.predict_proba(x_test)
        for step in range(40):
            yield Metric("loss", log_loss(y_test, final) + 0.25 * math.exp(-step / 9), now + step, step)
            yield Metric("auc", roc_auc_score(y_test, final[:, 1]) - 0.12 * math.exp(-step / 7), now + step, step)


def small_ones(client):
    randomly = random.Random(7)
    teams = ["risk", "growth", "logistics", "search", "support"]
    names = ["churn", "fraud-score", "demand-forecast", "eta", "ranking", "intent", "basket-affinity", "price-elasticity",
             "ticket-routing", "image-quality", "address-match", "lead-score", "returns", "session-embedding", "spell-check"]
    for name in names:
        for region in ["eu", "us", "apac", "latam"]:
            model = f"{name}-{region}"
            client.create_registered_model(model, tags={"team": randomly.choice(teams), "region": region})
            for number in range(1, randomly.randint(1, 3) + 1):
                client.create_model_version(model, f"s3://models-of-{region}/{name}/{number}")
            if randomly.random() < 0.5:
                client.set_registered_model_alias(model, "champion", "1")
            if randomly.random() < 0.4:
                client.transition_model_version_stage(model, "1", randomly.choice(["Production", "Staging"]))
    client.update_registered_model("churn-eu", "Who leaves within a quarter")


def hostile(client):
    client.create_registered_model(HOSTILE_NAME, tags={"note": "<b>bold</b>"}, description=HOSTILE_DESCRIPTION)
    client.create_model_version(HOSTILE_NAME, "s3://somewhere/<script>window.hacked=1", description=HOSTILE_DESCRIPTION)


def prompts():
    template = "Summarise in {{ sentences }} sentences:\n\n{{ text }}"
    mlflow.genai.register_prompt(name="summarise", template=template, commit_message="First draft")
    mlflow.genai.register_prompt(
        name="summarise",
        template="You are an editor. " + template + "\n\nKeep names and numbers.",
        commit_message="Keep the facts",
    )
    mlflow.genai.set_prompt_alias("summarise", alias="production", version=1)


if __name__ == "__main__":
    main(sys.argv[1])
