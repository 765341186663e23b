package org.noisefloor.api;

/**
 * A named activation of a model, a tensor of shape [batch, sequence, width].
 *
 * @param name in TransformerLens' words where there is one ({@code blocks.3.hook_resid_post}), else the backend's own name
 * @param tensor the backend's own name
 * @param width the last dimension
 */
public record Site(String name, String tensor, int width) {
    @Override
    public String toString() {
        return name;
    }
}
