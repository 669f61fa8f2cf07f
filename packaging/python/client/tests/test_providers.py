import os
import unittest
from importlib.metadata import entry_points
from unittest.mock import patch

from mlflow.tracking.request_auth.registry import fetch_auth

from lambda_model_registry_client.signature import Signature
from lambda_model_registry_client.token import BearerToken

ENABLE = "MLFLOW_ENABLE_PROXY_MULTIPART_UPLOAD"
MINIMUM = "MLFLOW_MULTIPART_UPLOAD_MINIMUM_FILE_SIZE"


class ProvidersTest(unittest.TestCase):
    def test_mlflow_finds_both(self):
        environment = {"LAMBDA_REGISTRY_TOKEN_COMMAND": "true"}
        with patch.dict(os.environ, environment):
            self.assertIsInstance(fetch_auth("lambda-registry"), Signature)
            self.assertIsInstance(fetch_auth("lambda-registry-oidc"), BearerToken)
            self.assertIs(fetch_auth("lambda-registry"), fetch_auth("lambda-registry"))

    def test_large_files_go_to_s3_unless_the_user_says_otherwise(self):
        with patch.dict(os.environ, {MINIMUM: "7"}):
            os.environ.pop(ENABLE, None)
            fetch_auth("lambda-registry")
            self.assertEqual((os.environ[ENABLE], os.environ[MINIMUM]), ("true", "7"))

    def test_nothing_is_set_before_a_provider_is_chosen(self):
        with patch.dict(os.environ):
            os.environ.pop(ENABLE, None)
            for provider in entry_points(group="mlflow.request_auth_provider"):
                provider.load()()
            self.assertNotIn(ENABLE, os.environ)
