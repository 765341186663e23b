#!/usr/bin/env bash
# transformers 5.24.0 does not read `add_bos_token` of tokenizer_config.json where a tokenizer.json lies beside it: whether a BOS stands in front of a
# text is its post_processor's to say, so true adds none and false removes none. transformers 4.57.6 goes the other way for the classes of Llama:
# they overwrite the post_processor by `add_bos_token`, which is true unless the file says otherwise. And GPTNeoXTokenizer of 5.24.0
# drops the post_processor of tokenizer.json, so a BOS that stands there is lost.
# Expected here: the same two folders give other tokens in each version.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cat > "$folder/try.py" << 'END'
import json
import sys
import tempfile

import transformers
from tokenizers import Tokenizer, models, pre_tokenizers, processors
from transformers import AutoTokenizer

transformers.logging.set_verbosity_error()


def ids(model, template, add):
    tokenizer = Tokenizer(models.BPE(vocab={"<unk>": 0, "a": 1, "b": 2}, merges=[]))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.add_special_tokens(["<eos>", "<bos>"])  # 3, 4
    if template:
        tokenizer.post_processor = processors.TemplateProcessing(single="<bos> $A", special_tokens=[("<bos>", 4)])
    folder = tempfile.mkdtemp()
    tokenizer.save(folder + "/tokenizer.json")
    name = {"llama": "LlamaTokenizerFast", "gpt_neox": "GPTNeoXTokenizerFast"}[model]
    with open(folder + "/config.json", "w") as file:
        json.dump({"model_type": model}, file)
    with open(folder + "/tokenizer_config.json", "w") as file:
        json.dump({"tokenizer_class": name, "bos_token": "<bos>", "eos_token": "<eos>", "add_bos_token": add}, file)
    found = AutoTokenizer.from_pretrained(folder)("ab")["input_ids"]
    print(transformers.__version__, model, "template" if template else "no template", "add_bos_token:", add, "->", found)
    return found


four = transformers.__version__.startswith("4.")
same = ids("llama", False, True) == ([4, 1, 2] if four else [1, 2])
same &= ids("llama", True, False) == ([1, 2] if four else [4, 1, 2])
same &= ids("gpt_neox", True, True) == ([4, 1, 2] if four else [1, 2])
sys.exit(0 if same else "the behaviour has changed")
END
for version in 5.24.0 4.57.6; do
    python3 -m venv "$folder/$version"
    "$folder/$version/bin/pip" install -q --disable-pip-version-check "transformers==$version"
    HF_HUB_OFFLINE=1 "$folder/$version/bin/python" "$folder/try.py"
done
