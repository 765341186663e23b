"""SAELens' run_evals on the case of end_to_end.py: python saelens_case.py MODEL SAE TOKENS BLOCK BATCH

SAE, splice, ablation and metrics are SAELens' own code on the transformers model, as its load_model opens one that lies in a folder
(with transformers' attention, which is faster than TransformerLens'). Only the activation store, which would stream text from the network, hands out
the given tokens. Prints the figures, and what run_evals alone took.
"""

import json
import sys
import time

import torch
from sae_lens import SAE
from sae_lens.evals import EvalConfig, run_evals
from sae_lens.load_model import load_model
from sae_lens.training.activation_scaler import ActivationScaler


class Store:
    def __init__(self, tokens, batch):
        self.tokens, self.next = tokens, 0
        self.store_batch_size_prompts, self.context_size = batch, tokens.shape[1]

    def get_batch_tokens(self, batch_size):
        batch = self.tokens[self.next:self.next + batch_size]
        self.next += batch_size
        return batch

    def reset_input_dataset(self):
        self.next = 0


def main(model, sae_folder, tokens_file, block, batch):
    with open(tokens_file) as lines:
        tokens = torch.tensor([json.loads(line)["tokens"] for line in lines])
    hook = f"model.layers.{block}"
    lm = load_model("AutoModelForCausalLM", model, "cpu", {"dtype": torch.float32}, [hook])
    sae = SAE.load_from_disk(sae_folder, device="cpu")
    sae.cfg.metadata.hook_name = hook
    start, start_of_cpu = time.perf_counter(), time.process_time()
    metrics, _ = run_evals(
        sae=sae, activation_store=Store(tokens, int(batch)), model=lm, activation_scaler=ActivationScaler(),
        eval_config=EvalConfig(batch_size_prompts=int(batch), n_eval_reconstruction_batches=len(tokens) // int(batch),
                               compute_kl=True, compute_ce_loss=True),
        exclude_special_tokens=False)
    own = {"wall": time.perf_counter() - start, "cpu": time.process_time() - start_of_cpu}
    kept, lost = metrics["model_behavior_preservation"], metrics["model_performance_preservation"]
    print(json.dumps({**own, "figures": {
        "kl_of_all_sae": kept["kl_div_with_sae"], "kl_of_all_zero": kept["kl_div_with_ablation"],
        "ce": lost["ce_loss_without_sae"], "ce_sae": lost["ce_loss_with_sae"], "ce_zero": lost["ce_loss_with_ablation"]}}))


if __name__ == "__main__":
    main(*sys.argv[1:])
