"""A random sequence of operations on few names, so that they collide; the seed makes it again."""

import random

NAMES = ["alpha", "beta", "gamma", "Alpha", "a b"]
ALIASES = ["champion", "challenger", "Champion"]
KEYS = ["k", "team"]
VALUES = ["1", "2", ""]
STAGES = ["None", "Staging", "Production", "Archived"]
RUNS = ["run1", "run2"]
MODEL_ORDERS = [[], ["name DESC"], ["timestamp"], ["timestamp DESC"], ["last_updated_timestamp DESC", "name DESC"]]
VERSION_ORDERS = [[], ["name"], ["version_number"], ["creation_timestamp DESC"], ["last_updated_timestamp"], ["last_updated_timestamp DESC"]]


class RandomOperations:
    def __init__(self, both, seed):
        self.both = both
        self.random = random.Random(seed)
        self.operations = [
            (6, self.create_model), (14, self.create_version), (4, self.rename), (2, self.delete_model), (5, self.delete_version), (4, self.update_model), (6, self.update_version), (12, self.transition),
            (7, self.set_alias), (3, self.delete_alias), (4, self.get_alias), (6, self.set_model_tag), (3, self.delete_model_tag), (6, self.set_version_tag), (3, self.delete_version_tag),
            (6, self.get_model), (4, self.get_version), (3, self.latest), (10, self.search_models), (14, self.search_versions), (1, self.walk),
        ]  # fmt: skip

    def run(self, count):
        weights = [weight for weight, _ in self.operations]
        first = self.both.requests
        while self.both.requests - first < count:
            self.random.choices(self.operations, weights)[0][1]()

    def pick(self, of):
        return self.random.choice(of)

    def name(self):
        return self.pick(NAMES)

    def version(self):
        return str(min(self.random.randint(1, 12), self.random.randint(1, 12)))

    def place(self):
        return {"name": self.name(), "version": self.version()}

    def tag(self):
        return {"key": self.pick(KEYS), "value": self.pick(VALUES)}

    def create_model(self):
        self.both.post("registered-models/create", {"name": self.name(), "tags": [self.tag()]})

    def create_version(self):
        body = {"name": self.name(), "source": "s3://b/" + self.pick("xyz"), "tags": [self.tag()]}
        if self.random.random() < 0.2:
            body["source"] = f"models:/{self.name()}/{self.version()}"
        elif self.random.random() < 0.5:
            body["run_id"] = self.pick(RUNS)
        self.both.post("model-versions/create", body)

    def rename(self):
        self.both.post("registered-models/rename", {"name": self.name(), "new_name": self.name()})

    def delete_model(self):
        self.both.delete("registered-models/delete", {"name": self.name()})

    def delete_version(self):
        self.both.delete("model-versions/delete", self.place())

    def update_model(self):
        self.both.patch("registered-models/update", {"name": self.name(), "description": self.pick(["", "words", "more words"])})

    def update_version(self):
        self.both.patch("model-versions/update", {**self.place(), "description": self.pick(["", "words", None])})

    def transition(self):
        stage = self.pick(STAGES)
        archive = stage in ("Staging", "Production") and self.random.random() < 0.5
        self.both.post("model-versions/transition-stage", {**self.place(), "stage": stage, "archive_existing_versions": archive})

    def set_alias(self):
        self.both.post("registered-models/alias", {**self.place(), "alias": self.pick(ALIASES)})

    def delete_alias(self):
        self.both.delete("registered-models/alias", {"name": self.name(), "alias": self.pick(ALIASES)})

    def get_alias(self):
        self.both.get("registered-models/alias", {"name": self.name(), "alias": self.pick(ALIASES + ["latest"])})

    def set_model_tag(self):
        self.both.post("registered-models/set-tag", {"name": self.name(), **self.tag()})

    def delete_model_tag(self):
        self.both.delete("registered-models/delete-tag", {"name": self.name(), "key": self.pick(KEYS)})

    def set_version_tag(self):
        self.both.post("model-versions/set-tag", {**self.place(), **self.tag()})

    def delete_version_tag(self):
        self.both.delete("model-versions/delete-tag", {**self.place(), "key": self.pick(KEYS)})

    def get_model(self):
        self.both.get("registered-models/get", {"name": self.name()})

    def get_version(self):
        self.both.get("model-versions/get", self.place())

    def latest(self):
        stages = self.random.sample(STAGES, self.random.randint(0, 2))
        self.both.post("registered-models/get-latest-versions", {"name": self.name(), "stages": stages}, unordered="model_versions")

    def model_search(self):
        filters = ["", f"name = '{self.name()}'", "name LIKE 'a%'", "name ILIKE 'a%'", f"tags.k = '{self.pick(VALUES)}'", "tags.team != '1'", "tags.k LIKE '%' AND tags.team = '2'", f"name != '{self.name()}'"]
        return {"filter": self.pick(filters), "order_by": self.pick(MODEL_ORDERS)}

    def version_search(self):
        filters = ["", f"name = '{self.name()}'", f"run_id = '{self.pick(RUNS)}'", f"tags.k = '{self.pick(VALUES)}'", "name LIKE 'a%'", "version_number > 2", f"name = '{self.name()}' AND tags.team = '1'", "source_path = 's3://b/x'", f"run_id != '{self.pick(RUNS)}'", f"name IN ('{self.name()}', '{self.name()}')"]
        return {"filter": self.pick(filters), "order_by": self.pick(VERSION_ORDERS)}

    def search_models(self):
        self.both.get("registered-models/search", {**self.model_search(), "max_results": self.pick([1, 3, 100])})

    def search_versions(self):
        self.both.get("model-versions/search", {**self.version_search(), "max_results": self.pick([1, 5, 1000])})

    def walk(self):
        if self.random.random() < 0.5:
            self.both.walk("registered-models/search", {**self.model_search(), "max_results": 2})
        else:
            self.both.walk("model-versions/search", {**self.version_search(), "max_results": 4})
