"""How long commands that compute nothing take, as a multiple of `java -version`: python start.py [--rounds 9] [HOME ...]

HOME is a distribution; without any, the one that is built here. All take turns, and only ratios within a round are compared. Needs `java`, or JAVA_HOME.
"""

import argparse
import os
import statistics
import subprocess
import time
from pathlib import Path

ASKED = (["--version"], ["--help"], ["plugins", "list"])


def seconds(command):
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"{' '.join(map(str, command))} failed")
    return time.perf_counter() - start, usage.ru_utime + usage.ru_stime


def main():
    built = Path(__file__).resolve().parents[2] / "distribution" / "target" / "noisefloor"
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("homes", metavar="HOME", nargs="*", type=Path, default=[built])
    parser.add_argument("--rounds", type=int, default=9)
    options = parser.parse_args()

    java = Path(os.environ["JAVA_HOME"], "bin", "java") if "JAVA_HOME" in os.environ else "java"
    commands = {"java -version": [java, "-version"]}
    for home in options.homes:
        for asked in ASKED:
            commands[f"{home.name}: {' '.join(asked)}"] = [home / "bin" / "noisefloor", *asked]
    rounds = [{name: seconds(command) for name, command in commands.items()} for _ in range(options.rounds + 1)][1:]
    for name in commands:
        line = f"{name:40}"
        for clock, unit in enumerate(("by the clock", "CPU")):
            ratios = [r[name][clock] / r["java -version"][clock] for r in rounds]
            line += f"  {unit} {statistics.median(ratios):.1f} ({min(ratios):.1f} to {max(ratios):.1f})"
        print(line)


if __name__ == "__main__":
    main()
