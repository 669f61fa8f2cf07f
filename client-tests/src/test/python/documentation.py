"""Runs the blocks of a page of docs/ as a reader does: documentation.py <page> <server> <launcher>

Python runs in one namespace from the top of the page to its end, each block of commands in a shell of its own. A block after a line
`<!-- not run here: reason -->` is left out.
"""

import os
import pathlib
import re
import subprocess
import sys

page, server, launcher = sys.argv[1:]
BLOCK = re.compile(r"^(<!-- not run here: [^\n]+ -->\n)?```(python|console)\n(.*?)^```$", re.MULTILINE | re.DOTALL)

programs = pathlib.Path("programs").absolute()
programs.mkdir(exist_ok=True)
command = programs / "lambda-model-registry"
command.write_text(f'#!/bin/sh\nexec "{launcher}" "$@"\n')
command.chmod(0o755)
os.environ["PATH"] = f"{programs}:{pathlib.Path(sys.executable).parent}:{os.environ['PATH']}"
os.environ["MLFLOW_ENABLE_ARTIFACTS_PROGRESS_BAR"] = "false"


def commands(block):
    """The lines after a prompt, with those that continue them; the others are what the commands print."""
    return "\n".join(re.findall(r"^\$ ((?:.*\\\n)*.*)$", block, re.MULTILINE))


text = pathlib.Path(page).read_text()
namespace = {"__name__": "__main__"}
count = 0
for left_out, language, block in BLOCK.findall(text):
    if left_out:
        continue
    count += 1
    block = block.replace("http://127.0.0.1:8081", server)
    print(f"--- {language}\n{block}", flush=True)
    if language == "python":
        exec(compile(block, f"{pathlib.Path(page).name}, block {count}", "exec"), namespace)
    else:
        subprocess.run(["bash", "-euc", commands(block)], check=True, timeout=500)
assert count, f"{page} has no blocks that are run"
