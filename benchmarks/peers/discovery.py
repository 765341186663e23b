"""What further plugins cost a command that needs none of them: python discovery.py [--plugins 200] [--rounds 7] [HOME]

Makes that many copies of examples/third-party-metric, each with an id and a class of its own, and starts commands with them and without, in
turns; only ratios within a round are compared. A first start with each, which may write an index, is printed by itself.
HOME is a distribution; without it, the one that is built here. Needs a JDK: `java` and `javac`, or JAVA_HOME.
"""

import argparse
import os
import statistics
import subprocess
import tempfile
import time
import zipfile
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
EXAMPLE = REPOSITORY / "examples" / "third-party-metric" / "src" / "main" / "java" / "org" / "example" / "triangular" / "Triangular.java"
SERVICE = "META-INF/services/org.noisefloor.api.metric.MetricProvider"
RUN = """\
model: {{ backend: onnx, path: '{demo}/model' }}
corpus: {{ path: '{demo}/text.jsonl', sequences: 4, length: 32, calibration: {{ sequences: 0 }} }}
sites: [ blocks.3.hook_resid_post ]
baselines: [ zero ]
metrics: [ kl ]
run: {{ resamples: 100, threads: 1 }}
output: '{temp}/out'
"""


def tool(name):
    return Path(os.environ["JAVA_HOME"], "bin", name) if "JAVA_HOME" in os.environ else name


def make_plugins(home, folder, count):
    """A folder of jars as a stranger's build makes them, each with one provider."""
    source = EXAMPLE.read_text()
    with tempfile.TemporaryDirectory() as temp:
        sources = []
        for i in range(count):
            file = Path(temp, f"t{i}", "Triangular.java")
            file.parent.mkdir()
            file.write_text(source.replace("org.example.triangular", f"t{i}").replace('"triangular"', f'"triangular_{i}"'))
            sources.append(file)
        api = next((home / "lib").glob("noisefloor-api-*.jar"))
        subprocess.run([tool("javac"), "--release", "17", "-cp", api, "-d", Path(temp, "classes"), *sources], check=True)
        version = api_version(home)
        for i in range(count):
            jar = folder / f"triangular-{i}" / f"triangular-{i}.jar"
            jar.parent.mkdir(parents=True)
            with zipfile.ZipFile(jar, "w", zipfile.ZIP_DEFLATED) as out:
                out.writestr(
                    "META-INF/MANIFEST.MF",
                    f"Manifest-Version: 1.0\r\nNoisefloor-Plugin-Id: triangular-{i}\r\nNoisefloor-Plugin-Version: 1.0.0\r\n"
                    f"Noisefloor-Api-Version: {version}\r\n\r\n",
                )
                out.writestr(SERVICE, f"t{i}.Triangular\n")
                for each in Path(temp, "classes", f"t{i}").iterdir():
                    out.write(each, f"t{i}/{each.name}")


def api_version(home):
    with zipfile.ZipFile(next((home / "plugins" / "kl").glob("plugin-kl-*.jar"))) as jar:
        lines = jar.read("META-INF/MANIFEST.MF").decode().splitlines()
    return next(line.split(":")[1].strip() for line in lines if line.startswith("Noisefloor-Api-Version"))


def seconds(command, environment):
    start = time.perf_counter()
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    errors = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"{' '.join(map(str, command))} failed: {errors.decode()}")
    return time.perf_counter() - start, usage.ru_utime + usage.ru_stime


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("home", metavar="HOME", nargs="?", type=Path, default=REPOSITORY / "distribution" / "target" / "noisefloor")
    parser.add_argument("--plugins", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=7)
    options = parser.parse_args()

    with tempfile.TemporaryDirectory() as temp:
        with_plugins, without = Path(temp, "with"), Path(temp, "without")
        without.mkdir()
        make_plugins(options.home, with_plugins, options.plugins)
        config = Path(temp, "run.yaml")
        config.write_text(RUN.format(demo=REPOSITORY / "examples" / "demo", temp=temp))
        launcher = options.home / "bin" / "noisefloor"
        asked = (["--version"], ["run", "--help"], ["plugins", "list"], ["check", config], ["run", config, "--overwrite", "--quiet"])
        environments = [
            os.environ | {"NOISEFLOOR_PLUGINS": str(folder), "NOISEFLOOR_CACHE": str(Path(temp, "cache"))} for folder in (without, with_plugins)
        ]
        for folder, environment in zip((without, with_plugins), environments):
            clock, cpu = seconds([launcher, "plugins", "list"], environment)
            print(f"first plugins list, {folder.name}: {clock:.2f} s by the clock, {cpu:.2f} s CPU")
        for each in asked:
            command = [launcher, *each]
            rounds = [[seconds(command, environment) for environment in environments] for _ in range(options.rounds + 1)][1:]
            line = f"{' '.join(map(str, each[:2])).replace(str(config), ''):14}"
            for clock, unit in enumerate(("by the clock", "CPU")):
                ratios = [with_them[clock] / none[clock] for none, with_them in rounds]
                line += f"  {unit} {statistics.median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f})"
                line += f" of {statistics.median([none[clock] for none, _ in rounds]):.2f} s"
            print(line, flush=True)


if __name__ == "__main__":
    main()
