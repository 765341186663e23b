"""Writes config-4.json beside each config.json: the same config as transformers 4 writes it, as most published folders have it.

Run it with transformers 4 alone, without torch, before make_tiny_hf_folders.py, which then reads both configs.

    python make_older_configs.py OUTPUT_FOLDER
"""

import json
import sys
from pathlib import Path

import transformers
from transformers import CONFIG_MAPPING, AutoConfig
from transformers.models.auto.modeling_auto import MODEL_FOR_CAUSAL_LM_MAPPING_NAMES as CLASSES

from tiny_families import MODELS, OLDER, options_of

def main():
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    if not transformers.__version__.startswith("4."):
        raise SystemExit(f"This wants transformers 4 and finds {transformers.__version__}")
    for name, options in MODELS.items():
        folder = Path(sys.argv[1]) / name
        folder.mkdir(parents=True, exist_ok=True)
        if name == "internlm3":  # as the program that its published folders carry along calls things
            renamed = dict(attention_bias="qkv_bias", mlp_bias="bias")
            config = {renamed.get(key, key): value for key, value in options_of(options).items()}
            config |= dict(architectures=["InternLM3ForCausalLM"], torch_dtype="float32", transformers_version="4.47.1")
            (folder / "config-4.json").write_text(json.dumps(config, indent=2, sort_keys=True) + "\n")
            continue
        if options["model_type"] not in CONFIG_MAPPING:
            print(f"{name}: transformers {transformers.__version__} has no {options['model_type']}")
            continue
        options = {key: value for key, value in options.items() if key != "rope_parameters"} | OLDER.get(name, {})
        config = AutoConfig.for_model(**options_of(options))
        config.architectures = [CLASSES[config.model_type]]
        config.dtype = "float32"
        (folder / "config-4.json").write_text(config.to_json_string(use_diff=True))


if __name__ == "__main__":
    main()
