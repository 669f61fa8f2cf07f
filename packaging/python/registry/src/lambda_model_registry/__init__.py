"""Lambda Model Registry on this machine: ``lambda-model-registry serve``, or ``with serve() as uri:`` in Python."""

from lambda_model_registry._server import RegistryError, serve

__all__ = ["RegistryError", "serve"]
