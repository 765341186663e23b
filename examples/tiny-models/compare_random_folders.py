"""Makes random folders of random families, and compares what noisefloor's djl computes of them with what transformers does.

Sizes, flags, windows, rotations, layers and storage are drawn (random_families.py); every parameter is moved away from its default.
Sequences of several lengths run through transformers one by one, in float32 with eager attention, and through noisefloor as one batch.
Compared are the log-probabilities, absolutely; each site's activation, relative to its largest number where that is above 1; and the
log-probabilities at the last position with half the activation and a quarter more at each site of the first block. A difference above
1e-5 is no fault where transformers' own numbers move by a quarter of it if every weight is moved by up to its last bit; such folders are
counted apart.

    python compare_random_folders.py CLASSPATH [--count 100] [--seed 1] [--families a,b] [--older PYTHON] [--keep FOLDER]

CLASSPATH is that of benchmarks (../../benchmarks/target/benchmarks-0.1.0-SNAPSHOT.jar:../../benchmarks/target/lib/*). PYTHON is one
with transformers 4: with it, half of the folders have a config.json as 4 writes it. A folder is told by its seed.
"""

import argparse
import collections
import copy
import json
import logging
import os
import random
import re
import shutil
import subprocess
import tempfile
import warnings
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from transformers import AutoConfig, AutoModelForCausalLM
from transformers.utils.logging import disable_progress_bar

from random_families import FAMILIES, options_of
from sites import spliced, trace

SLACK = 1e-5
AT_ONCE = 60
OLDER = """
import json, sys
from transformers import CONFIG_MAPPING, AutoConfig
for folder in sys.argv[1:]:
    options = json.load(open(folder + "/options.json"))
    if options["model_type"] in CONFIG_MAPPING:
      try:
        config = AutoConfig.for_model(**options)
        config.dtype = "float32"
        open(folder + "/config-4.json", "w").write(config.to_json_string(use_diff=True))
      except Exception as refused:
        print(folder, refused)
"""


def made(family, seed, folder):
    """Writes a folder, and returns its options and how it was stored."""
    draw = random.Random(f"{family} {seed}")
    options = options_of(family, draw)
    torch.manual_seed(seed)
    model = AutoModelForCausalLM.from_config(
        AutoConfig.for_model(**copy.deepcopy(options)), attn_implementation="eager", experts_implementation="eager").eval()
    for parameter in model.parameters():  # matrices keep numbers near 1, so that rounding stays below what is asked
        noise = torch.randn_like(parameter)
        parameter.data = parameter.data + 0.2 * noise if parameter.dim() < 2 else noise / parameter.shape[-1] ** 0.5
    storage, saved = draw.choice(STORAGES), model
    if storage == "bare":
        if not model.config.get_text_config().tie_word_embeddings or family in ("gemma3", "gptj", "phi"):
            storage = "plain"
        else:
            saved = model.base_model
    if storage in ("bfloat16", "float16"):
        model.to(getattr(torch, storage))
    saved.save_pretrained(folder, max_shard_size="6KB" if storage == "sharded" else "1GB", save_original_format=storage != "renamed")
    if storage in ("headed", "buffers"):
        add(storage, folder, model)
    if draw.random() < 0.3:
        silent(folder)
    if draw.random() < 0.3:
        renamed(folder, draw)
    vocabulary = model.config.get_text_config().vocab_size
    longest = draw.choice([13, 13, 40])  # as many positions as a model with learned ones has
    lengths = [draw.randint(1, longest) for _ in range(draw.randint(1, 3))]
    tokens = [[draw.randrange(vocabulary) for _ in range(length)] for length in lengths]
    (folder / "tokens.json").write_text(json.dumps(tokens))
    (folder / "options.json").write_text(json.dumps(options))
    return options, storage, draw.random() < 0.5


def silent(folder):
    """Leaves out of config.json what the family's configuration has by default anyway."""
    config = json.loads((folder / "config.json").read_text())
    same = type(AutoConfig.for_model(config["model_type"]))().to_dict()
    kept = {key: value for key, value in config.items() if key not in same or value != same[key] or key == "model_type"}
    (folder / "config.json").write_text(json.dumps(kept, indent=2))


