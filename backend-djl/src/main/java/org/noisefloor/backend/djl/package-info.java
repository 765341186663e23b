/**
 * The backend {@code djl}: language models run by PyTorch through DJL, on the CPU or a GPU.
 *
 * <p>A Hugging Face folder: {@code Family} says what is particular to one kind of model, {@code Architecture} reads
 * {@code config.json} with it, {@code Checkpoint} finds and checks the weights, {@code Transformer} is the model, block by
 * {@code Block}, and {@code HookedCut} runs it, keeps the activations at the cuts and resumes there. A TorchScript module goes
 * through {@code ScriptModel} instead, as a whole. What PyTorch can do and DJL does not offer is in {@code Kernels}. All but
 * {@link org.noisefloor.backend.djl.DjlBackend} and its options is package-private.
 */
@NullMarked
package org.noisefloor.backend.djl;

import org.jspecify.annotations.NullMarked;
