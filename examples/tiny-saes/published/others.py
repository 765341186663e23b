"""Layouts that no library but SAELens reads: Qwen Scope, Goodfire, DeepSeek-R1 (qresearch), hook_z (Connor Kissane and Rob Krzyzanowski)."""
import json

import torch

from . import by_saelens
from .common import D, K, LATENTS, publish, weights


def saved(name, tensors):
    return lambda folder, rng: torch.save(tensors(weights(rng)), f"{folder}/{name}")


def linear(w, encoder, decoder, b="bias"):
    """As two torch.nn.Linear have them: weights [out, in]."""
    return {f"{encoder}.weight": w["W_enc"].T.contiguous(), f"{encoder}.{b}": w["b_enc"],
            f"{decoder}.weight": w["W_dec"].T.contiguous(), f"{decoder}.{b}": w["b_dec"]}


def qwen(out, name, file, more):
    repo = f"SAE-Res-Qwen3-1.7B-Base-W32K-L0_{K}"
    publish(out, name, f"{repo}/{file}", saved(file, lambda w: {
        "W_enc": w["W_enc"].T.contiguous(), "W_dec": w["W_dec"].T.contiguous(), "b_enc": w["b_enc"], "b_dec": w["b_dec"]} | more),
        lambda folder: by_saelens.codec(by_saelens.sae_of("qwen_scope", folder, f"Qwen/{repo}", file, **by_saelens.SIZES)),
        {"layout": "qwen_scope", "architecture": "topk", "from": by_saelens.by("qwen_scope"), "k": K, "site": "blocks.0.hook_resid_post",
         "notes": "k is in the folder's name alone; W_enc [latents, width], W_dec [width, latents]; b_dec is not subtracted"})


def goodfire(out):
    file = "Llama-3.1-8B-Instruct-SAE-l19.pth"
    publish(out, "goodfire", f"Llama-3.1-8B-Instruct-SAE-l19/{file}", saved(file, lambda w: linear(w, "encoder_linear", "decoder_linear")),
            lambda folder: by_saelens.codec(by_saelens.sae_of("goodfire", folder, "Goodfire/Llama-3.1-8B-Instruct-SAE-l19", file, **by_saelens.SIZES)),
            {"layout": "goodfire", "architecture": "standard", "from": by_saelens.by("goodfire"), "site": "blocks.19.hook_resid_post",
             "notes": "b_dec is not subtracted"})


def deepseek(out):
    file = "DeepSeek-R1-Distill-Llama-8B-SAE-l19.pt"
    publish(out, "deepseek-r1", f"DeepSeek-R1-Distill-Llama-8B-SAE-l19/{file}", saved(file, lambda w: linear(w, "encoder", "decoder")),
            lambda folder: by_saelens.codec(by_saelens.sae_of("deepseek_r1", folder, "qresearch/DeepSeek-R1-Distill-Llama-8B-SAE-l19", file,
                                                              **by_saelens.SIZES)),
            {"layout": "deepseek_r1", "architecture": "standard", "from": by_saelens.by("deepseek_r1"), "site": "blocks.19.hook_resid_post",
             "notes": "b_dec is not subtracted"})


def hook_z(out):
    base = "gpt2-small_L0_Hcat_z_lr1.20e-03_l11.80e+00_ds24576_bs4096_dc1.00e-06_rsanthropic_rie25000_nr4_v9"

    def write(folder, rng):
        w = weights(rng)
        torch.save({n: w[n] for n in ("W_enc", "W_dec", "b_enc", "b_dec")}, f"{folder}/{base}.pt")
        with open(f"{folder}/{base}_cfg.json", "w") as file:
            json.dump({"act_size": D, "dict_size": LATENTS, "act_name": "blocks.0.attn.hook_z", "layer": 0, "site": "z"}, file)

    publish(out, "hook-z-pt", f"attn-saes-gpt2-small-all-layers/{base}.pt", write,
            lambda folder: by_saelens.codec(by_saelens.sae_of("connor_rob_hook_z", folder, "ckkissane/attn-saes-gpt2-small-all-layers", f"{base}.pt"), 4),
            {"layout": "hook_z_pt", "architecture": "standard", "from": by_saelens.by("connor_rob_hook_z"), "site": "blocks.0.attn.hook_z", "heads": 4,
             "notes": "x and y are 4 heads of 4 side by side; b_dec is subtracted"})


def make(out):
    qwen(out, "qwen-scope", "layer0.sae.pt", {})
    goodfire(out)
    deepseek(out)
    hook_z(out)
