#!/usr/bin/env bash
# transformers 5.24.0 writes the number of experts of a Qwen3 MoE as num_local_experts; published folders, and transformers 4, say num_experts.
# Both are read by 5. transformers 4.57.6 takes the new key for a stranger and makes 128 experts, its default.
set -euo pipefail
source "$(dirname "$0")/venv.sh" transformers==4.57.6
OLD="$PYTHON"
source "$(dirname "$0")/venv.sh" torch==2.15.0 transformers==5.24.0
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"$PYTHON" -W ignore - "$folder" << 'END'
import json
import sys

from transformers import AutoConfig

AutoConfig.for_model("qwen3_moe", num_experts=6).save_pretrained(sys.argv[1])
written = json.load(open(sys.argv[1] + "/config.json"))
print("transformers 5 writes", {key: value for key, value in written.items() if key.endswith("_experts")})
assert written["num_local_experts"] == 6 and "num_experts" not in written, "the behaviour has changed"
assert AutoConfig.from_pretrained(sys.argv[1]).num_experts == 6
END
"$OLD" -W ignore - "$folder" << 'END'
import sys

from transformers import AutoConfig

experts = AutoConfig.from_pretrained(sys.argv[1]).num_experts
print("transformers 4 reads", experts)
assert experts == 128, "the behaviour has changed"
END
