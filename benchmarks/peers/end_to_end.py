"""Compares whole programs on one job, from the start of a process to its figures: noisefloor, a plain PyTorch script, SAELens' run_evals.

    python end_to_end.py MODEL [--sae FOLDER] [--sequences 16] [--length 128] [--draws 0] [--threads 1] [--rounds 5]

MODEL is a Hugging Face folder of the Llama kind with an ONNX export in it. The job: the original, a TopK SAE behind the middle block
and zeros there; KL and cross-entropy, float32. With --draws also that many of eps_random, which SAELens does not know and the script makes
by forwards of its own. Without --sae an SAE with random weights is made, which costs what a trained one costs. A virtual environment
with SAELens is made beside the build, once. noisefloor is the distribution that is built here, or that of --noisefloor.

Programs take turns, each pinned to --threads processors (on Linux). A round compares CPU seconds within itself, as seconds say little on
a machine that others use. Stops if figures differ by more than 1 % (of random draws 5 %): then not all did the same.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
import venv
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
WORK = HERE.parent / "target" / "end-to-end"
ROWS = ["noisefloor", "its engine's calls", "script", "without its start", "SAELens", "run_evals alone"]
REQUIREMENTS = ["sae-lens==6.54.12", "transformers==5.24.0", "torch==2.15.0", "safetensors"]
CONFIG = """\
model: {{ backend: onnx, path: '{model}' }}
corpus: {{ path: '{tokens}', take: first, pack: document, bos: never, sequences: {sequences},
   length: {length}, calibration: {{ sequences: 0 }} }}
