"""What the scripts here share: how a step is announced, and how an expected refusal is written."""

import contextlib
import time

from mlflow.exceptions import MlflowException

_started = time.monotonic()


def step(title):
    print(f"[{time.monotonic() - _started:6.1f} s] {title}", flush=True)


def equal(actual, expected, what):
    assert actual == expected, f"{what}: expected {expected!r}, got {actual!r}"


@contextlib.contextmanager
def refused(error_code, what, message=""):
    """The block must raise an MlflowException of this error code whose text contains the message."""
    try:
        yield
    except MlflowException as error:
        equal(error.error_code, error_code, f"{what}: error code ({error.message})")
        assert message in str(error), f"{what}: the message should say {message!r}, but is {error}"
    else:
        raise AssertionError(f"{what}: expected {error_code}, but it was accepted")
