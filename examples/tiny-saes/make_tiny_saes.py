"""Write tiny random SAEs in SAELens' format, one for each architecture, normalisation and age of config, with inputs and the
outputs expected of them.

Expected outputs are computed here in float64 from the formulas, by nothing that the Java code shares, with the weights as the
file holds them (rounded to its element type). No pre-activation lies near a threshold or a tie, so float32 must choose the
same features; the one exception, topk_ties, is made of small whole numbers, where every sum is exact.

Usage: python make_tiny_saes.py OUT     (numpy, torch, safetensors)
"""
import json
import os
import sys

import numpy as np
import torch
from safetensors.torch import save_file

D, LATENTS, ROWS, K = 8, 24, 12, 5
HOOK = "blocks.0.hook_resid_post"
out = sys.argv[1]
TORCH = {"float32": torch.float32, "float16": torch.float16, "bfloat16": torch.bfloat16, "float64": torch.float64}


def random_weights(rng, names):
    shapes = {"W_enc": (D, LATENTS), "W_dec": (LATENTS, D), "b_dec": (D,)}
    scales = {"W_enc": 0.5, "W_dec": 0.5, "threshold": 0.3}
    weights = {}
    for name in ["W_enc", "W_dec", "b_dec", *names]:
        values = rng.standard_normal(shapes.get(name, (LATENTS,))) * scales.get(name, 0.4)
        weights[name] = np.abs(values) if name == "threshold" else values
    return weights


def into(x, cfg, center):
    """The input of the encoder before b_dec, and (scale, shift) of the way out."""
    m = x.mean(1, keepdims=True) if center else np.zeros((len(x), 1))
    x = x - m
    if cfg["normalize_activations"] == "layer_norm":
        mu, sigma = x.mean(1, keepdims=True), x.std(1, keepdims=True, ddof=1)
        return (x - mu) / (sigma + 1e-5), sigma, mu + m
    if cfg["normalize_activations"] == "constant_norm_rescale":
        c = D**0.5 / np.linalg.norm(x, axis=1, keepdims=True)
        return x * c, 1 / c, m
    return x, np.ones_like(m), m


def features(x, kind, w, k, rescale):
    """Activations, what the decoder is multiplied with, and the smallest distance of any choice from going the other way."""
    if kind == "gated":
        gate = x @ w["W_enc"] + w["b_gate"]
        magnitude = x @ (w["W_enc"] * np.exp(w["r_mag"])) + w["b_mag"]
        f = (gate > 0) * np.maximum(magnitude, 0)
        return f, f, np.abs(gate).min()
    h = x @ w["W_enc"] + w["b_enc"]
    if kind == "standard":
        return np.maximum(h, 0), np.maximum(h, 0), np.inf
    if kind == "jumprelu":
        f = np.maximum(h, 0) * (h > w["threshold"])
        return f, f, np.abs(h - w["threshold"]).min()
    norms = np.linalg.norm(w["W_dec"], axis=1) if rescale else np.ones(LATENTS)
    h = h * norms
    order = np.argsort(-h, axis=1, kind="stable")  # of equals the lowest index first
    f = np.zeros_like(h)
    np.put_along_axis(f, order[:, :k], np.maximum(np.take_along_axis(h, order[:, :k], 1), 0), 1)
    ranked = np.take_along_axis(h, order, 1)
    return f, f / norms, (ranked[:, k - 1] - ranked[:, k]).min()


def write(name, kind, weights, x, cfg, dtype="float32", center=False, k=K, rescale=False, near=1e-3):
    tensors = {n: torch.from_numpy(np.ascontiguousarray(v)).to(TORCH[dtype]) for n, v in weights.items()}
    w = {n: t.to(torch.float64).numpy() for n, t in tensors.items()}
    x = x.astype(np.float32)
    inputs, scale, shift = into(x.astype(np.float64), {"normalize_activations": "none", **cfg}, center)
    if cfg.get("apply_b_dec_to_input", True):
        inputs = inputs - w["b_dec"]
    f, coefficients, margin = features(inputs, kind, w, k, rescale)
    assert margin >= near, f"{name}: a choice of features within {margin}"
    expected = (coefficients @ w["W_dec"] + w["b_dec"]) * scale + shift
    folder = f"{out}/{name}"
    os.makedirs(folder, exist_ok=True)
    save_file(tensors, f"{folder}/sae_weights.safetensors")
    with open(f"{folder}/cfg.json", "w") as file:
        json.dump({"d_in": D, "d_sae": LATENTS, "dtype": dtype, "device": "cpu", **cfg}, file, indent=1)
    with open(f"{folder}/expected.json", "w") as file:
        rows = [
            {"input": [float(v) for v in x[i]], "output": [float(v) for v in expected[i]], "l0": int((f[i] > 0).sum()), "l1": float(f[i].sum())}
            for i in range(len(x))
        ]
        json.dump({"center": center, "rows": rows}, file)


