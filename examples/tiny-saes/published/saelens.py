"""SAELens' own layout: cfg.json and sae_weights.safetensors, of every architecture it saves, flat (before 6) and nested."""
import json
import logging
import warnings
from importlib.metadata import version

import torch
from safetensors.torch import load_file, save_file

from sae_lens import SAE
from sae_lens.saes.sae import SAEMetadata

from .common import D, K, LATENTS, RESID, Codec, publish, tensor, weights

warnings.simplefilter("ignore")
logging.disable(logging.WARNING)
BY = f"sae-lens {version('sae-lens')}, SAE.load_from_disk(dtype='float32')"


def metadata(hook=RESID, **more):
    return SAEMetadata(model_name="tiny", hook_name=hook, **more)


def kind(architecture, training=False):
    """The config and module class, found by the names that SAELens registers them with."""
    from sae_lens.registry import get_sae_class, get_sae_training_class
    module, config = (get_sae_training_class if training else get_sae_class)(architecture)
    return config, module


def fill(sae, rng, d_in=D, d_out=D):
    """Random weights for every tensor the module has."""
    values = weights(rng, d_in=d_in, d_out=d_out)
    for name, parameter in sae.named_parameters():
        if name in ("b_gate", "b_mag"):
            value = tensor(rng, LATENTS, scale=0.3)
        elif name == "r_mag":
            value = tensor(rng, LATENTS, scale=0.2)
        elif name == "W_dec" and sae.cfg.architecture() == "matching_pursuit":
            value = values[name] / values[name].norm(dim=1, keepdim=True) * torch.from_numpy(rng.uniform(0.8, 1.1, (LATENTS, 1)).astype("float32"))
        elif name not in values:  # a temporal SAE's attention
            value = tensor(rng, *parameter.shape, scale=0.3)
        else:
            value = values[name]
        parameter.data = value.to(parameter.dtype)
    if hasattr(sae, "topk_threshold"):
        sae.topk_threshold = torch.tensor(0.9, dtype=torch.double)
    return sae


def of(module, heads=None):
    """Forward, which for a transcoder holds the skip that decode leaves out; hook_z is handed over in heads."""
    def shape(x):
        return x.reshape(len(x), heads, -1) if heads else x
    return Codec(lambda x: module.encode(shape(x)), lambda x: module(shape(x)).reshape(len(x), -1))


def read(folder, heads=None, then=lambda sae: sae):
    return of(then(SAE.load_from_disk(folder, dtype="float32").eval()), heads)


def inference(out, name, architecture, hook=RESID, heads=None, about=None, then=lambda sae: sae, meta=None, **config):
    """An SAE saved by save_model of the inference class."""
    d_out = config.get("d_out", D)

    def write(folder, rng):
        cfg, module = kind(architecture)
        fill(module(cfg(d_in=D, d_sae=LATENTS, metadata=metadata(hook, **(meta or {})), **config)), rng, d_out=d_out).save_model(folder)

    publish(out, f"saelens-{name}", name, write, lambda folder: read(folder, heads, then),
            {"layout": "saelens", "architecture": architecture, "from": BY + ", encode and forward", "site": hook, **(about or {})})


def training(out, name, architecture, save="save_model", before=lambda sae, rng: None, about=None, **config):
    """An SAE saved while or after it was trained; read by way of save_inference_model, as SAELens ends a training."""
    def write(folder, rng):
        cfg, module = kind(architecture, training=True)
        sae = fill(module(cfg(d_in=D, d_sae=LATENTS, metadata=metadata(), **config)), rng)
        before(sae, rng)
        getattr(sae, save)(folder)

    def load(folder):
        if save == "save_inference_model":
            return read(folder)
        from sae_lens.saes.sae import TrainingSAE
        sae = TrainingSAE.load_from_disk(folder)
        import tempfile
        with tempfile.TemporaryDirectory() as finished:
            sae.save_inference_model(finished)
            return read(finished)

    by = BY if save == "save_inference_model" else f"sae-lens {version('sae-lens')}, TrainingSAE.load_from_disk, save_inference_model, SAE.load_from_disk"
    publish(out, f"saelens-{name}", name, write, load,
            {"layout": "saelens", "architecture": architecture, "from": by + ", encode and forward", **(about or {})})


