"""Asks transformers 4 itself for the logits of each folder with its config-4.json, and for those of the weights as 5 wrote them.

    python check_older_configs.py FOLDER [NAME ...]

FOLDER holds the Hugging Face folders that make_tiny_hf_folders.py wrote. Run it with transformers 4 and torch. It has no InternLM 3.
"""

import sys
import tempfile
from pathlib import Path

import torch
import transformers
from safetensors.torch import load_file
from transformers import AutoModelForCausalLM

SLACK = 1e-5


def check(folder):
    recorded = load_file(folder / "expected.safetensors")
    with tempfile.TemporaryDirectory() as scratch:
        (Path(scratch) / "config.json").write_text((folder / "config-4.json").read_text())
        for file in folder.glob("model*"):
            (Path(scratch) / file.name).symlink_to(file.resolve())
        kernel = "sdpa" if folder.name == "falcon-alibi" else "eager"
        model, info = AutoModelForCausalLM.from_pretrained(
            scratch, dtype=torch.float32, attn_implementation=kernel, output_loading_info=True)
    for module in model.modules():  # experts of gpt_oss, whose limit 4 does not take from the config
        if hasattr(module, "limit"):
            module.limit = model.config.swiglu_limit
    unused = {name for names in info.values() for name in names if "vision_tower" not in name}  # which 5 calls otherwise
    with torch.no_grad():
        logits = model.eval()(input_ids=recorded["tokens"].long(), use_cache=False).logits
    distance = (logits - recorded["logits"]).abs().max().item()
    agrees = not unused and distance < SLACK * max(1, recorded["logits"].abs().max().item())
    print(f"{folder.name}: {'within' if agrees else 'AWAY'} {distance:.1e}" + (f", {unused}" if unused else ""))
    return agrees


def main():
    if len(sys.argv) < 2:
        raise SystemExit(__doc__)
    if not transformers.__version__.startswith("4."):
        raise SystemExit(f"This wants transformers 4 and finds {transformers.__version__}")
    transformers.logging.set_verbosity_error()
    folders = [Path(sys.argv[1]) / name for name in sys.argv[2:]] or sorted(Path(sys.argv[1]).iterdir())
    found = [check(folder) for folder in folders if (folder / "config-4.json").exists() and folder.name != "internlm3"]
    raise SystemExit(0 if all(found) else 1)


if __name__ == "__main__":
    main()
