"""Compares noisefloor's backends with transformers on one model: A B C A B C ..., a batch each, and their ratios.

    python compare.py MODEL [--backends onnx,djl] [--sequences 8] [--length 128] [--threads 2] [--rounds 9]

MODEL is a Hugging Face folder with an ONNX export in it. Each backend runs in a JVM of its own and transformers in a process
of its own, all of them open throughout and idle except for the one whose turn it is. So whatever else the machine does falls
on all alike, and only ratios within a round are compared: seconds say little on a machine that others use. On one that is
crowded even these scatter. There take CPU time with --threads 1: several threads burn CPU time as they wait for each other,
and PyTorch's burn most. Needs `java`, the
built module benchmarks, and the Python of --python with torch and transformers.
"""

import argparse
import glob
import os
import statistics
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
WARM_UP = 2
PEERS = ("transformers-eager", "transformers-sdpa")


class Engine:
    """A process that runs a batch when told to."""

    def __init__(self, command):
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1)
        self.variants = self.answer()[1:]

    def answer(self):
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit(f"{self.process.args[0]} ended with {self.process.wait()}; what it said stands above")
        return line.split()

    def run(self, variant):
        self.process.stdin.write(variant + "\n")
        self.process.stdin.flush()
        return tuple(map(float, self.answer()))

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def engines(options):
    """One after the other, so that no two load at once."""
    sizes = [str(options.sequences), str(options.length), str(options.threads)]
    attentions = ",".join(peer.removeprefix("transformers-") for peer in PEERS)
    yield Engine([options.python, str(HERE / "time_transformers.py"), options.model, attentions, *sizes])
    built = HERE.parent / "target"
    jars = glob.glob(str(built / "benchmarks-*.jar"))
    if not jars:
        raise SystemExit("benchmarks is not built: mvn -q -pl benchmarks -am -DskipTests package")
    for backend in options.backends.split(","):
        yield Engine([
            "java", "--enable-native-access=ALL-UNNAMED", "-cp", os.pathsep.join([*jars, str(built / "lib" / "*")]),
            "org.noisefloor.benchmarks.EngineSpeed", options.model, backend, *sizes])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model")
    parser.add_argument("--backends", default="onnx")
    parser.add_argument("--sequences", type=int, default=8)
    parser.add_argument("--length", type=int, default=128)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--python", default=sys.executable, help="the Python that has torch and transformers")
    options = parser.parse_args()

    turns = [(variant, engine) for engine in engines(options) for variant in engine.variants]
    rounds = []
    for i in range(WARM_UP + options.rounds):
        made = {variant: engine.run(variant) for variant, engine in turns}
        sizes = [size for _, _, size in made.values()]
        if max(sizes) - min(sizes) > (2e-2 if "float16" in options.backends else 1e-4) * max(sizes):
            raise SystemExit(f"not all compute the same: mean |logit| {made}")
        if i >= WARM_UP:
            rounds.append(made)
    for engine in {id(engine): engine for _, engine in turns}.values():
        engine.close()

    print(f"{options.sequences} x {options.length} tokens, {options.threads} threads, {options.rounds} rounds; "
          f"a batch's seconds as a multiple of the peer's: median (lowest to highest round)")
    for clock, title in enumerate(("by the clock", "CPU time")):
        print(f"{title:20} {'s/batch':>8}" + "".join(f"{peer:>26}" for peer in PEERS))
        for variant, _ in turns:
            line = f"{variant:20} {statistics.median(r[variant][clock] for r in rounds):8.3f}"
            for peer in PEERS:
                ratios = [r[variant][clock] / r[peer][clock] for r in rounds]
                line += f"{statistics.median(ratios):10.2f} ({min(ratios):.2f} to {max(ratios):.2f})"
            print(line)


if __name__ == "__main__":
    main()
