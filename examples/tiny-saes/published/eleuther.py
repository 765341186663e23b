"""sparsify: sae.safetensors and cfg.json, loaded and computed by sparsify itself."""
import json
import os
from importlib.metadata import version

import torch

os.environ["SPARSIFY_DISABLE_TRITON"] = "1"  # its decoder would want a GPU
from sparsify import SparseCoder, SparseCoderConfig

from .common import D, K, LATENTS, Codec, publish, tensor, weights


def fill(coder, rng):
    w = weights(rng)
    names = {"encoder.weight": w["W_enc"].T, "encoder.bias": w["b_enc"], "W_dec": w["W_dec"], "b_dec": w["b_dec"], "W_skip": w["W_skip"]}
    for name, parameter in coder.named_parameters():
        parameter.data = names[name].contiguous().to(parameter.dtype)
    return coder


def load(folder):
    coder = SparseCoder.load_from_disk(folder)
    if coder.dtype != torch.float32:
        coder = coder.float()

    def features(x):
        acts, indices, _ = coder.encode(x)
        return torch.zeros(len(x), coder.num_latents).scatter(-1, indices, acts)

    def output(x):
        # forward gives the output with 4 k features where multi_topk is set, which is for a term of the loss
        encoded = coder.encode(x)
        out = coder.decode(encoded.top_acts, encoded.top_indices)
        return out if coder.W_skip is None else out + x @ coder.W_skip.mT

    return Codec(features, output)


def coder(out, name, hookpoint, site, writes=None, notes="", dtype=None, drop=(), **config):
    model = "pythia-160m"

    def write(folder, rng):
        fill(SparseCoder(D, SparseCoderConfig(**config), dtype=dtype), rng).save_to_disk(folder)
        if drop:
            with open(f"{folder}/cfg.json") as file:
                cfg = {k: v for k, v in json.load(file).items() if k not in drop}
            with open(f"{folder}/cfg.json", "w") as file:
                json.dump(cfg | ({"signed": False} if "activation" in drop else {}), file)
        with open(f"{folder[: -len(hookpoint)]}config.json", "w") as file:
            json.dump({"model": f"EleutherAI/{model}", "dataset": "tiny", "ctx_len": 2048}, file)

    publish(out, f"sparsify-{name}", f"sae-{model}-32k/{hookpoint}", write, load, {
        "layout": "sparsify", "architecture": config.get("activation", "topk"), "site": site, "writes": writes, "notes": notes,
        "from": f"eai-sparsify {version('eai-sparsify')}, SparseCoder.load_from_disk, encode and decode (and W_skip)"})


def make(out):
    resid, mlp = "blocks.0.hook_resid_post", "blocks.0.hook_mlp_out"
    coder(out, "topk", "layers.0", resid, num_latents=LATENTS, k=K, notes="b_dec is subtracted; W_dec [latents, width]")
    coder(out, "topk-few", "layers.0", resid, num_latents=LATENTS, k=20, notes="the ReLU comes before the top k of 20: fewer may be active")
    coder(out, "expansion-factor", "layers.0", resid, expansion_factor=2, k=K, notes="num_latents 0: d_in times expansion_factor")
    coder(out, "multi-topk", "layers.0", resid, num_latents=LATENTS, k=K, multi_topk=True, notes="multi_topk adds to the loss of the training alone; forward then gives the output with 4 k features, encode and decode the one with k")
    coder(out, "free-decoder", "layers.0", resid, num_latents=LATENTS, k=K, normalize_decoder=False,
          notes="normalize_decoder false; it is about the training: nothing is normalised when a file is read")
    coder(out, "groupmax", "layers.0", resid, num_latents=LATENTS, k=8, activation="groupmax",
          notes="the largest of each of k = 8 groups of 4 consecutive features, after the ReLU")
    coder(out, "skip", "layers.0", resid, num_latents=LATENTS, k=K, skip_connection=True, notes="adds x W_skip', of x before b_dec is subtracted")
    coder(out, "mlp", "layers.0.mlp", mlp, num_latents=LATENTS, k=K)
    coder(out, "attention", "layers.0.attention", "blocks.0.hook_attn_out", num_latents=LATENTS, k=K)
    reads = "blocks.0.mlp.hook_in"
    about = "reads the input of the module layers.0.mlp and writes its output; b_dec is not subtracted"
    coder(out, "transcoder", "layers.0.mlp", reads, mlp, about, num_latents=LATENTS, k=K, transcode=True)
    coder(out, "transcoder-skip", "layers.0.mlp", reads, mlp, about + "; adds x W_skip'", num_latents=LATENTS, k=K, transcode=True, skip_connection=True)
    coder(out, "embed", "embed_tokens", "hook_embed", num_latents=LATENTS, k=K)
    coder(out, "old-config", "layers.0", resid, num_latents=LATENTS, k=K, drop=("activation", "transcode", "skip_connection", "multi_topk"),
          notes="a config of before sparsify 1: no activation, transcode or skip_connection, and signed false")
    coder(out, "float16", "layers.0", resid, num_latents=LATENTS, k=K, dtype=torch.float16, notes="weights stored as float16; computed in float32")
