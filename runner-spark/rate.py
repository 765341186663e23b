"""How fast two executors of one core are against one: python3 runner-spark/rate.py SPARK_HOME DISTRIBUTION [SEQUENCES | CONFIG]

Each is a run in shards of 8 sequences on local-cluster: of the demo with that many sequences, or of a config with batches of 8 and no output. Shards of which an executor was not opened and calibrated first are
counted alone (its start is not); their times stand in provenance.json. Needs a JDK 17 or 21 in JAVA_HOME, and two idle cores.
"""
import json, pathlib, subprocess, sys, tempfile
from datetime import datetime

spark, home = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]).resolve()
asked = sys.argv[3] if len(sys.argv) > 3 else "64"
demo = home / "examples/demo"
DEMO = f"""
model: {{ backend: onnx, path: '{demo}/model' }}
corpus: {{ path: '{demo}/text.jsonl', sequences: {asked}, length: 64, calibration: {{ sequences: 4 }} }}
sites: [ blocks.1.hook_resid_post, blocks.4.hook_resid_post ]
interventions: [ {{ type: sae, path: '{demo}/saes/{{site}}' }} ]
baselines: [ zero, mean, {{ type: eps_random, draws: 16 }}, {{ type: error_shuffled, draws: 16 }} ]
metrics: [ kl, loss ]
run: {{ batch: 8, resamples: 100 }}
"""
case = DEMO if asked.isdigit() else pathlib.Path(asked).read_text()


def when(text):
    return datetime.fromisoformat(text.replace("Z", "+00:00"))


def rate(executors, folder):
    config = folder / "run.yaml"
    config.write_text(f"{case}output: '{folder}/run'\n")
    subprocess.run([spark / "bin/spark-submit", "--class", "org.noisefloor.spark.Main", "--master",
                    f"local-cluster[{executors},1,2048]", "--conf", "spark.ui.enabled=false",
                    home / "runner-spark/noisefloor-spark.jar", "run", config, "--keep-shards", "--overwrite", "--quiet"],
                   check=True, capture_output=True)
    shards = [json.loads(each.read_text()) for each in folder.glob("run.shards/*/provenance.json")]
    shards.sort(key=lambda each: each["started"])
    later = shards[executors:]  # the first of each executor opened and calibrated
    begun = min(when(each["started"]) for each in later)
    ended = max(when(each["finished"]) for each in later)
    computing = sum(each["seconds"] for each in later)
    cpu = sum(each["timing"]["cpu_seconds"] for each in later) / len(later)
    span = (ended - begun).total_seconds()
    return 8 * len(later) / span, computing / (executors * span), cpu


with tempfile.TemporaryDirectory() as temp:
    both = []
    for executors in (1, 2):
        folder = pathlib.Path(temp) / str(executors)
        folder.mkdir()
        both.append(rate(executors, folder))
        print(f"{executors} executor(s): {both[-1][0]:.2f} sequences/s, {both[-1][1]:.1%} of the time inside shards,"
              f" {both[-1][2]:.2f} s of processor time a shard", flush=True)
    print(f"two against one: {both[1][0] / both[0][0]:.2f}")
