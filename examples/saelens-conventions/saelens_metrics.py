"""Let SAELens' own run_evals score an SAE on token sequences, as one batch, and print its metrics as JSON.

The model runs in TransformerLens, the SAE and every metric are SAELens' own code. The one thing that is replaced is the activation
store, which would stream text from the network: here it hands out the given tokens.

Usage: python saelens_metrics.py MODEL SAE TOKENS [SPECIAL ...]     (sae-lens, which brings torch and transformer-lens)
  MODEL    a GPT-2 folder with config.json, model.safetensors and tokenizer.json
  SAE      a SAELens folder
  TOKENS   one {"tokens": [...]} a line, all of one length
  SPECIAL  ids to leave out; without any, what SAELens takes from the tokenizer
"""
import json
import sys
from importlib.metadata import version

import torch
from sae_lens import SAE
from sae_lens.evals import get_eval_everything_config, run_evals
from sae_lens.training.activation_scaler import ActivationScaler
from transformer_lens import HookedTransformer, HookedTransformerConfig
from transformer_lens.pretrained.weight_conversions import convert_gpt2_weights
from transformers import GPT2LMHeadModel, PreTrainedTokenizerFast

torch.set_num_threads(1)


class Store:
    """All sequences as the one batch."""

    def __init__(self, tokens):
        self.tokens = tokens
        self.store_batch_size_prompts, self.context_size = tokens.shape

    def get_batch_tokens(self, batch_size):
        assert batch_size == len(self.tokens)
        return self.tokens

    def reset_input_dataset(self):
        pass


def transformer_lens_model(folder):
    """As from_pretrained_no_processing makes it of a GPT-2 that it knows by name."""
    hf = GPT2LMHeadModel.from_pretrained(folder, dtype=torch.float32).eval()
    c = hf.config
    tokenizer = PreTrainedTokenizerFast(tokenizer_file=f"{folder}/tokenizer.json")
    token = tokenizer.convert_ids_to_tokens(c.bos_token_id)
    tokenizer.add_special_tokens({"bos_token": token, "eos_token": token})
    cfg = HookedTransformerConfig(
        n_layers=c.n_layer, d_model=c.n_embd, n_ctx=c.n_positions, d_head=c.n_embd // c.n_head, n_heads=c.n_head,
        d_mlp=c.n_inner or 4 * c.n_embd, d_vocab=c.vocab_size, act_fn=c.activation_function, eps=c.layer_norm_epsilon,
        normalization_type="LN", original_architecture="GPT2LMHeadModel", dtype=torch.float32, device="cpu")
    model = HookedTransformer(cfg)
    model.tokenizer = tokenizer  # set_tokenizer would look for it on the network
    model.load_state_dict(convert_gpt2_weights(hf, cfg), strict=False)
    return model.eval(), hf


def read_tokens(file):
    with open(file) as lines:
        return torch.tensor([json.loads(line)["tokens"] for line in lines])


def read_sae(folder):
    sae = SAE.load_from_disk(folder, device="cpu")
    with open(f"{folder}/cfg.json") as cfg:  # the demo's do not say which SAELens wrote them, and then it forgets the metadata
        sae.cfg.metadata.hook_name = json.load(cfg)["metadata"]["hook_name"]
    return sae


def evals(sae, model, tokens, special=True, scaling_factor=None):
    """run_evals with all sequences as one batch; special: what SAELens takes from the tokenizer, or ids."""
    metrics, _ = run_evals(
        sae=sae, activation_store=Store(tokens), model=model, activation_scaler=ActivationScaler(scaling_factor),
        eval_config=get_eval_everything_config(
            batch_size_prompts=len(tokens), n_eval_reconstruction_batches=1, n_eval_sparsity_variance_batches=1),
        exclude_special_tokens=special)
    return metrics


def made_by():
    return {name: version(name) for name in ("sae-lens", "transformer-lens", "torch")}


def main(model_folder, sae_folder, tokens_file, *special):
    tokens = read_tokens(tokens_file)
    model, hf = transformer_lens_model(model_folder)
    with torch.no_grad():
        difference = (model(tokens, prepend_bos=False) - hf(tokens).logits).abs().max().item()
    assert difference < 1e-3, f"the two models differ by {difference}"
    metrics = evals(read_sae(sae_folder), model, tokens, [int(each) for each in special] if special else True)
    print(json.dumps({"made_by": made_by(), "logits_differ_from_hugging_face_by": difference, "metrics": metrics}, indent=2))


if __name__ == "__main__":
    main(*sys.argv[1:])
