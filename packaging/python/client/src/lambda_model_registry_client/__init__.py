"""Lets MLflow's client sign in to a Lambda Model Registry in AWS.

MLflow finds the providers by their entry points; ``MLFLOW_TRACKING_AUTH`` chooses one. With ``requests`` alone,
:class:`~lambda_model_registry_client.signature.Signature` and :class:`~lambda_model_registry_client.token.BearerToken` are
what ``auth=`` takes.
"""
