"""Compares a config's run by the build here with one by an older commit: python older_build.py COMMIT CONFIG [--rounds 5] [--new KEY=VALUE ...]

CONFIG lies in the older commit (examples/demo.yaml) and is run there, with the text and the models of that commit, by both builds; what only the newer one knows or
takes otherwise by default is set by --new (corpus.take=first). The older commit is checked out and built beside the build here, once. Compares CPU seconds
within a round, and the values of all figures that both reports have. Needs git, Maven and `java`.
"""

import argparse
import json
import math
import os
import statistics
import subprocess
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
WORK = ROOT / "benchmarks" / "target" / "older"
HOME = Path("distribution", "target", "noisefloor")


def built(commit):
    folder = WORK / commit
    if not (folder / HOME / "bin").exists():
        subprocess.run(["git", "clone", "--quiet", "--no-checkout", ROOT, folder], check=True)
        subprocess.run(["git", "-C", folder, "checkout", "--quiet", commit], check=True)
        subprocess.run(["mvn", "-q", "-B", "-f", folder / "pom.xml", "-DskipTests", "-pl", "distribution", "-am", "package"], check=True)
    return folder


def run(home, config, output, settings):
    sets = [each for setting in ["reports=[]", *settings] for each in ("--set", setting)]
    start = time.perf_counter()
    process = subprocess.Popen(
        [home / "bin" / "noisefloor", "run", config, "--output", output, "--overwrite", "--quiet", *sets], stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"the run by {home} failed")
    return usage.ru_utime + usage.ru_stime, time.perf_counter() - start, figures(json.loads((output / "report.json").read_text()))


def figures(report):
    return {(site["name"], arm["name"], name): figure["value"]
            for site in report["sites"] for arm in site["arms"] for name, figure in arm["figures"].items() if figure["value"] is not None}


def difference(before, after):
    """As a part of the value before."""
    if before == after:
        return 0.0
    return abs(before - after) / abs(before) if before else math.inf


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("commit")
    parser.add_argument("config")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--set", action="append", default=[], metavar="KEY=VALUE", help="for both")
    parser.add_argument("--new", action="append", default=[], metavar="KEY=VALUE", help="for the build here")
    options = parser.parse_args()

    older = built(options.commit)
    config = older / options.config
    builds = {"older": (older / HOME, options.set), "here": (ROOT / HOME, options.set + options.new)}
    rounds = []
    for i in range(options.rounds):
        made = {}
        for name in builds if i % 2 == 0 else reversed(builds):
            home, settings = builds[name]
            made[name] = run(home, config, WORK / name, settings)
        rounds.append(made)
        print("round", i + 1, {name: f"{cpu:.1f} s CPU, {wall:.1f} s" for name, (cpu, wall, _) in made.items()}, flush=True)
    for clock, unit in enumerate(("CPU seconds", "by the clock")):
        ratios = [r["older"][clock] / r["here"][clock] for r in rounds]
        print(f"{unit}: older takes {statistics.median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f}) times as much")
    before, after = rounds[-1]["older"][2], rounds[-1]["here"][2]
    common = before.keys() & after.keys()
    apart = {key: difference(before[key], after[key]) for key in common}
    print(f"{len(common)} figures in both; {sum(each > 1e-9 for each in apart.values())} of them differ by more than 1e-9 of the value, "
          f"the median of all by {statistics.median(apart.values()):.1e}")
    for key in sorted((key for key in apart if apart[key] > 2e-6), key=apart.get, reverse=True):
        print(*key, before[key], after[key])


if __name__ == "__main__":
    main()