def new(architecture, normalize="none", **extra):
    """A config as SAELens 6 writes it."""
    return {
        "architecture": architecture,
        "apply_b_dec_to_input": True,
        "normalize_activations": normalize,
        "reshape_activations": "none",
        **extra,
        "metadata": {"sae_lens_version": "6.54.12", "hook_name": HOOK, "hook_head_index": None},
    }


def old(**extra):
    """A config as SAELens wrote it before 6: flat, keys of training and all."""
    return {
        "model_name": "tiny",
        "hook_name": HOOK,
        "hook_layer": 0,
        "hook_head_index": None,
        "activation_fn_str": "relu",
        "apply_b_dec_to_input": True,
        "finetuning_scaling_factor": False,
        "normalize_activations": "none",
        "context_size": 128,
        "sae_lens_training_version": None,
        **extra,
    }


PER_FEATURE = {"standard": ["b_enc"], "topk": ["b_enc"], "jumprelu": ["b_enc", "threshold"], "gated": ["b_gate", "b_mag", "r_mag"]}


def tiny(name, kind, cfg, seed, extra_tensors=None, **more):
    """Tries seeds until no choice of features is close."""
    for attempt in range(100):
        rng = np.random.default_rng([seed, attempt])
        weights = random_weights(rng, PER_FEATURE[kind])
        x = rng.standard_normal((ROWS, D)) * 2 + 0.5
        try:
            write(name, kind, {**weights, **(extra_tensors or {})}, x, cfg, **more)
            return
        except AssertionError:
            continue
    raise SystemExit(f"{name}: no seed without close choices")


tiny("standard", "standard", new("standard"), 1)
tiny("standard_bare_input", "standard", new("standard", apply_b_dec_to_input=False), 2)
tiny("standard_layer_norm", "standard", new("standard", "layer_norm"), 3)
tiny("standard_constant_norm", "standard", new("standard", "constant_norm_rescale"), 4)
tiny("standard_centered", "standard", new("standard"), 5, center=True)
tiny("standard_before_6", "standard", old(), 6, extra_tensors={"scaling_factor": np.ones(LATENTS)})
tiny("topk", "topk", new("topk", k=K, rescale_acts_by_decoder_norm=False), 7)
tiny("topk_before_6", "topk", old(activation_fn_str="topk", activation_fn_kwargs={"k": K}, architecture="standard"), 8)
tiny("topk_rescaled", "topk", new("topk", k=K, rescale_acts_by_decoder_norm=True), 9, rescale=True)
tiny("topk_layer_norm_centered", "topk", new("topk", "layer_norm", k=K), 10, center=True)
tiny("jumprelu", "jumprelu", new("jumprelu"), 11)
tiny("gated", "gated", new("gated"), 12)
tiny("gated_constant_norm", "gated", new("gated", "constant_norm_rescale"), 13)
tiny("float16", "standard", new("standard"), 14, dtype="float16")
tiny("bfloat16", "jumprelu", new("jumprelu"), 15, dtype="bfloat16")
tiny("float64", "topk", new("topk", k=K), 16, dtype="float64")

rng = np.random.default_rng(17)
whole = random_weights(rng, ["b_enc"])
whole["W_enc"] = rng.integers(-2, 3, (D, LATENTS // 3)).repeat(3, axis=1)  # three equal features each
whole["b_enc"] = np.zeros(LATENTS)
whole["b_dec"] = np.zeros(D)
write("topk_ties", "topk", {n: v.astype(float) for n, v in whole.items()}, rng.integers(-3, 4, (ROWS, D)), new("topk", k=K), near=0)
