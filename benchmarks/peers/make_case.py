"""Makes what end_to_end.py compares on: python make_case.py MODEL TEXT FOLDER SITE WIDTH SEQUENCES LENGTH

FOLDER/sae is a SAELens folder, a TopK SAE (4,096 features, 32 active) whose decoder has random unit rows and is its encoder's
transpose: it costs what a trained one costs, and does more damage. FOLDER/tokens.jsonl has a line for each sequence: a window of TEXT's
documents, the first of each document, then the second.
"""

import json
import sys
from pathlib import Path

import torch
from safetensors.torch import save_file
from transformers import PreTrainedTokenizerFast

FEATURES, ACTIVE = 4096, 32


def make_sae(folder, site, width):
    folder.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(0)
    decoder = torch.nn.functional.normalize(torch.randn(FEATURES, width), dim=1)
    save_file({"W_enc": decoder.T.contiguous(), "b_enc": torch.zeros(FEATURES), "W_dec": decoder,
               "b_dec": torch.zeros(width)}, folder / "sae_weights.safetensors")
    (folder / "cfg.json").write_text(json.dumps({
        "architecture": "topk", "k": ACTIVE, "d_in": width, "d_sae": FEATURES, "dtype": "float32", "device": "cpu",
        "apply_b_dec_to_input": True, "normalize_activations": "none", "reshape_activations": "none",
        "rescale_acts_by_decoder_norm": False, "metadata": {"hook_name": site}}))


def windows(model, text, length):
    tokenizer = PreTrainedTokenizerFast(tokenizer_file=f"{model}/tokenizer.json")
    with open(text, encoding="utf-8") as lines:
        documents = [tokenizer.encode(json.loads(line)["text"], add_special_tokens=False) for line in lines]
    for start in range(0, max(map(len, documents)), length):
        yield from (document[start:start + length] for document in documents if len(document) >= start + length)


def main(model, text, folder, site, width, sequences, length):
    folder = Path(folder)
    make_sae(folder / "sae", site, int(width))
    taken = [tokens for _, tokens in zip(range(int(sequences)), windows(model, text, int(length)))]
    if len(taken) < int(sequences):
        raise SystemExit(f"{text} has {len(taken)} windows of {length} tokens, fewer than the {sequences} asked for")
    (folder / "tokens.jsonl").write_text("".join(json.dumps({"tokens": tokens}) + "\n" for tokens in taken))


if __name__ == "__main__":
    main(*sys.argv[1:])
