"""OpenMOSS' layout of today (config.json, sae_weights.safetensors with W_E, W_D), written and computed by llamascopium, formerly lm-saes."""
from importlib.metadata import version

import torch
from llamascopium.models.sae import SAEConfig, SparseAutoEncoder

from .common import D, K, LATENTS, Codec, publish, weights

HOOK = "blocks.0.hook_resid_post"


def load(folder):
    sae = SparseAutoEncoder.from_pretrained(folder).eval()

    def features(x):
        return sae.encode(sae.normalize_activations({HOOK: x})[HOOK])

    def output(x):
        batch, factors = sae.normalize_activations({HOOK: x}, return_scale_factor=True)
        return sae.denormalize_activations({HOOK: sae.decode(sae.encode(batch[HOOK]))}, factors)[HOOK]
    return Codec(features, output)


def scope(out, name, notes="", **config):
    def write(folder, rng):
        cfg = SAEConfig(hook_point_in=HOOK, hook_point_out=HOOK, d_model=D, expansion_factor=LATENTS / D, device="cpu", dtype=torch.float32,
                        **{"act_fn": "jumprelu", **config})
        sae = SparseAutoEncoder(cfg)
        w = weights(rng)
        for name_, value in {"W_E": w["W_enc"], "W_D": w["W_dec"], "b_E": w["b_enc"], "b_D": w["b_dec"]}.items():
            getattr(sae, name_).data = value
        if cfg.act_fn == "jumprelu":
            sae.activation_function.log_jumprelu_threshold.data = w["threshold"].log()
        sae.set_dataset_average_activation_norm({HOOK: 9.0})  # whether it is used or not: else whatever lay in memory would be saved
        sae.save_pretrained(folder)
        cfg.save_hyperparameters(folder)

    publish(out, f"openmoss-{name}", "Llama-Scope-2/L0R", write, load, {
        "layout": "openmoss", "architecture": config.get("act_fn", "jumprelu"), "site": HOOK, "notes": notes,
        "from": f"llamascopium {version('llamascopium')}, from_pretrained, normalize_activations, encode, decode and denormalize_activations"})


def make(out):
    l1 = "l1 is of the activations of inputs scaled to a norm of sqrt(d)"
    scope(out, "jumprelu", l1 + "; activation times decoder norm is held against the threshold")
    scope(out, "jumprelu-norms-not-included", l1, sparsity_include_decoder_norm=False)
    scope(out, "topk", l1 + "; activation times decoder norm is ranked", act_fn="topk", top_k=K)
    scope(out, "relu", l1, act_fn="relu")
    scope(out, "token-wise", "every input is scaled to a norm of sqrt(d) of its own", norm_activation="token-wise")
    scope(out, "inference", "the data set's norm is folded already", norm_activation="inference")
