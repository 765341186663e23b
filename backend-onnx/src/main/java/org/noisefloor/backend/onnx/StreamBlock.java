package org.noisefloor.backend.onnx;

/**
 * The tensors at which a block meets the residual stream; empty strings where there is none.
 *
 * @param pre the stream that enters
 * @param attention what attention adds to it
 * @param mid the sum of the two; none in a parallel block
 * @param mlp what the MLP adds
 * @param post the stream that leaves
 */
record StreamBlock(String pre, String attention, String mid, String mlp, String post) {}
