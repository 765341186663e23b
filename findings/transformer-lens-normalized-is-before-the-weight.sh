#!/usr/bin/env bash
# hook_normalized of a norm is not what the norm returns, and moved between versions. transformer-lens 3.9.0: it stands before the weight
# (and the bias), in HookedTransformer and in TransformerBridge, though a comment in components/layer_norm.py says that it is "on the LN
# output". transformer-lens 2.16.1: of a layer norm it is the output, with weight and bias; of an RMS norm it stood before the weight then too.
# So blocks.L.ln2.hook_normalized of Gemma 2 is what pre_feedforward_layernorm returns without the factor 1 + w of each entry, and that of
# GPT-2 depends on the version. What the MLP reads is mlp.hook_in of the bridge.
# Expected here: of Gemma 2 the norm's output divided by hook_normalized is 1 + w at every position; of a layer norm it is w times
# hook_normalized plus b in 3.9.0, and hook_normalized itself in 2.16.1.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check torch==2.15.0 transformers==5.24.0 transformer-lens==3.9.0
HF_HUB_OFFLINE=1 "$folder/venv/bin/python" -W ignore - "$folder" << 'END'
import sys

import torch
from tokenizers import Tokenizer, models
from transformer_lens.model_bridge import TransformerBridge
from transformers import AutoTokenizer, Gemma2Config, Gemma2ForCausalLM, PreTrainedTokenizerFast

torch.manual_seed(0)
words = Tokenizer(models.WordLevel({f"w{i}": i for i in range(31)}, unk_token="w0"))
PreTrainedTokenizerFast(tokenizer_object=words, unk_token="w0", bos_token="w1", eos_token="w2", pad_token="w2").save_pretrained(sys.argv[1])
config = Gemma2Config(
    vocab_size=31, hidden_size=8, num_hidden_layers=1, num_attention_heads=2, num_key_value_heads=1, head_dim=4, intermediate_size=16,
    pad_token_id=2, bos_token_id=1, eos_token_id=2)
gemma = Gemma2ForCausalLM(config).eval()
norm = gemma.model.layers[0].pre_feedforward_layernorm
norm.weight.data = torch.rand(8)
weight = 1 + norm.weight.data.clone()
gemma.save_pretrained(sys.argv[1])
bridge = TransformerBridge.boot_transformers(sys.argv[1], hf_model=gemma, tokenizer=AutoTokenizer.from_pretrained(sys.argv[1]))
with torch.no_grad():
    cache = bridge.run_with_cache(torch.tensor([[3, 5, 7, 9]]))[1]
normalized, reads = cache["blocks.0.ln2.hook_normalized"], cache["blocks.0.mlp.hook_in"]
print("TransformerBridge, Gemma 2: what the MLP reads / hook_normalized", (reads / normalized)[0, 1].tolist())
print("                            1 + w                               ", weight.tolist())
assert torch.allclose(reads, weight * normalized, atol=1e-5) and not torch.allclose(reads, normalized, atol=0.1)
END

cat > "$folder/layer_norm.py" << 'END'
import sys

import torch
from transformer_lens import HookedTransformer, HookedTransformerConfig

plain = HookedTransformer(HookedTransformerConfig(
    n_layers=1, d_model=8, n_ctx=8, d_head=4, n_heads=2, d_vocab=31, act_fn="gelu", normalization_type="LN", seed=0, device="cpu"))
ln2 = plain.blocks[0].ln2
ln2.w.data, ln2.b.data = torch.rand(8) + 1, torch.rand(8)
returned = []
ln2.register_forward_hook(lambda module, inputs, output: returned.append(output))
with torch.no_grad():
    cache = plain.run_with_cache(torch.tensor([[3, 5, 7, 9]]))[1]
normalized = cache["blocks.0.ln2.hook_normalized"]
distance = (returned[-1] - normalized).abs().max().item()
print("transformer-lens", sys.argv[1], "HookedTransformer, layer norm: its output is", distance, "from hook_normalized")
if sys.argv[1] == "2.16.1":
    assert distance == 0, "the behaviour has changed"
else:
    assert torch.allclose(returned[-1], normalized * ln2.w + ln2.b, atol=1e-5) and distance > 0.1, "the behaviour has changed"
END
"$folder/venv/bin/python" -W ignore "$folder/layer_norm.py" 3.9.0
python3 -m venv "$folder/older"
"$folder/older/bin/pip" install -q --disable-pip-version-check torch==2.15.0 transformers==4.57.6 datasets==3.6.0 pyarrow==17.0.0 transformer-lens==2.16.1
"$folder/older/bin/python" -W ignore "$folder/layer_norm.py" 2.16.1
