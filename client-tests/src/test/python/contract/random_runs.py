"""A random sequence of operations on few experiments and runs, so that they meet; the seed makes it again."""

import random

from searches import pairs

EXPERIMENTS = ["alpha", "beta"]
KEYS = ["k", "lr", "a b"]
VALUES = ["1", "2", "", "x" * 300, "y" * 300]
METRICS = ["loss", "acc"]
STATUSES = ["RUNNING", "SCHEDULED", "FINISHED", "FAILED", "KILLED"]
VIEWS = ["ACTIVE_ONLY", "DELETED_ONLY", "ALL"]
ORDERS = [[], ["start_time"], ["metrics.loss DESC"], ["metrics.acc"], ["params.k"], ["tags.lr DESC", "start_time"], ["run_name"], ["status", "start_time"], ["end_time DESC"]]


class RandomRuns:
    def __init__(self, both, seed):
        self.both = both
        self.random = random.Random(seed)
        self.runs = []
        self.operations = [
            (5, self.create), (8, self.get), (6, self.set_tag), (3, self.delete_tag), (6, self.log_param), (10, self.log_metric), (10, self.log_batch), (3, self.log_inputs), (4, self.update), (3, self.delete), (3, self.restore), (1, self.delete_experiment), (2, self.restore_experiment),
            (2, self.rename_experiment), (2, self.tag_experiment), (3, self.get_experiment), (4, self.search_experiments), (12, self.search), (1, self.walk), (5, self.history), (2, self.interval),
        ]  # fmt: skip

    def run(self, count):
        first = self.both.requests
        for name in EXPERIMENTS:
            self.both.experiment(name)
        for _ in range(4):
            self.create()
        weights = [weight for weight, _ in self.operations]
        while self.both.requests - first < count:
            self.random.choices(self.operations, weights)[0][1]()

    def pick(self, of):
        return self.random.choice(of)

    def place(self):
        return {"run_id": "${" + self.pick(self.runs[-12:]) + "}"}

    def experiment(self):
        return "${" + self.pick(EXPERIMENTS) + "}"

    def some(self, of, most=2):
        return self.random.sample(of, self.random.randint(0, min(most, len(of))))

    def point(self):
        value = self.pick([0, 1, 2.5, -1, "NaN", "Infinity", 1e-9])
        return {"key": self.pick(METRICS), "value": value, "timestamp": self.random.randint(0, 3), "step": self.random.randint(-1, 3)}

    def create(self):
        name = f"random{len(self.runs)}"
        self.both.start_run(name, self.experiment(), start_time=10_000 + len(self.runs), tags=pairs({key: self.pick(VALUES) for key in self.some(KEYS)}))
        if self.both.last[1].status == 200:
            self.runs.append(name)

    def get(self):
        self.both.get("runs/get", self.place())

    def set_tag(self):
        self.both.post("runs/set-tag", {**self.place(), "key": self.pick([*KEYS, "mlflow.runName"]), "value": self.pick(VALUES)})

    def delete_tag(self):
        self.both.post("runs/delete-tag", {**self.place(), "key": self.pick(KEYS)})

    def log_param(self):
        self.both.post("runs/log-parameter", {**self.place(), "key": self.pick(KEYS), "value": self.pick(VALUES)})

    def log_metric(self):
        self.both.post("runs/log-metric", {**self.place(), **self.point()})

    def log_batch(self):
        batch = {"metrics": [self.point() for _ in range(self.random.randint(0, 4))], "params": pairs({key: self.pick(VALUES) for key in self.some(KEYS)}), "tags": pairs({key: self.pick(VALUES) for key in self.some(KEYS)})}
        self.both.post("runs/log-batch", {**self.place(), **batch})

    def log_inputs(self):
        datasets = [{"dataset": {"name": name, "digest": "1", "source_type": "local", "source": "{}"}, "tags": pairs({"mlflow.data.context": self.pick(["train", "eval"])})} for name in self.some(["d1", "d2"])]
        self.both.post("runs/log-inputs", {**self.place(), "datasets": datasets})

    def update(self):
        update = {"status": self.pick(STATUSES), "end_time": self.random.randint(1, 9), "run_name": self.pick(["renamed", "again", ""])}
        self.both.post("runs/update", {**self.place(), **{key: update[key] for key in self.some(list(update), 3)}})

    def delete(self):
        self.both.post("runs/delete", self.place())

    def restore(self):
        self.both.post("runs/restore", self.place())

    def delete_experiment(self):
        self.both.post("experiments/delete", {"experiment_id": self.experiment()})

    def restore_experiment(self):
        self.both.post("experiments/restore", {"experiment_id": self.experiment()})

    def rename_experiment(self):
        self.both.post("experiments/update", {"experiment_id": self.experiment(), "new_name": self.pick(["alpha", "beta", "gamma"])})

    def tag_experiment(self):
        operation = self.pick(["set-experiment-tag", "delete-experiment-tag"])
        self.both.post(f"experiments/{operation}", {"experiment_id": self.experiment(), "key": self.pick(KEYS), "value": self.pick(VALUES)})

    def get_experiment(self):
        self.both.get("experiments/get", {"experiment_id": self.experiment()})

    def search_experiments(self):
        filters = ["name IN ('x')", f"experiment_id = '{self.experiment()}'", "tags.k = '1'", "tags.lr IS NOT NULL", "tags.k LIKE '%x'", "name LIKE '%a' AND tags.lr IS NULL"]
        self.both.get("experiments/search", {"filter": self.pick(filters[1:]), "view_type": "ACTIVE_ONLY", "order_by": self.pick([[], ["name"], ["last_update_time DESC"]]), "max_results": 100})

    def query(self):
        filters = ["", f"params.k = '{self.pick(VALUES)}'", "params.lr LIKE 'x%'", "tags.k != '1'", "tags.`a b` IS NULL", "metrics.loss > 0", "metrics.loss != 1", "metrics.acc <= 1", f"status = '{self.pick(STATUSES)}'", "run_name = 'renamed'", "datasets.name = 'd1'", "datasets.context = 'eval'", "end_time > 4", "metrics.loss > 0 AND tags.k = '1'"]
        return {"experiment_ids": self.pick([["${alpha}"], ["${beta}"], ["${alpha}", "${beta}"]]), "filter": self.pick(filters), "run_view_type": self.pick(VIEWS), "order_by": self.pick(ORDERS)}

    def search(self):
        self.both.post("runs/search", {**self.query(), "max_results": self.pick([1, 5, 1_000])})

    def walk(self):
        self.both.walk("runs/search", {**self.query(), "max_results": 7})

    def history(self):
        self.both.get("metrics/get-history", {**self.place(), "metric_key": self.pick(METRICS)})

    def interval(self):
        self.both.get("metrics/get-history-bulk-interval", {"run_ids": [self.place()["run_id"], self.place()["run_id"]], "metric_key": self.pick(METRICS), "max_results": self.pick([1, 2, 3, 100])})
