"""Gemma Scope (params.npz) and Gemma Scope 2 (params.safetensors, config.json), read by SAELens' loaders."""
import json
import math
import os

import numpy as np
import torch
from safetensors.torch import save_file

from . import by_saelens
from .common import D, LATENTS, Codec, publish, weights


def scope(out, repo, path, architecture="jumprelu", split=None, loader="gemma_2", load=None, **about):
    def write(folder, rng):
        w = weights(rng)
        np.savez(f"{folder}/params.npz", **{n: w[n].numpy() for n in ("W_enc", "W_dec", "b_enc", "b_dec", "threshold")})

    def read(folder):
        sae = by_saelens.sae_of(loader, folder[: -len(path) - 1], f"google/{repo}", path, **by_saelens.SIZES,
                                **({"d_out": D} if "transcoder" in loader else {}))
        return by_saelens.codec(sae, split)

    publish(out, repo + ("-embedding" if "embedding" in path else ""), f"{repo}/{path}", write, load or read,
            {"layout": "gemma_scope", "architecture": architecture, "from": by_saelens.by(loader), **about})


def embedding(folder):
    """An embedding SAE sees the rows of the embedding as the checkpoint has them, while hook_embed has them times sqrt(d_model)."""
    with np.load(f"{folder}/params.npz") as data:
        w = {n: torch.from_numpy(data[n]) for n in data}
    root = math.sqrt(D)

    def features(x):
        pre = x / root @ w["W_enc"] + w["b_enc"]
        return pre.relu() * (pre > w["threshold"])

    return Codec(features, lambda x: (features(x) @ w["W_dec"] + w["b_dec"]) * root)


def scope_2(out, name, path, points, hook, writes=None, affine=False, config=True, **about):
    repo = "gemma-scope-2-1b-pt"

    def write(folder, rng):
        w = weights(rng)
        tensors = {"w_enc": w["W_enc"], "w_dec": w["W_dec"], "b_enc": w["b_enc"], "b_dec": w["b_dec"], "threshold": w["threshold"]}
        if affine:
            tensors["affine_skip_connection"] = w["W_skip"].T.contiguous()
        save_file(tensors, f"{folder}/params.safetensors")
        if config:
            with open(f"{folder}/config.json", "w") as file:
                json.dump({"hf_hook_point_in": points[0], "hf_hook_point_out": points[1], "width": LATENTS, "model_name": "gemma-v3-1b-pt",
                           "architecture": "jump_relu", "l0": 20, "affine_connection": affine, "type": "transcoder" if writes else "sae"}, file)

    def read(folder):
        return by_saelens.codec(by_saelens.sae_of("gemma_3", folder[: -len(path) - 1], f"google/{repo}", path))

    architecture = ("jumprelu_skip_transcoder" if affine else "jumprelu_transcoder") if writes else "jumprelu"
    publish(out, f"gemma-scope-2-{name}", f"{repo}/{path}", write, read,
            {"layout": "gemma_scope_2", "architecture": architecture, "from": by_saelens.by("gemma_3"), "site": hook, "writes": writes, **about})


def make(out):
    resid, mlp, z = "blocks.0.hook_resid_post", "blocks.0.hook_mlp_out", "blocks.0.attn.hook_z"
    scope(out, "gemma-scope-2b-pt-res", "layer_0/width_16k/average_l0_70", site=resid)
    scope(out, "gemma-scope-2b-pt-mlp", "layer_0/width_16k/average_l0_119", site=mlp)
    scope(out, "gemma-scope-2b-pt-att", "layer_0/width_16k/average_l0_104", split=4, site=z, heads=4,
          notes="x and y are 4 heads of 4 side by side")
    scope(out, "gemma-scope-2b-pt-transcoders", "layer_0/width_16k/average_l0_76", "jumprelu_transcoder", loader="gemma_2_transcoder",
          site="blocks.0.ln2.hook_normalized", writes=mlp)
    scope(out, "gemma-scope-2b-pt-res", "embedding/width_4k/average_l0_6", load=embedding, site="hook_embed", **{
        "from": "the formula of Gemma Scope's JumpReLU on x / sqrt(d_in), times sqrt(d_in)",
        "notes": "hook_embed is the embedding times sqrt(d_model), as TransformerLens and Gemma's own code scale it; sae-lens 6.54.12 scales W_enc and "
                 "W_dec and leaves b_dec as it is, so its output is less by b_dec (sqrt(d_in) - 1)"})
    scope_2(out, "resid-post", "resid_post/layer_0_width_16k_l0_small", ["model.layers.0.output"] * 2, resid)
    scope_2(out, "mlp-out", "mlp_out/layer_0_width_16k_l0_small", ["model.layers.0.post_feedforward_layernorm.output"] * 2, mlp)
    scope_2(out, "attn-out", "attn_out/layer_0_width_16k_l0_small", ["model.layers.0.self_attn.o_proj.input"] * 2, z, heads=4,
            notes="x and y are 4 heads of 4 side by side; SAELens' config of it says reshape_activations none, so SAELens itself must be given them "
                  "side by side")
    io = ["model.layers.0.pre_feedforward_layernorm.output", "model.layers.0.post_feedforward_layernorm.output"]
    about = {"notes": "reads pre_feedforward_layernorm.output (SAELens calls it blocks.0.hook_mlp_in, which in TransformerLens is before that norm)"}
    reads = "blocks.0.ln2.hook_normalized"
    scope_2(out, "transcoder", "transcoder_all/layer_0_width_16k_l0_small", io, reads, mlp, **about)
    scope_2(out, "transcoder-affine", "transcoder_all/layer_0_width_16k_l0_small_affine", io, reads, mlp, affine=True, **about)
    scope_2(out, "resid-post-no-config", "resid_post_all/layer_0_width_16k_l0_small", ["model.layers.0.output"] * 2, resid, config=False,
            notes="no config.json beside it: the folders' names say what it is")