def flat(out, name, names, config, by=None, tensors=None, about=None, heads=None):
    """A config as SAELens wrote it before 6: flat, with keys of the training."""
    cfg = {
        "model_name": "tiny", "hook_point": RESID, "hook_point_layer": 0, "hook_point_head_index": None,
        "dataset_path": "tiny", "is_dataset_tokenized": False, "context_size": 128, "d_in": D, "d_sae": LATENTS, "dtype": "torch.float32",
        "device": "cpu", "activation_fn_str": "relu", "apply_b_dec_to_input": True, "normalize_activations": "none",
        "finetuning_scaling_factor": False, "sae_lens_training_version": None, "prepend_bos": True, **config,
    }

    def write(folder, rng):
        values = weights(rng) | {n: tensor(rng, LATENTS, scale=0.3) for n in ("b_gate", "b_mag", "r_mag")} | (tensors or {})
        save_file({n: values[n].contiguous() for n in ["W_enc", "W_dec", "b_dec", *names]}, f"{folder}/sae_weights.safetensors")
        with open(f"{folder}/cfg.json", "w") as file:
            json.dump({k: v for k, v in cfg.items() if v != "absent"}, file)

    publish(out, f"saelens-before-6-{name}", name, write, by or (lambda folder: read(folder, heads)),
            {"layout": "saelens", "architecture": cfg.get("architecture", "standard"), "from": BY + ", encode and forward",
             **(about or {}), "site": cfg.get("hook_name", cfg["hook_point"])})


def old_log_threshold(folder):
    """Turns a training checkpoint of a JumpReLU SAE into one of an older SAELens, which trained log(threshold)."""
    state = load_file(f"{folder}/sae_weights.safetensors")
    state["log_threshold"] = state.pop("threshold").log()
    save_file(state, f"{folder}/sae_weights.safetensors")


def whiten(sae, rng):
    """Folds a made-up whitening in, as the trainer does at its end."""
    matrix = torch.linalg.qr(torch.from_numpy(rng.standard_normal((D, D))))[0] @ torch.diag(torch.from_numpy(rng.uniform(0.5, 2, D)))
    sae.fold_activation_whitening(tensor(rng, D).double(), matrix, torch.linalg.inv(matrix))


def half(dtype):
    """Saves in a narrower type, which SAELens would compute in too: dtype='float32' widens the stored weights first."""
    return {"dtype": dtype, "about": {"notes": f"weights stored as {dtype}; computed in float32 (load_from_disk(dtype='float32'))"}}


def architectures(out):
    inference(out, "standard", "standard")
    inference(out, "standard-bare-input", "standard", apply_b_dec_to_input=False)
    inference(out, "gated", "gated")
    inference(out, "jumprelu", "jumprelu")
    inference(out, "topk", "topk", k=K, about={"notes": "rescale_acts_by_decoder_norm false, decoder norms are not 1"})
    inference(out, "topk-norms-kept", "topk", k=K, rescale_acts_by_decoder_norm=True,
              about={"notes": "rescale_acts_by_decoder_norm true, decoder norms are not 1: they rank and scale the activations"})
    training(out, "topk-norms-folded", "topk", save="save_inference_model", k=K,
             about={"notes": "rescale_acts_by_decoder_norm true, decoder norms are 1: save_inference_model folded them into the encoder"})
    training(out, "topk-whitened", "topk", save="save_inference_model", k=K, before=whiten,
             about={"notes": "rescale_acts_by_decoder_norm false, decoder norms are not 1: fold_activation_whitening folded the norms, turned the flag "
                             "off and then changed the norms again"})
    inference(out, "abstopk", "abstopk", k=K, about={"notes": "activations may be negative: l1 is the sum of |f|, l0 counts f != 0"})
    inference(out, "abstopk-norms-kept", "abstopk", k=K, rescale_acts_by_decoder_norm=True, about={"notes": "activations may be negative"})
    inference(out, "matching-pursuit", "matching_pursuit", residual_threshold=2.0, max_iterations=10,
              about={"notes": "W_dec alone is stored; its rows are near norm 1 and not of it, as nothing makes a file's be"})


def unit_rows(sae, rng):
    sae.W_dec.data /= sae.W_dec.data.norm(dim=1, keepdim=True)


