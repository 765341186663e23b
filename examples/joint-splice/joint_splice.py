"""Splice TopK SAEs into a GPT-2 at every layer, each alone and all in one pass, and print mean KL and cross-entropy as JSON.

The model is Hugging Face's, the SAEs are run by SAELens; they are put in place by forward hooks, so that in the joint pass each SAE reads
what the earlier ones left. Forward passes are float32, logarithms and means float64.

Two programs take other features where the k-th pre-activation hardly leads the next, and in a joint pass all later sites feel that. So
the sequences in which one leads by less than 1e-5 of itself, in any pass, are left out, and listed under near_ties.

Usage: python joint_splice.py MODEL SAES TOKENS [SPECIAL ...]     (sae-lens, which brings torch and transformers)
  MODEL    a GPT-2 folder with config.json and model.safetensors
  SAES     a folder with one SAELens folder for each layer, blocks.L.hook_resid_post
  TOKENS   one {"tokens": [...]} a line, all of one length; other lines are left out, so what `noisefloor records` prints will do
  SPECIAL  ids whose positions are neither replaced nor scored
"""
import json
import sys
from contextlib import ExitStack
from importlib.metadata import version

import torch
from sae_lens import SAE
from transformers import GPT2LMHeadModel

model_folder, saes_folder, tokens_file, *special = sys.argv[1:]
torch.set_num_threads(1)
with open(tokens_file) as lines:
    tokens = torch.tensor([each["tokens"] for each in map(json.loads, lines) if "tokens" in each])
model = GPT2LMHeadModel.from_pretrained(model_folder, dtype=torch.float32, attn_implementation="eager").eval()
sites = {f"blocks.{layer}.hook_resid_post": block for layer, block in enumerate(model.transformer.h)}
saes = {site: SAE.load_from_disk(f"{saes_folder}/{site}", device="cpu") for site in sites}
NEAR = 1e-5
lead = torch.full((len(tokens),), torch.inf)
mask = ~torch.isin(tokens, torch.tensor([int(each) for each in special], dtype=tokens.dtype))
scored = mask[:, :-1]  # the last position has no next token


def splice(site):
    """A hook that puts the SAE's reconstruction in the place of what comes out of a block, where the mask says so."""
    def hook(_block, _inputs, output):
        hidden = output[0] if isinstance(output, tuple) else output
        replaced = hidden.clone()
        rows = mask[start:start + len(hidden)]
        replaced[rows] = saes[site].decode(saes[site].encode(hidden[rows]))
        notice_ties(saes[site], hidden, rows)
        return (replaced, *output[1:]) if isinstance(output, tuple) else replaced
    return hook


def notice_ties(sae, hidden, rows):
    h = (hidden - sae.b_dec) @ sae.W_enc + sae.b_enc
    best = h.topk(sae.cfg.k + 1, dim=-1).values
    relative = ((best[..., -2] - best[..., -1]) / best[..., -2].abs()).masked_fill(~rows, torch.inf)
    found = slice(start, start + len(hidden))
    lead[found] = torch.minimum(lead[found], relative.amin(-1))


def logprobs(at):
    """Log-probabilities at scored positions with SAEs at some sites, of each sequence; in batches of 8."""
    global start
    found = []
    with ExitStack() as hooks, torch.no_grad():
        for site in at:
            hooks.callback(sites[site].register_forward_hook(splice(site)).remove)
        for start in range(0, len(tokens), 8):
            logits = model(tokens[start:start + 8]).logits[:, :-1].double().log_softmax(-1)
            found += [each[rows] for each, rows in zip(logits, scored[start:start + 8])]
    return found


def losses(found):
    return [-each.gather(1, next_tokens[rows][:, None]).sum().item()
            for each, next_tokens, rows in zip(found, tokens[:, 1:], scored)]


original = logprobs([])
ce = losses(original)


def sums(at):
    """By sequence."""
    spliced = logprobs(at)
    return {
        "kl": [(p.exp() * (p - q)).sum().item() for p, q in zip(original, spliced)],
        "ce_delta": [after - before for after, before in zip(losses(spliced), ce)]}


alone = {site: sums([site]) for site in sites}
joint = sums(list(sites))
kept = [s for s in range(len(tokens)) if lead[s] >= NEAR]
positions = sum(int(scored[s].sum()) for s in kept)


def mean(of):
    return sum(of[s] for s in kept) / positions


alone = {site: {figure: mean(each) for figure, each in figures.items()} for site, figures in alone.items()}
print(json.dumps({
    "made_by": {name: version(name) for name in ("sae-lens", "transformers", "torch")},
    "least_lead": [round(each, 9) for each in lead.tolist()],
    "joint_kl_sums": joint["kl"],
    "near_ties": [s for s in range(len(tokens)) if s not in kept],
    "positions": positions,
    "ce": mean(ce),
    "alone": alone,
    "together": {figure: mean(each) for figure, each in joint.items()},
    "sum": {figure: sum(each[figure] for each in alone.values()) for figure in joint}}, indent=2))
