#!/usr/bin/env bash
# transformers 5.24.0 writes the base of the rotation and its scaling as `rope_parameters`; transformers 4.57.6, with which Optimum exports, reads
# `rope_theta` and `rope_scaling`, passes over the other without a word, and takes 10,000 and no scaling. So a folder saved by 5 and loaded (or
# exported) by 4 is another model.
# Expected here: of a base of 500,000 and a linear scaling by 4, transformers 4 has 10,000 and none, and its logits differ by more than 1 % of the largest.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cat > "$folder/save.py" << 'END'
import sys, torch
from transformers import LlamaConfig, LlamaForCausalLM
torch.manual_seed(0)
model = LlamaForCausalLM(LlamaConfig(
    vocab_size=61, hidden_size=16, intermediate_size=24, num_hidden_layers=2, num_attention_heads=2, max_position_embeddings=64, initializer_range=0.5,
    rope_parameters={"rope_type": "linear", "factor": 4.0, "rope_theta": 500000.0})).eval()
model.save_pretrained(sys.argv[1] + "/model")
tokens = torch.arange(32).reshape(1, 32)
torch.save((tokens, model(tokens).logits.detach()), sys.argv[1] + "/seen.pt")
END
cat > "$folder/load.py" << 'END'
import sys, torch, transformers
model = transformers.AutoModelForCausalLM.from_pretrained(sys.argv[1] + "/model").eval()
tokens, seen = torch.load(sys.argv[1] + "/seen.pt")
moved = ((model(tokens).logits - seen).abs().max() / seen.abs().max()).item()
print("transformers", transformers.__version__, "rope_theta", model.config.rope_theta, "rope_scaling", model.config.rope_scaling, "logits moved by", moved)
assert model.config.rope_theta == 10000 and model.config.rope_scaling is None and moved > 0.01, "the behaviour has changed"
END
source "$(dirname "$0")/venv.sh" torch==2.15.0 transformers==5.24.0
"$PYTHON" "$folder/save.py" "$folder"
source "$(dirname "$0")/venv.sh" torch==2.15.0 transformers==4.57.6
"$PYTHON" "$folder/load.py" "$folder"
