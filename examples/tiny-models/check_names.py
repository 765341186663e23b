"""Asks TransformerLens itself what its names mean: every activation and every spliced logit of expected.safetensors, by its hooks.

    python check_names.py FOLDER [NAME ...]

FOLDER holds the Hugging Face folders that make_tiny_hf_folders.py wrote. TransformerBridge is asked, of transformer-lens 3, with the
weights as they are; mlp.hook_in is a name that it alone has. One name means something else there when it is written to:
hook_resid_mid is where the second norm reads, so what is put there does not reach the stream behind the MLP, which is checked too
(findings/transformer-lens-bridge-resid-mid-is-a-branch.sh). hook_normalized of a layer norm is left out: it means what it did in
transformer-lens 2 (findings/transformer-lens-normalized-is-before-the-weight.sh).
"""

import logging
import sys
import tempfile
import warnings
from pathlib import Path

import torch
from safetensors.torch import load_file
from tokenizers import Tokenizer, models, pre_tokenizers
from transformers import AutoModelForCausalLM, AutoTokenizer, PreTrainedTokenizerFast
from transformers.utils.logging import disable_progress_bar
from transformer_lens.model_bridge import TransformerBridge

from sites import changed
from tiny_families import VOCABULARY

SLACK = 1e-5

# what TransformerLens 3.9.0 does not open, or computes otherwise than transformers
NOT_ASKED = {
    "cohere": "its adapter has no norms of queries and keys",
    "cohere2": "its logits are others than those of transformers",
    "falcon-alibi": "it adds ALiBi twice, as transformers' eager attention does",
    "falcon-new": "it does not divide the projection into groups",
    "gpt_bigcode-heads": "its adapter wants multi_query",
    "helium": "it has no adapter",
    "phi": "its adapter has no norms of queries and keys",
    "starcoder2": "its logits are others than those of transformers",
}
# names of which it has no hook, or one that nothing runs through
WITHOUT = {"bloom": "hook_mlp_in", "opt": "mlp.hook_in"}


def tokenizer(folder):
    """Words w0 to w60: TransformerLens wants one, in a folder, and nothing is tokenized."""
    words = Tokenizer(models.WordLevel({f"w{i}": i for i in range(VOCABULARY)}, unk_token="w0"))
    words.pre_tokenizer = pre_tokenizers.Whitespace()
    PreTrainedTokenizerFast(
        tokenizer_object=words, unk_token="w0", bos_token="w1", eos_token="w2", pad_token="w2").save_pretrained(folder)
    return AutoTokenizer.from_pretrained(folder)


def check(folder, words):
    recorded = load_file(folder / "expected.safetensors")
    model = AutoModelForCausalLM.from_pretrained(
        folder, dtype=torch.float32, attn_implementation="eager", experts_implementation="eager").eval()
    layer_norms = not any("RMSNorm" in type(module).__name__ for module in model.modules())
    bridge = TransformerBridge.boot_transformers(str(folder), hf_model=model, tokenizer=words)
    bridge.set_use_hook_mlp_in(True)
    ids = recorded.pop("tokens").long()
    with torch.no_grad():
        logits, cache = bridge.run_with_cache(ids)
    largest = away(logits, recorded.pop("logits"))
    if layer_norms:
        recorded = {name: value for name, value in recorded.items() if not name.endswith("hook_normalized")}
    if folder.name in WITHOUT:
        recorded = {name: value for name, value in recorded.items() if not name.endswith(WITHOUT[folder.name])}
    splices = 0
    for name, values in recorded.items():
        site = name.removeprefix("spliced.")
        if site == name:
            largest = max(largest, away(cache[name], values))
            continue
        splices += 1
        with torch.no_grad():
            found = bridge.run_with_hooks(ids, fwd_hooks=[(site, lambda value, hook: changed(value))])[:, -1]
        if site.endswith("hook_resid_mid"):
            assert distance(found, values) > 1e-2, f"{folder}: {site} reaches the stream after all"
        else:
            largest = max(largest, away(found, values))
    print(f"{folder.name}: {len(recorded) - splices} activations and {splices} splices, within {largest:.1e}")


def distance(found, values):
    return (found.flatten() - values.flatten()).abs().max().item()


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
            if folder.name in NOT_ASKED:
                print(f"{folder.name}: not asked, since {NOT_ASKED[folder.name]}")
            elif (folder / "config.json").exists():
                check(folder, words)


if __name__ == "__main__":
    main()
