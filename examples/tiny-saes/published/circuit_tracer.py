"""Transcoders for circuit-tracer: one layer each (mwhanna) and across layers (mntss, Gemma Scope 2), computed by circuit-tracer."""
import json
import os
import shutil
from importlib.metadata import version

import torch
from circuit_tracer.transcoder.cross_layer_transcoder import load_clt, load_gemma_scope_2_clt
from circuit_tracer.transcoder.single_layer_transcoder import load_relu_transcoder
from safetensors.torch import save_file

from .common import D, LATENTS, ROWS, Codec, clear, publish, rng_of, rows, store, tensor, weights

LAYERS = 3
READ, WRITE = "mlp.hook_in", "hook_mlp_out"


def config(folder, kind, **more):
    values = {"model_name": "Qwen/Qwen3-0.6B", "model_kind": kind, "feature_input_hook": READ, "feature_output_hook": WRITE, "scan": "tiny", **more}
    with open(f"{folder}/config.yaml", "w") as file:
        file.writelines(f"{k}: {json.dumps(v)}\n" for k, v in values.items())


def single(out, name, skip=False, threshold=False):
    def write(folder, rng):
        for layer in range(2):
            w = weights(rng)
            tensors = {"W_enc": w["W_enc"].T.contiguous(), "W_dec": w["W_dec"], "b_enc": w["b_enc"], "b_dec": w["b_dec"]}
            if skip:
                tensors["W_skip"] = w["W_skip"]
            if threshold:
                tensors["activation_function.threshold"] = w["threshold"]
            save_file(tensors, f"{folder}/layer_{layer}.safetensors")
        config(folder, "transcoder_set")
        with open(f"{folder}/wandb-config.yaml", "w") as file:
            file.write(f"d_model:\n  desc: null\n  value: {D}\nd_feature:\n  desc: null\n  value: {LATENTS}\nbatch_size:\n  desc: null\n  value: 4096\n")

    def load(folder):
        transcoder = load_relu_transcoder(f"{folder}/layer_1.safetensors", 1, lazy_encoder=False, lazy_decoder=False)
        return Codec(transcoder.encode, transcoder)

    architecture = ("jumprelu_" if threshold else "") + ("skip_" if skip else "") + "transcoder"
    publish(out, f"circuit-tracer-{name}", "qwen3-0.6b-transcoders-lowl0/layer_1.safetensors", write, load, {
        "layout": "circuit_tracer", "architecture": architecture, "site": f"blocks.1.{READ}", "writes": f"blocks.1.{WRITE}",
        "from": f"circuit-tracer {version('circuit-tracer')}, load_relu_transcoder, encode and forward",
        "notes": "W_enc [latents, width], W_dec [latents, width], W_skip [out, in]; circuit-tracer leaves out the first position when it attributes"})


def clt_files(folder, rng, threshold):
    for layer in range(LAYERS):
        w = weights(rng)
        encoder = {f"W_enc_{layer}": w["W_enc"].T.contiguous(), f"b_enc_{layer}": w["b_enc"], f"b_dec_{layer}": w["b_dec"]}
        if threshold:
            encoder[f"threshold_{layer}"] = w["threshold"]
        save_file(encoder, f"{folder}/W_enc_{layer}.safetensors")
        save_file({f"W_dec_{layer}": tensor(rng, LATENTS, LAYERS - layer, D)}, f"{folder}/W_dec_{layer}.safetensors")
    config(folder, "cross_layer_transcoder", feature_input_hook="hook_resid_mid")


def scope_2_files(folder, rng, threshold):
    for layer in range(LAYERS):
        w = weights(rng)
        save_file({"w_enc": w["W_enc"], "w_dec": tensor(rng, LATENTS, LAYERS, D), "b_enc": w["b_enc"], "b_dec": w["b_dec"],
                   "threshold": w["threshold"], "affine_skip_connection": w["W_skip"].T.contiguous()}, f"{folder}/params_layer_{layer}.safetensors")


def load_scope_2(folder):
    """It stacks the files 0 to max - 1 of those it is given: one more entry makes it take all."""
    paths = {layer: f"{folder}/params_layer_{layer}.safetensors" for layer in range(LAYERS)}
    return load_gemma_scope_2_clt({**paths, LAYERS: ""}, dtype=torch.float32)


@torch.no_grad()
def across(out, name, path, files, load, reads, notes, threshold=True, by="load_clt"):
    """x, l0 and l1 by the hook that is read, y by the hook that is written: all reading layers up to it, b_dec and skip of its own layer."""
    target = f"{out}/{name}/{path}"
    for attempt in range(200):
        rng = rng_of(name, attempt)
        shutil.rmtree(f"{out}/{name}", ignore_errors=True)
        os.makedirs(target)
        files(target, rng, threshold)
        clt = load(target)
        x = torch.stack([tensor(rng, ROWS, D, scale=1.5) + 0.2 for _ in range(LAYERS)])
        if clear(Codec(clt.encode, None), x, rng):
            break
    f = clt.encode(x)
    y = clt.decode(f, x)
    hooks = [f"blocks.{layer}.{reads}" for layer in range(LAYERS)]
    writes = [f"blocks.{layer}.{WRITE}" for layer in range(LAYERS)]
    alone = {}
    for layer in range(LAYERS):
        only = torch.zeros_like(f)
        only[layer] = f[layer]
        pos, to, _, vectors, _ = clt.select_decoder_vectors(only)
        part = torch.zeros(LAYERS, ROWS, D)
        part.index_put_((to, pos), vectors, accumulate=True)
        alone[hooks[layer]] = {writes[to]: rows(part[to]) for to in range(layer, LAYERS)}
    store(f"{out}/{name}", {
        "path": path, "layout": "clt" if by == "load_clt" else "gemma_scope_2", "architecture": "cross_layer_transcoder",
        "from": f"circuit-tracer {version('circuit-tracer')}, {by}, encode and decode", "site": hooks, "writes": writes, "notes": notes,
        "x": {h: rows(x[i]) for i, h in enumerate(hooks)},
        "l0": {h: [int(v) for v in (f[i] != 0).sum(-1)] for i, h in enumerate(hooks)},
        "l1": {h: [float(v) for v in f[i].double().sum(-1)] for i, h in enumerate(hooks)},
        "y": {h: rows(y[i]) for i, h in enumerate(writes)},
        "contributions": alone})
    print(f"{name}: cross-layer, l0 {(f != 0).float().sum(-1).mean():.3g}")


def make(out):
    single(out, "transcoder")
    single(out, "transcoder-skip", skip=True)
    single(out, "transcoder-jumprelu", threshold=True)
    about = "y of a hook is the sum of what all layers up to it write there, plus its b_dec; contributions: what one layer's features write, without b_dec. "
    own = "W_enc_N [latents, width], W_dec_N [latents, layers from N on, width]"
    across(out, "clt-relu", "clt-tiny-2.5M", clt_files, lambda folder: load_clt(folder, dtype=torch.float32), "hook_resid_mid", about + own, threshold=False)
    across(out, "clt-jumprelu", "clt-tiny-2.5M", clt_files, lambda folder: load_clt(folder, dtype=torch.float32), "hook_resid_mid", about + own)
    across(out, "gemma-scope-2-clt", "gemma-scope-2-1b-pt/clt/width_262k_l0_medium_affine", scope_2_files, load_scope_2, READ,
           about + "Each layer adds x affine_skip_connection of its own; w_dec [latents, all layers, width], of which those before the layer are not used",
           by="load_gemma_scope_2_clt")
