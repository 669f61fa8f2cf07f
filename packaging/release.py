"""Puts what a release publishes into a folder: python release.py VERSION FOLDER JAVA. Called by './mvnw -Prelease verify'.

The same sources give the same bytes: files are in the order of their names, and have one time.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "packaging" / "target"
FUNCTIONS = ROOT / "functions" / "target"
LOCAL = ROOT / "local" / "target"

TIME = (2026, 1, 1, 0, 0, 0)
TIME_OF_WHEELS = "1767225600"  # the same, in seconds since 1970

#: the architectures of Lambda, each with the name of its native code at aws-crt
ARCHITECTURES = {"x86_64": "linux-x86_64", "arm64": "linux-aarch_64"}


def main(version: str, folder: Path, java: str) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    name = f"lambda-model-registry-{version}"
    for architecture, native in ARCHITECTURES.items():
        deployable(folder / f"{name}-aws-{architecture}.zip", architecture, native, java)
    jars(folder / f"{name}.zip", name)
    for package in "registry", "client":
        wheel(ROOT / "packaging" / "python" / package, folder)
    shutil.copyfile(LOCAL / "bom.json", folder / f"{name}.cdx.json")
    shutil.copyfile(FUNCTIONS / "bom.json", folder / f"{name}-aws.cdx.json")
    checksums(folder)


def deployable(file: Path, architecture: str, native: str, java: str) -> None:
    """What 'sam deploy' takes as it is: the templates, SAM's settings and the functions' zip of one architecture."""
    classes = TARGET / f"classes-{architecture}.jar"
    [library] = (TARGET / "native").glob(f"aws-crt-*-{native}.jar")
    with zipfile.ZipFile(FUNCTIONS / "compressed.jar") as built, zipfile.ZipFile(library) as crt, new_zip(classes) as zip:
        for entry in built.infolist():
            if not entry.is_dir() and not entry.filename.startswith("linux/"):
                add(zip, entry.filename, built.read(entry))
        for entry in crt.infolist():
            if entry.filename.endswith(".so"):
                add(zip, entry.filename, crt.read(entry))
    functions = TARGET / f"functions-{architecture}.zip"
    licences = [ROOT / "LICENSE", ROOT / "functions/src/licences/THIRD-PARTY.txt"]
    subprocess.run([java, ROOT / "functions/src/build/Pack.java", classes, functions, *licences], check=True)
    with new_zip(file, zipfile.ZIP_STORED) as zip:
        add(zip, "LICENSE", (ROOT / "LICENSE").read_bytes())
        add(zip, "functions.zip", functions.read_bytes())
        add(zip, "samconfig.toml", (ROOT / "samconfig.toml").read_bytes())
        for name in "template-grouped.yaml", "template.yaml":
            add(zip, name, template(name, architecture).encode())


def template(name: str, architecture: str) -> str:
    """A template, with the zip beside it, and the architecture for which that is built."""
    text = (ROOT / name).read_text()
    parameter = "AllowedValues: [x86_64, arm64]\n    Default: x86_64"
    if text.count(parameter) != 1:
        raise SystemExit(f"release: the parameter Architecture of {name} is not as expected")
    text = text.replace(parameter, f"AllowedValues: [{architecture}]\n    Default: {architecture}")
    return text.replace("functions/target/functions.zip", "functions.zip")


def jars(file: Path, name: str) -> None:
    """What 'java -jar registry.jar' needs, for those who have a Java 25 of their own, or Docker: it is also an image's context."""
    with new_zip(file, zipfile.ZIP_STORED) as zip:
        add(zip, f"{name}/LICENSE", (ROOT / "LICENSE").read_bytes())
        for part in "Dockerfile", "compose.yaml":
            add(zip, f"{name}/{part}", (ROOT / "packaging" / "container" / part).read_bytes())
        for jar in [LOCAL / "registry.jar", *sorted((LOCAL / "lib").glob("*.jar"))]:
            add(zip, f"{name}/{jar.relative_to(LOCAL).as_posix()}", jar.read_bytes())


def wheel(package: Path, folder: Path) -> None:
    python = TARGET / "python"
    if not python.exists():
        venv.create(python, with_pip=True)
    subprocess.run(
        [python / "bin/pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", folder, package],
        env={**os.environ, "SOURCE_DATE_EPOCH": TIME_OF_WHEELS},
        check=True,
    )


def checksums(folder: Path) -> None:
    """In the format of 'sha256sum --check'."""
    lines = [f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.name}\n" for file in sorted(folder.iterdir())]
    (folder / "SHA256SUMS").write_text("".join(lines))


def new_zip(file: Path, compression: int = zipfile.ZIP_DEFLATED) -> zipfile.ZipFile:
    return zipfile.ZipFile(file, "w", compression)


def add(zip: zipfile.ZipFile, name: str, content: bytes) -> None:
    entry = zipfile.ZipInfo(name, TIME)
    entry.compress_type = zip.compression
    entry.external_attr = 0o644 << 16
    zip.writestr(entry, content)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), sys.argv[3])
