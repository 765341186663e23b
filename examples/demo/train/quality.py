"""How well the demo model knows a text: for each document by itself, then for all of them packed, in sequences of 128 tokens with BOS,
cross-entropy in nats a token, how often the favourite is right, how often it has a probability of .5 or more, and is wrong all the same.
The token after BOS is not counted; what fills no sequence is left out.

Usage: python quality.py MODEL TEXT
"""
import json, sys
import torch
from tokenizers import Tokenizer
from transformers import GPT2LMHeadModel

LENGTH, BOS = 128, 0
model = GPT2LMHeadModel.from_pretrained(sys.argv[1]).eval()
tokenizer = Tokenizer.from_file(f"{sys.argv[1]}/tokenizer.json")


def measure(name, ids):
    step = LENGTH - 1
    sequences = torch.tensor([[BOS] + ids[i:i + step] for i in range(0, len(ids) - step + 1, step)])
    losses, tops, rights = [], [], []
    with torch.no_grad():
        for batch in sequences.split(16):
            log_p, correct = model(batch).logits[:, 1:-1].double().log_softmax(-1), batch[:, 2:]
            top, favourite = log_p.max(-1)
            losses.append(-log_p.gather(-1, correct[..., None]).flatten())
            tops.append(top.exp().flatten()), rights.append((favourite == correct).flatten())
    loss, top, right = torch.cat(losses), torch.cat(tops), torch.cat(rights)
    sure = top >= 0.5
    print(f"{name:28} {len(ids):7} tokens {len(sequences):5} sequences  ce {loss.mean():.3f}  right {right.double().mean():.3f}  "
          f"confident {sure.double().mean():.3f}  confidently wrong {(sure & ~right).double().mean():.3f}")
    return loss.mean().item()


documents = {d["id"]: tokenizer.encode(d["text"]).ids for d in map(json.loads, open(sys.argv[2], encoding="utf-8"))}
by_document = [measure(*each) for each in documents.items()]
measure("all, packed", sum(documents.values(), []))
for what, part in ("the first twelve", by_document[:12]), ("the others", by_document[12:]):
    print(f"{what}: ce by document {min(part):.3f} to {max(part):.3f}, mean {sum(part) / max(1, len(part)):.3f}")