def trained(out):
    training(out, "matching-pursuit-unit", "matching_pursuit", save="save_inference_model", before=unit_rows, residual_threshold=1.0,
             about={"notes": "rows of W_dec of norm 1, as training starts; max_iterations null (d_in then), stop_on_duplicate_support true"})
    training(out, "standard-training", "standard", about={"notes": "a training checkpoint"})
    training(out, "gated-training", "gated", about={"notes": "a training checkpoint"})
    training(out, "topk-training", "topk", k=K, about={"notes": "a training checkpoint: rescale_acts_by_decoder_norm true, norms not folded"})
    training(out, "jumprelu-training", "jumprelu", about={"notes": "a training checkpoint"})
    training(out, "abstopk-training", "abstopk", k=K, about={"notes": "a training checkpoint; activations may be negative"})
    for name, more in {"batchtopk": {}, "matryoshka-batchtopk": {"matryoshka_widths": [8, 16, LATENTS]}}.items():
        architecture = name.replace("-", "_")
        training(out, f"{name}-inference", architecture, save="save_inference_model", k=K, about={"architecture": "jumprelu"}, **more)
        training(out, f"{name}-training", architecture, k=K, about={
            "notes": "a training checkpoint: rescale_acts_by_decoder_norm true, the norms not folded, topk_threshold (a float64 of rank 0) is a "
                     "threshold of activations times decoder norm"}, **more)
        training(out, f"{name}-training-plain", architecture, k=K, rescale_acts_by_decoder_norm=False,
                 about={"notes": "a training checkpoint: rescale_acts_by_decoder_norm false, topk_threshold is a threshold of the activations"}, **more)

    cfg, module = kind("jumprelu", training=True)

    def write(folder, rng):
        fill(module(cfg(d_in=D, d_sae=LATENTS, metadata=metadata())), rng).save_model(folder)
        old_log_threshold(folder)

    def load(folder):
        from sae_lens.saes.sae import TrainingSAE
        return of(TrainingSAE.load_from_disk(folder).eval())

    publish(out, "saelens-jumprelu-training-log-threshold", "jumprelu", write, load, {
        "layout": "saelens", "architecture": "jumprelu", "from": f"sae-lens {version('sae-lens')}, TrainingSAE.load_from_disk, encode and forward",
        "notes": "a training checkpoint as older SAELens wrote it: log_threshold in place of threshold"})


def transcoders(out):
    reads, writes = "blocks.0.ln2.hook_normalized", "blocks.0.hook_mlp_out"
    for architecture in ("transcoder", "skip_transcoder", "jumprelu_transcoder", "jumprelu_skip_transcoder"):
        about = {"writes": writes}
        if "skip" in architecture:
            about["notes"] = "y is forward(x): decode(encode(x)) would leave x W_skip' out"
        inference(out, architecture.replace("_", "-"), architecture, hook=reads, apply_b_dec_to_input=False, d_out=D, about=about,
                  meta={"hook_name_out": writes})
    inference(out, "skip-transcoder-narrow", "skip_transcoder", hook=reads, apply_b_dec_to_input=False, d_out=12, meta={"hook_name_out": writes},
              about={"writes": writes, "notes": "d_out 12, d_in 16"})
    inference(out, "transcoder-layer-norm", "transcoder", hook=reads, apply_b_dec_to_input=False, d_out=D, normalize_activations="layer_norm",
              meta={"hook_name_out": writes}, about={"writes": writes, "notes": "a transcoder normalises its input and does not undo it in its output"})
    inference(out, "skip-transcoder-constant-norm", "skip_transcoder", hook=reads, apply_b_dec_to_input=False, d_out=D,
              normalize_activations="constant_norm_rescale", meta={"hook_name_out": writes},
              about={"writes": writes, "notes": "the skip takes the input as it was before it was normalised"})


def normalised(out):
    for normalize in ("layer_norm", "constant_norm_rescale"):
        for architecture in ("standard", "jumprelu", "gated"):
            inference(out, f"{architecture}-{normalize}".replace("_", "-"), architecture, normalize_activations=normalize)
        inference(out, f"topk-{normalize}".replace("_", "-"), "topk", k=K, normalize_activations=normalize)

    def fold(sae):
        sae.fold_activation_norm_scaling_factor(0.7)
        return sae

    for architecture in ("standard", "jumprelu"):
        inference(out, f"{architecture}-expected-average", architecture, normalize_activations="expected_average_only_in", then=fold, about={
            "norm_scaling_factor": 0.7, "from": BY + ", fold_activation_norm_scaling_factor(0.7), encode and forward",
            "notes": "the file does not hold the constant 0.7; unfolded, SAELens computes as if there were no normalisation"})
    inference(out, "standard-whitening-not-folded", "standard", normalize_activations="covariance_whitening", about={
        "notes": "the config says covariance_whitening and the matrices are not in the file: SAELens warns of nothing and computes without"})


