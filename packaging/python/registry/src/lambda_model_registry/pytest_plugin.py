"""The pytest fixture ``model_registry``: a registry for the tests, named by MLFLOW_TRACKING_URI while they run."""

from collections.abc import Iterator
from typing import Any

import pytest

_SCOPES = ("function", "class", "module", "package", "session")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addini(
        "model_registry_scope",
        "how long a registry of the fixture model_registry lives: function, class, module, package or session",
        default="session",
    )


def _scope(fixture_name: str, config: pytest.Config) -> Any:
    scope = str(config.getini("model_registry_scope"))
    if scope not in _SCOPES:
        raise pytest.UsageError(f"model_registry_scope takes {', '.join(_SCOPES)}, not {scope!r}")
    return scope


@pytest.fixture(scope=_scope)
def model_registry() -> Iterator[str]:
    """The tracking URI of an empty registry. MLFLOW_TRACKING_URI and MLFLOW_REGISTRY_URI name it, too."""
    from lambda_model_registry import serve

    with serve() as uri, pytest.MonkeyPatch.context() as environment:
        environment.setenv("MLFLOW_TRACKING_URI", uri)
        environment.setenv("MLFLOW_REGISTRY_URI", uri)
        yield uri
