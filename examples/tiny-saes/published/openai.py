"""OpenAI's sparse_autoencoder: one .pt with pre_bias, latent_bias, encoder.weight and decoder.weight, computed by its own Autoencoder."""
import torch
from sparse_autoencoder import Autoencoder
from sparse_autoencoder.model import TopK

from .common import D, K, LATENTS, Codec, publish, weights

BY = "openai/sparse_autoencoder at 4965b941e9eb590b00b253a2c406db1e1b193942 (2024-06-30), Autoencoder.from_state_dict, encode and decode"


def load(file):
    state = torch.load(file, weights_only=False)
    ae = Autoencoder.from_state_dict(state, strict=False).eval()

    def output(x):
        latents, info = ae.encode(x)
        return ae.decode(latents, info)
    return Codec(lambda x: ae.encode(x)[0], output)


def autoencoder(out, name, file, activation, site, notes="", drop=()):
    path = f"sparse-autoencoder/gpt2-small/{file}"

    def write(folder, rng):
        w = weights(rng)
        ae = Autoencoder(LATENTS, D, activation=activation())
        for key, value in {"pre_bias": w["b_dec"], "latent_bias": w["b_enc"], "encoder.weight": w["W_enc"].T, "decoder.weight": w["W_dec"].T}.items():
            ae.get_parameter(key).data = value.contiguous()
        torch.save({k: v for k, v in ae.state_dict().items() if k not in drop}, f"{folder}/{file.split('/')[-1]}")

    publish(out, f"openai-{name}", path, write, lambda folder: load(f"{folder}/{file.split('/')[-1]}"),
            {"layout": "openai", "architecture": "topk" if activation is topk else "standard", "from": BY, "site": site, "notes": notes})


def topk():
    return TopK(K)


def make(out):
    norm = "TopK means that the input is normalised (mean, then standard deviation of n - 1, + 1e-5) and the output scaled back; pre_bias is subtracted"
    autoencoder(out, "v5-resid-post", "resid_post_mlp_v5_32k/autoencoders/0.pt", topk, "blocks.0.hook_resid_post", norm)
    autoencoder(out, "v5-resid-mid", "resid_post_attn_v5_32k/autoencoders/0.pt", topk, "blocks.0.hook_resid_mid", norm)
    autoencoder(out, "v5-attn-out", "resid_delta_attn_v5_32k/autoencoders/0.pt", topk, "blocks.0.hook_attn_out", norm)
    autoencoder(out, "v5-mlp-out", "resid_delta_mlp_v5_128k/autoencoders/0.pt", topk, "blocks.0.hook_mlp_out", norm)
    autoencoder(out, "v1-relu", "mlp_post_act/autoencoders/0.pt", torch.nn.ReLU, "blocks.0.mlp.hook_post",
                "ReLU means that nothing is normalised", drop=("activation", "activation_state_dict"))
    autoencoder(out, "v4-relu", "resid_delta_mlp_v4/autoencoders/0.pt", torch.nn.ReLU, "blocks.0.hook_mlp_out", "the state dict names its activation")
