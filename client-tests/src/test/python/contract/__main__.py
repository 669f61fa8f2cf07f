"""The contract: this registry answers its own API and that of tracking as MLflow's own server does, response for response.

Usage: python contract http://127.0.0.1:<real MLflow> http://127.0.0.1:<this registry> [--only GROUP] [--random N] [--seed N]
"""

import argparse
import sys
import time

import aliases
import artifacts
import experiments
import fields
import inputs
import logged_models
import metrics
import models
import paging
import probes
import prompts
import protocol
import renames
import run_searches
import runs
import searches
import sources
import stages
import tags
import unsupported
import versions
import webhooks
from random_operations import RandomOperations
from random_runs import RandomRuns
from servers import Pair

GROUPS = [models, versions, sources, aliases, tags, stages, renames, searches, paging, prompts, protocol, fields, probes, experiments, runs, run_searches, metrics, inputs, logged_models, artifacts, unsupported, webhooks]


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("real")
    arguments.add_argument("ours")
    arguments.add_argument("--only")
    arguments.add_argument("--random", type=int, default=5_000)
    arguments.add_argument("--random-runs", type=int, default=2_000)
    arguments.add_argument("--seed", type=int, default=20261123)
    given = arguments.parse_args()
    both = Pair(given.real, given.ours)
    for group in GROUPS:
        if given.only in (None, group.__name__):
            perform(both, group.__name__, lambda: group.run(both))
    if given.only in (None, "random"):
        print(f"seed {given.seed}")
        perform(both, "random", lambda: RandomOperations(both, given.seed).run(given.random))
    if given.only in (None, "random_runs"):
        print(f"seed {given.seed}")
        perform(both, "random_runs", lambda: RandomRuns(both, given.seed).run(given.random_runs))
    for reason, count in sorted(both.excepted.items()):
        print(f"{count:5} times as intended: {reason}")
    print(f"{both.requests} requests, {len(both.differences)} differences")
    sys.exit(1 if both.differences else 0)


def perform(both, name, run):
    both.group = name
    began, requests = time.monotonic(), both.requests
    both.clear()
    run()
    print(f"{name}: {both.requests - requests} requests in {time.monotonic() - began:.1f} s", flush=True)


main()