def renamed(folder, draw):
    """Gives keys of config.json the other name under which the family's configuration takes them, or adds it with another value beside."""
    config = json.loads((folder / "config.json").read_text())
    known = type(AutoConfig.for_model(config["model_type"]))
    names = {other: name for other, name in known.attribute_map.items() if name in config and other not in known.__dataclass_fields__}
    names |= {"n_embed": "hidden_size"} if config["model_type"] in ("bloom", "falcon") else {}
    for other, name in names.items():
        if isinstance(config.get(name), int) and draw.random() < 0.7:
            config[other] = config[name]
            config[name] = config[name] + 1 if not isinstance(config[name], bool) else config[name]
            if draw.random() < 0.5:
                del config[name]
    if "dtype" in config and draw.random() < 0.5:
        config["torch_dtype"] = config.pop("dtype")
    (folder / "config.json").write_text(json.dumps(config, indent=2))


STORAGES = ["plain", "plain", "sharded", "bfloat16", "float16", "renamed", "bare", "headed", "buffers"]
# constants that older folders keep among the weights of a layer
MASKS = dict(gpt2="attn.", gpt_bigcode="attn.", gpt_neo="attn.attention.", gpt_neox="attention.", gptj="attn.")
ROTATED = {"gemma", "llama", "mistral", "olmo", "phi", "qwen2", "stablelm"}


def add_head(weights, model):
    """The embedding once more, as the head that it is tied to."""
    if model.config.get_text_config().tie_word_embeddings and model.config.model_type != "gemma3":
        head = next(name for name, module in model.named_modules() if module is model.get_output_embeddings())
        weights[head + ".weight"] = model.get_input_embeddings().weight.data.clone()


def add_buffers(weights, model):
    kind = model.config.model_type
    for layer in {match.group(1) for name in weights if (match := re.match(r"(.*\.(?:layers|h)\.\d+\.)", name))}:
        if kind in MASKS:
            weights[layer + MASKS[kind] + "bias"] = torch.ones(1, 1, 40, 40).tril().bool()
            weights[layer + MASKS[kind] + "masked_bias"] = torch.tensor(-1e9)
        elif kind in ROTATED:
            weights[layer + "self_attn.rotary_emb.inv_freq"] = torch.ones(3)


def add(storage, folder, model):
    weights = load_file(folder / "model.safetensors")
    (add_head if storage == "headed" else add_buffers)(weights, model)
    save_file(weights, folder / "model.safetensors", metadata={"format": "pt"})


def reference(folder, moved=0.0):
    """For each sequence what transformers computes of it alone: logits, activations, and spliced logits; with weights moved by a share."""
    config = AutoConfig.from_pretrained(folder)
    # eager attention of Falcon adds ALiBi twice: findings/transformers-falcon-eager-alibi-twice.sh
    kernel = "sdpa" if getattr(config, "alibi", False) else "eager"
    found = []
    for tokens in json.loads((folder / "tokens.json").read_text()):
        # a new model each time: one whose rotation is dynamic remembers the longest sequence that it has seen
        model = AutoModelForCausalLM.from_pretrained(
            folder, dtype=torch.float32, attn_implementation=kernel, experts_implementation="eager").eval()
        for parameter in model.parameters():
            parameter.data *= 1 + moved * (2 * torch.rand_like(parameter) - 1)
        ids = torch.tensor([tokens])
        logits, seen = trace(model, ids)
        found.append((logits[0], {name: value[0] for name, value in seen.items()},
                      {name: value[0] for name, value in spliced(model, ids).items()}))
    return found


def probabilities(logits):
    return torch.log_softmax(logits.double(), -1)


def differences(folder):
    """By name the largest difference from transformers; or the refusal."""
    if (folder / "refused.txt").exists():
        return (folder / "refused.txt").read_text().strip().split(": ", 1)[-1]
    if not (folder / "computed.safetensors").exists():
        return "the program ended before it"
    computed, found = load_file(folder / "computed.safetensors"), {}
    for i, expected in enumerate(reference(folder)):
        logits, seen, changed = expected
        rows = {name: value[i, :len(logits)] for name, value in computed.items()}
        names = {"logits", *seen, *(f"spliced.{name}" for name in changed)}
        if rows.keys() != names:
            return f"sites: too many {sorted(rows.keys() - names)}, missing {sorted(names - rows.keys())}"
        if not all(torch.isfinite(value).all() for value in [logits, *seen.values(), *changed.values()]):
            return "transformers computes what is not finite"
        largest(found, between((rows["logits"], rows, {name: rows[f"spliced.{name}"][-1] for name in changed}), expected))
    return found


def between(mine, theirs):
    """By name how far two programs are apart for one sequence."""
    found = {"logits": apart(probabilities(mine[0]), probabilities(theirs[0]))}
    found |= {name: apart(mine[1][name], value) / max(1, value.abs().max().item()) for name, value in theirs[1].items()}
    return found | {
        f"spliced.{name}": apart(probabilities(mine[2][name]), probabilities(value)) for name, value in theirs[2].items()}