def sites(out):
    z = "blocks.0.attn.hook_z"
    for architecture, more in {"standard": {}, "topk": {"k": K}, "jumprelu": {}}.items():
        inference(out, f"{architecture}-hook-z", architecture, hook=z, heads=4, reshape_activations="hook_z",
                  about={"heads": 4, "notes": "x and y are 4 heads of 4 side by side"}, **more)
    inference(out, "standard-hook-z-layer-norm", "standard", hook=z, heads=4, reshape_activations="hook_z", normalize_activations="layer_norm",
              about={"heads": 4, "notes": "normalised over all heads together"})
    inference(out, "standard-head", "standard", hook=z, meta={"hook_head_index": 2}, about={
        "head": 2, "notes": "hook_head_index 2: x and y are that one head's activations, of width d_in"})


def types(out):
    for dtype in ("float16", "bfloat16", "float64"):
        more = half(dtype)
        inference(out, f"standard-{dtype}", "standard", about=more["about"], dtype=dtype)
    inference(out, "jumprelu-bfloat16", "jumprelu", about=half("bfloat16")["about"], dtype="bfloat16")
    inference(out, "topk-float16", "topk", k=K, about=half("float16")["about"], dtype="float16")


def before_6(out):
    ones = {"scaling_factor": torch.ones(LATENTS)}
    flat(out, "standard", ["b_enc"], {})
    flat(out, "standard-scaling-ones", ["b_enc", "scaling_factor"], {"normalize_activations": False}, tensors=ones,
         about={"notes": "normalize_activations is the boolean false of the oldest configs"})
    flat(out, "standard-centred-model", ["b_enc"], {"hook_name": RESID, "hook_point": "absent", "hook_layer": 0, "hook_head_index": None,
         "hook_point_head_index": "absent", "model_from_pretrained_kwargs": {"center_writing_weights": True}},
         about={"notes": "the model is to be loaded with center_writing_weights: TransformerLens then subtracts the mean over the width"})
    flat(out, "topk", ["b_enc"], {"activation_fn_str": "topk", "activation_fn_kwargs": {"k": K}}, about={"architecture": "topk"})
    flat(out, "gated", ["b_gate", "b_mag", "r_mag"], {"architecture": "gated"})
    flat(out, "jumprelu", ["b_enc", "threshold"], {"architecture": "jumprelu"})
    flat(out, "layer-norm", ["b_enc"], {"normalize_activations": "layer_norm"})
    flat(out, "hook-z", ["b_enc"], {"hook_point": "blocks.0.attn.hook_z"}, heads=4, about={
        "heads": 4, "notes": "no key reshape_activations: the name of the hook says it"})
    flat(out, "defaults", ["b_enc"], {"activation_fn_str": "absent", "apply_b_dec_to_input": "absent", "normalize_activations": "absent",
         "finetuning_scaling_factor": "absent", "dtype": "float32"}, about={"notes": "left out: activation_fn_str, apply_b_dec_to_input, normalize_activations"})


def temporal(out):
    """Eight rows are one sequence of eight positions: the attention looks back along them."""
    def write(folder, rng):
        cfg, module = kind("temporal")
        sae = module(cfg(d_in=D, d_sae=LATENTS, n_heads=2, n_attn_layers=1, bottleneck_factor=4, kval_topk=K, tied_weights=False,
                         normalize_activations="constant_scalar_rescale", activation_normalization_factor=0.5, metadata=metadata()))
        fill(sae, rng).save_model(folder)

    def load(folder):
        sae = SAE.load_from_disk(folder, dtype="float32").eval()
        return Codec(lambda x: sae.encode(x[None])[0], lambda x: sae(x[None])[0])

    publish(out, "saelens-temporal", "temporal", write, load, {
        "layout": "saelens", "architecture": "temporal", "from": BY + ", encode and forward on one sequence of 8 positions",
        "notes": "to be refused or to be computed with its sequence: the attention over earlier positions predicts codes, forward decodes predicted and "
                 "novel ones, encode returns the novel ones alone; constant_scalar_rescale multiplies x by the config's constant and divides the output by it"})


def make(out):
    torch.manual_seed(0)
    for part in (architectures, trained, transcoders, normalised, sites, types, before_6, temporal):
        part(out)
