"""Writes the Llama of make_tiny_models.py as people download such graphs: by onnxruntime-genai's builder, and in half precision.

    python make_downloaded_models.py ../../backend-onnx/src/test/resources [--expected]

Needs torch, transformers, onnx, onnxruntime and onnxruntime-genai. The folders in the repository were made with torch 2.15.0,
transformers 5.24.0, onnx 1.23.2, onnxruntime 1.32.0 and the builder of onnxruntime-genai 0.18.0. What is expected of
downloaded/genai is what PyTorch computes; of the others, what a plain session does where the tests run. With --expected the graphs stay,
and only that is written anew, which does without onnxruntime-genai.
"""

import importlib.util
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import onnx
from onnxruntime.transformers.float16 import convert_float_to_float16
from tokenizers import Tokenizer, models
from transformers import PreTrainedTokenizerFast

import make_tiny_models
from make_tiny_models import FAMILIES, expected, make, rounded, spliced, trace


def tokens():
    return make_tiny_models.tokens()[:, :3]


def build(model, precision, folder):
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as scratch:
        source = Path(scratch) / "source"
        model.save_pretrained(source)
        words = Tokenizer(models.WordLevel({f"t{i}": i for i in range(61)}, unk_token="t0"))
        PreTrainedTokenizerFast(tokenizer_object=words).save_pretrained(source)
        made = Path(scratch) / "made"
        package = Path(importlib.util.find_spec("onnxruntime_genai").submodule_search_locations[0])
        subprocess.run(
            [sys.executable, package / "models" / "builder.py", "-i", source, "-o", made, "-p", precision, "-e", "cpu",
             "-c", scratch, "--extra_options", "int4_block_size=16"],
            check=True, env=os.environ | {"PYTHONPATH": os.pathsep.join([*sys.path, str(package / "models")])})
        graph = onnx.load(str(made / "model.onnx"))
        onnx.save(graph, str(folder / "model.onnx"))
        shutil.copy(made / "genai_config.json", folder)


def half(source, folder, keep):
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    onnx.save(convert_float_to_float16(onnx.load(str(source / "model.onnx")), keep_io_types=keep), str(folder / "model.onnx"))
    shutil.copy(source / "genai_config.json", folder)


def main():
    downloaded = Path(sys.argv[1]) / "downloaded"
    graphs = "--expected" not in sys.argv
    # GroupQueryAttention with a rotation wants heads of a multiple of 16
    model = make(FAMILIES["llama"] | {"head_dim": 16, "tie_word_embeddings": False}, seed=len("llama"))
    ids = tokens()
    genai = downloaded / "genai"
    if graphs:
        build(model, "fp32", genai)
        build(model, "int4", downloaded / "genai-int4")
        half(genai, downloaded / "half", False)
        half(genai, downloaded / "half-keeping-types", True)
    logits, activations = trace(model, ids)
    # queries, keys and values are inside of a node there
    seen, changed = ({k: v for k, v in all.items() if not k.endswith(("hook_q", "hook_k", "hook_v"))}
                     for all in (activations, spliced(model, ids)))
    (genai / "expected.json").write_text(json.dumps(rounded(expected(ids, logits, seen, changed))) + "\n")


if __name__ == "__main__":
    main()
