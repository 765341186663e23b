"""Asks TransformerLens itself what its names mean: every activation and every spliced logit of expected.json, by its hooks.

    python check_names.py FOLDER [NAME ...]

FOLDER holds the Hugging Face folders that make_tiny_hf_folders.py wrote. TransformerBridge is asked, of transformer-lens 3, with the
weights as they are; mlp.hook_in is a name that it alone has. One name means something else there when it is written to:
hook_resid_mid is where the second norm reads, so what is put there does not reach the stream behind the MLP, which is checked too
(findings/transformer-lens-bridge-resid-mid-is-a-branch.sh). hook_normalized of a layer norm is left out: it means what it did in
transformer-lens 2 (findings/transformer-lens-normalized-is-before-the-weight.sh).
"""

import json
import logging
import sys
import tempfile
import warnings
from pathlib import Path

import torch
from tokenizers import Tokenizer, models, pre_tokenizers
from transformers import AutoModelForCausalLM, AutoTokenizer, PreTrainedTokenizerFast
from transformers.utils.logging import disable_progress_bar
from transformer_lens.model_bridge import TransformerBridge

from sites import changed
from tiny_families import VOCABULARY

SLACK = 1e-5


def tokenizer(folder):
    """Words w0 to w60: TransformerLens wants one, in a folder, and nothing is tokenized."""
    words = Tokenizer(models.WordLevel({f"w{i}": i for i in range(VOCABULARY)}, unk_token="w0"))
    words.pre_tokenizer = pre_tokenizers.Whitespace()
    PreTrainedTokenizerFast(
        tokenizer_object=words, unk_token="w0", bos_token="w1", eos_token="w2", pad_token="w2").save_pretrained(folder)
    return AutoTokenizer.from_pretrained(folder)


def check(folder, words):
    recorded = json.loads((folder / "expected.json").read_text())
    model = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32, attn_implementation="eager").eval()
    bridge = TransformerBridge.boot_transformers(str(folder), hf_model=model, tokenizer=words)
    bridge.set_use_hook_mlp_in(True)
    ids = torch.tensor(recorded["tokens"])
    with torch.no_grad():
        logits, cache = bridge.run_with_cache(ids)
    largest = away(logits, recorded["logits"])
    moved = model.config.model_type in ("gpt2", "gpt_neox")
    for group in ("activations", "spliced"):
        recorded[group] = {k: v for k, v in recorded[group].items() if not (moved and k.endswith("hook_normalized"))}
    for name, values in recorded["activations"].items():
        largest = max(largest, away(cache[name], values))
    for name, values in recorded["spliced"].items():
        with torch.no_grad():
            found = bridge.run_with_hooks(ids, fwd_hooks=[(name, lambda value, hook: changed(value))])[:, -1]
        if name.endswith("hook_resid_mid"):
            assert distance(found, values) > 1e-2, f"{folder}: {name} reaches the stream after all"
        else:
            largest = max(largest, away(found, values))
    print(f"{folder.name}: {len(recorded['activations'])} activations and {len(recorded['spliced'])} splices, "
          f"within {largest:.1e}")


def distance(found, values):
    return (found.flatten() - torch.tensor(values)).abs().max().item()


def away(found, values):
    most = distance(found, values)
    assert most < SLACK, most
    return most


def main():
    if len(sys.argv) < 2:
        raise SystemExit(__doc__)
    logging.disable(logging.WARNING)
    disable_progress_bar()
    warnings.simplefilter("ignore")  # TransformerLens says each time that a norm is computed in two steps
    folders = [Path(sys.argv[1]) / name for name in sys.argv[2:]] or sorted(Path(sys.argv[1]).iterdir())
    with tempfile.TemporaryDirectory() as scratch:
        words = tokenizer(scratch)
        for folder in folders:
            if (folder / "config.json").exists():
                check(folder, words)


if __name__ == "__main__":
    main()
