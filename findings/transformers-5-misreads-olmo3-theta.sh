#!/usr/bin/env bash
# transformers 5.24.0 reads rope_theta of an Olmo 3 config.json that transformers 4 wrote for the layers with full attention only; those with a
# window get the class's default, 500000, without a word. transformers 4 used it in all layers. (The published folders say 500000.)
set -euo pipefail
source "$(dirname "$0")/venv.sh" torch==2.15.0 transformers==5.24.0
"$PYTHON" -W ignore - << 'END'
from transformers import AutoConfig

config = AutoConfig.for_model("olmo3", rope_theta=10000.0, num_hidden_layers=4)
theta = {kind: parameters["rope_theta"] for kind, parameters in config.rope_parameters.items()}
print(f"rope_theta: 10000.0 is read as {theta}")
assert theta == {"full_attention": 10000.0, "sliding_attention": 500000.0}, "the behaviour has changed"
END
