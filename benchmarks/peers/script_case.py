"""What one would write by hand, on the case of end_to_end.py: python script_case.py MODEL SAE TOKENS BLOCK BATCH DRAWS

A full forward for the original, one with the SAE behind a block and one with zeros there, and DRAWS with a random error as long as the SAE's; KL and cross-entropy by PyTorch's own functions.
Prints the figures, and what all behind the loading of the model took.
"""

import json
import sys
import time

import torch
import torch.nn.functional as F
from safetensors.torch import load_file
from transformers import AutoModelForCausalLM


def main(path, sae_folder, tokens_file, block, batch, draws):
    with open(tokens_file) as lines:
        tokens = torch.tensor([json.loads(line)["tokens"] for line in lines])
    with open(f"{sae_folder}/cfg.json") as lines:
        k = json.load(lines)["k"]
    sae = load_file(f"{sae_folder}/sae_weights.safetensors")
    model = AutoModelForCausalLM.from_pretrained(path, dtype=torch.float32).eval()

    def spliced(activations):
        top = (activations - sae["b_dec"]) @ sae["W_enc"] + sae["b_enc"]
        values, indices = top.topk(k, dim=-1)
        features = torch.zeros_like(top).scatter_(-1, indices, values.relu())
        return features @ sae["W_dec"] + sae["b_dec"]

    def randomised(activations):
        noise = F.normalize(torch.randn_like(activations), dim=-1)
        return activations + noise * (spliced(activations) - activations).norm(dim=-1, keepdim=True)

    def logits(batch, replace=None):
        def hook(module, inputs, output):
            return replace(output) if torch.is_tensor(output) else (replace(output[0]), *output[1:])
        handle = model.model.layers[int(block)].register_forward_hook(hook) if replace else None
        try:
            return model(input_ids=batch, use_cache=False).logits
        finally:
            if handle:
                handle.remove()

    sums = {}

    def add(name, values):
        total, count = sums.get(name, (0.0, 0))
        sums[name] = total + values.double().sum().item(), count + values.numel()

    start, start_of_cpu = time.perf_counter(), time.process_time()
    with torch.inference_mode():
        for part in tokens.split(int(batch)):
            p = logits(part).log_softmax(-1)
            targets = part[:, 1:].unsqueeze(-1)
            add("ce", -p[:, :-1].gather(-1, targets))
            for name, replace in (("sae", spliced), ("zero", torch.zeros_like), *[("eps_random", randomised)] * int(draws)):
                q = logits(part, replace).log_softmax(-1)
                kl = F.kl_div(q, p, log_target=True, reduction="none").sum(-1)
                add(f"kl_{name}", kl[:, :-1])
                add(f"kl_of_all_{name}", kl)
                add(f"ce_{name}", -q[:, :-1].gather(-1, targets))
    own = {"wall": time.perf_counter() - start, "cpu": time.process_time() - start_of_cpu}
    print(json.dumps({**own, "figures": {name: total / count for name, (total, count) in sums.items()}}))


if __name__ == "__main__":
    main(*sys.argv[1:])
