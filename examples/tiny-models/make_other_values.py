"""Writes what transformers computes of the tiny Hugging Face folders beside expected.safetensors, for the tests of backend-djl.

Of each family, in 16 bits: what its last norm makes of some rows, in both types, which is the same to the last bit wherever it is rounded at the same
steps; and the logits of the tokens of expected.safetensors in bfloat16, with the attention that transformers takes by itself (for Falcon with
ALiBi see findings/transformers-falcon-eager-alibi-twice.sh).
And the logits at the end of 300 tokens, t mod 61 at position t, of a Falcon with ALiBi in float32.

    python make_other_values.py FOLDER_OF_MODELS OUTPUT_FILE
"""

import json
import logging
import sys
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from transformers import AutoModelForCausalLM

from sites import names


def main():
    logging.disable(logging.WARNING)
    models, found, families = Path(sys.argv[1]), {}, set()
    for folder in sorted(path.parent for path in models.glob("*/expected.safetensors") if (path.parent / "config.json").exists()):
        family = json.loads((folder / "config.json").read_text())["model_type"]
        if family in families and folder.name != "falcon-alibi":
            continue
        families.add(family)
        for dtype in torch.bfloat16, torch.float16:
            kind = str(dtype).removeprefix("torch.")
            model = AutoModelForCausalLM.from_pretrained(folder, dtype=dtype, experts_implementation="eager").eval()
            norm = model.get_submodule(names(model)["norm"])
            width = model.config.get_text_config().hidden_size
            torch.manual_seed(width)
            # eight bits, so that they are the same numbers in both types
            rows = found.setdefault(f"rows.{width}", (torch.randn(4, width) * 2 + 0.3).to(torch.bfloat16))
            with torch.no_grad():
                found[f"{folder.name}.{kind}.norm"] = norm(rows.to(dtype))
                if dtype == torch.bfloat16:
                    tokens = load_file(folder / "expected.safetensors")["tokens"].long()
                    found[f"{folder.name}.{kind}.logits"] = model(input_ids=tokens, use_cache=False).logits.to(dtype)
    model = AutoModelForCausalLM.from_pretrained(models / "falcon-alibi", dtype=torch.float32).eval()
    with torch.no_grad():
        found["falcon-alibi.long"] = model(input_ids=torch.arange(300).unsqueeze(0) % 61, use_cache=False).logits[0, -1]
    save_file({name: value.contiguous() for name, value in found.items()}, sys.argv[2])


if __name__ == "__main__":
    main()
