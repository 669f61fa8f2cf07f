"""The providers among which ``MLFLOW_TRACKING_AUTH`` chooses.

MLflow imports this module for every tracking server, so nothing here takes effect before a provider is asked for its auth.
"""

import functools
import os

from mlflow.tracking.request_auth.abstract_request_auth_provider import RequestAuthProvider
from requests.auth import AuthBase

_SIZES = {
    "MLFLOW_ENABLE_PROXY_MULTIPART_UPLOAD": "true",
    # AWS Lambda takes 6 MB of JSON, in which a byte of a text file becomes up to six.
    "MLFLOW_MULTIPART_UPLOAD_MINIMUM_FILE_SIZE": "1000000",
}


def upload_large_files_to_s3() -> None:
    """Sets the variables by which MLflow uploads large files to S3, unless the user has set them."""
    for name, value in _SIZES.items():
        os.environ.setdefault(name, value)


class IamProvider(RequestAuthProvider):
    """``lambda-registry``: signs each request with the user's AWS credentials."""

    def get_name(self) -> str:
        return "lambda-registry"

    def get_auth(self) -> AuthBase:
        upload_large_files_to_s3()
        return _signature()


class OidcProvider(RequestAuthProvider):
    """``lambda-registry-oidc``: sends a bearer token with each request."""

    def get_name(self) -> str:
        return "lambda-registry-oidc"

    def get_auth(self) -> AuthBase:
        upload_large_files_to_s3()
        return _bearer_token()


# MLflow asks for the auth before each request: one of each keeps the credentials, the token and what it learned of the clock.


@functools.cache
def _signature() -> AuthBase:
    from lambda_model_registry_client.signature import Signature

    return Signature()


@functools.cache
def _bearer_token() -> AuthBase:
    from lambda_model_registry_client.token import BearerToken, source

    return BearerToken(source(os.environ))