sites: [ {site} ]
interventions: [ {{ type: sae, path: '{sae}' }} ]
baselines: [ zero{draws} ]
metrics: [ kl, loss ]
run: {{ threads: {threads} }}
output: '{output}'
"""


def environment():
    """The Python that has SAELens; made at the first call."""
    folder = WORK / "venv"
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    complete = folder / "complete"
    if not complete.exists() or complete.read_text() != " ".join(REQUIREMENTS):
        print(f"making {folder} with {', '.join(REQUIREMENTS)}", file=sys.stderr)
        venv.create(folder, with_pip=True, clear=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", *REQUIREMENTS], check=True)
        complete.write_text(" ".join(REQUIREMENTS))
    return str(python)


def timed(command, threads):
    """What a process printed, and its seconds by the clock and of CPU time, those of processes that it started included."""
    def pinned():
        if hasattr(os, "sched_setaffinity"):
            os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:threads])

    quiet = {**os.environ, "OMP_NUM_THREADS": str(threads), "HF_HUB_OFFLINE": "1", "TRANSFORMERS_VERBOSITY": "error"}
    with open(WORK / "stderr", "w+") as stderr:
        start = time.perf_counter()
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=stderr, text=True, env=quiet, preexec_fn=pinned)
        printed = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        if status:
            stderr.seek(0)
            raise SystemExit(f"{' '.join(map(str, command))} failed:\n{printed}{stderr.read()}")
    return printed, wall, usage.ru_utime + usage.ru_stime


def noisefloor(options, _):
    _, wall, cpu = timed([options.noisefloor, "run", WORK / "run.yaml", "--quiet", "--overwrite"], options.threads)
    report = json.loads((WORK / "run" / "report.json").read_text())
    timing = json.loads((WORK / "run" / "provenance.json").read_text())["timing"]
    arms = {arm["name"]: arm["figures"] for arm in report["sites"][0]["arms"]}
    figures = {"ce": arms["sae"]["ce"]["value"]}
    for name, of in arms.items():
        figures[f"kl_{name}"], figures[f"ce_{name}"] = of["kl"]["value"], of["ce_spliced"]["value"]
    return {"noisefloor": (wall, cpu), "its engine's calls": (None, timing["engine_cpu_seconds"])}, figures


def python(name, script, whole, options, case, *more):
    printed, wall, cpu = timed([options.python, HERE / script, *case, *more], options.threads)
    own = json.loads(printed.splitlines()[-1])
    return {name: (wall, cpu), whole: (own["wall"], own["cpu"])}, own["figures"]


def script(options, case):
    return python("script", "script_case.py", "without its start", options, case, str(options.draws))


def saelens(options, case):
    return python("SAELens", "saelens_case.py", "run_evals alone", options, case)


def made_case(options):
    """What all are given: model, SAE, tokens, block, sequences of a batch."""
    config = json.loads((options.model / "config.json").read_text())
    block = config["num_hidden_layers"] // 2
    site = f"blocks.{block}.hook_resid_post"
    subprocess.run([options.python, HERE / "make_case.py", options.model, ROOT / "examples" / "demo" / "text.jsonl", WORK, site,
                    str(config["hidden_size"]), str(options.sequences), str(options.length)], check=True)
    sae = options.sae.resolve() if options.sae else WORK / "sae"
    tokens = WORK / "tokens.jsonl"
    draws = f", {{ type: eps_random, draws: {options.draws} }}" if options.draws else ""
    (WORK / "run.yaml").write_text(CONFIG.format(
        model=options.model, sae=sae, tokens=tokens, sequences=options.sequences, length=options.length, site=site, draws=draws,
        threads=options.threads, output=WORK / "run"))
    return [options.model, sae, tokens, str(block), str(options.batch)]


def check(figures):
    """What more than one of them computed must agree; of draws each program has its own, so their means agree less well."""
    for name in sorted({name for of in figures.values() for name in of}):
        values = {program: of[name] for program, of in figures.items() if name in of}
        tolerance = 0.05 if name.endswith("eps_random") else 0.01
        if max(values.values()) - min(values.values()) > tolerance * max(map(abs, values.values())):
            raise SystemExit(f"not all compute the same {name}: {values}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=lambda given: Path(given).resolve())
    parser.add_argument("--sae", type=Path, help="a SAELens folder of a TopK SAE behind the middle block")
    parser.add_argument("--sequences", type=int, default=16)
    parser.add_argument("--length", type=int, default=128)
    parser.add_argument("--batch", type=int, default=8, help="sequences of a batch of the two in Python")
    parser.add_argument("--draws", type=int, default=0, help="of eps_random")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--noisefloor", default=str(ROOT / "distribution/target/noisefloor/bin/noisefloor"))
    parser.add_argument("--python", help="one that has SAELens, in place of an environment that is made")
    options = parser.parse_args()
    if options.sequences % options.batch:
        parser.error("--sequences must be a multiple of --batch")
    WORK.mkdir(parents=True, exist_ok=True)
    options.python = options.python or environment()

    case = made_case(options)
    programs = [noisefloor, script] + ([] if options.draws else [saelens])
    rounds = []
    for i in range(options.rounds):
        took, figures = {}, {}
        for program in programs if i % 2 == 0 else programs[::-1]:
            seconds, figures[program.__name__] = program(options, case)
            took.update(seconds)
        check(figures)
        rounds.append(took)
        print(f"round {i + 1}: " + ", ".join(f"{name} {cpu:.1f}" for name, (_, cpu) in took.items()), file=sys.stderr)

    print(f"{options.sequences} x {options.length} tokens, {options.draws} draws, {options.threads} threads, {options.rounds} rounds: median "
          f"(lowest to highest round)")
    print(f"{'':20} {'CPU seconds':>23} {'by the clock':>23} {'CPU, to noisefloor':>23}")
    for name in ROWS if options.draws == 0 else ROWS[:4]:
        columns = [[r[name][1] for r in rounds], [r[name][0] for r in rounds], [r[name][1] / r["noisefloor"][1] for r in rounds]]
        print(f"{name:20}" + "".join(f"{shown(column):>24}" for column in columns))


def shown(values):
    if None in values:
        return "-"
    return f"{statistics.median(values):.2f} ({min(values):.2f} to {max(values):.2f})"


if __name__ == "__main__":
    main()