def largest(found, more):
    for name, value in more.items():
        found[name] = max(found.get(name, 0), value)


def ill_conditioned(folder, away):
    """Whether the last bits of the weights move transformers' own numbers by a quarter of these differences."""
    exact, moves = reference(folder), {}
    for _ in range(3):
        for one, other in zip(exact, reference(folder, 2**-24)):
            largest(moves, between(other, one))
    return all(value < 4 * moves[name] for name, value in away.items())


def apart(one, other):
    if one.shape != other.shape:
        return float("inf")
    distance = (one - other).abs().max().item()
    return distance if distance == distance else float("inf")


def run(classpath, folders):
    """Lets noisefloor compute; a crash of one folder must not hide the others."""
    environment = dict(os.environ, OMP_NUM_THREADS="1")
    result = subprocess.run(
        ["java", "-cp", classpath, "org.noisefloor.benchmarks.ActivationsOf", *map(str, folders)], env=environment,
        capture_output=True, text=True)
    if result.returncode != 0:
        left = [f for f in folders if not any((f / name).exists() for name in ("computed.safetensors", "refused.txt"))]
        (left[0] / "refused.txt").write_text(": CRASH " + " | ".join(result.stderr.strip().splitlines()[:4]))
        if left[1:]:
            run(classpath, left[1:])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("classpath")
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--families", default=",".join(FAMILIES))
    parser.add_argument("--older")
    parser.add_argument("--keep")
    arguments = parser.parse_args()
    logging.disable(logging.WARNING)
    warnings.simplefilter("ignore")
    disable_progress_bar()
    families = arguments.families.split(",")
    seeds = range(arguments.seed, arguments.seed + arguments.count)
    worst, bits, faults, skipped = collections.defaultdict(list), 0, 0, 0
    for start in range(0, arguments.count, AT_ONCE):
        with tempfile.TemporaryDirectory() as scratch:
            made_of = {}
            for seed in seeds[start:start + AT_ONCE]:
                family = families[seed % len(families)]
                folder = Path(scratch) / f"{family}-{seed}"
                folder.mkdir()
                try:
                    made_of[folder] = made(family, seed, folder)
                except Exception as refused:  # whatever transformers makes of it
                    skipped += 1
                    print(f"SKIPPED {folder.name}: transformers makes no such model: {str(refused).splitlines()[0]}", flush=True)
            if arguments.older:
                subprocess.run([arguments.older, "-c", OLDER, *map(str, made_of)], check=True, capture_output=True)
            for folder, (options, storage, older) in made_of.items():
                # transformers 5 misreads an Olmo 3 of 4: findings/transformers-5-misreads-olmo3-theta.sh
                if older and (folder / "config-4.json").exists() and options["model_type"] != "olmo3":
                    shutil.copy(folder / "config.json", folder / "config-5.json")
                    shutil.copy(folder / "config-4.json", folder / "config.json")
            run(arguments.classpath, list(made_of))
            for folder, (options, storage, older) in made_of.items():
                if (folder / "config-5.json").exists():
                    shutil.copy(folder / "config-5.json", folder / "config.json")
                found = differences(folder)
                name = f"{folder.name} ({storage}{', config of 4' if (folder / 'config-5.json').exists() else ''})"
                if isinstance(found, str):
                    print(f"REFUSED {name}: {found}\n    {options}", flush=True)
                    faults += 1
                elif max(found.values()) > SLACK:
                    away = {key: value for key, value in found.items() if value > SLACK}
                    conditioned = ill_conditioned(folder, away)
                    print(f"{'BITS' if conditioned else 'AWAY'} {name}: {len(away)} of {len(found)}, " + ", ".join(
                        f"{key} {value:.1e}" for key, value in list(away.items())[:4]) + f"\n    {options}", flush=True)
                    bits, faults = bits + conditioned, faults + (not conditioned)
                else:
                    worst[options["model_type"]].append(max(found.values()))
                if arguments.keep and (isinstance(found, str) or max(found.values()) > SLACK):
                    shutil.copytree(folder, Path(arguments.keep) / folder.name, dirs_exist_ok=True)
    for family in sorted(worst):
        print(f"{family}: {len(worst[family])} agree, within {max(worst[family]):.1e}")
    print(f"{sum(map(len, worst.values()))} agree, {bits} as far as the last bits of the weights go, {faults} do not, {skipped} could not be made; seeds {seeds[0]} to {seeds[-1]}")
    raise SystemExit(1 if faults else 0)


if __name__ == "__main__":
    main()
