package org.noisefloor.api;

/** A named activation of a model, a float32 tensor of shape [batch, sequence, width]. Equal by name, tensor and width. */
public final class Site {
    private final String name;
    private final String tensor;
    private final int width;

    private Site(String name, String tensor, int width) {
        this.name = name;
        this.tensor = tensor;
        this.width = width;
    }

    /**
     * @param name in TransformerLens' words where there is one ({@code blocks.3.hook_resid_post}), else the backend's own name
     * @param tensor the backend's own name
     * @param width the last dimension, at least 1
     */
    public static Site of(String name, String tensor, int width) {
        if (width < 1) {
            throw new IllegalArgumentException("site " + name + " has width " + width);
        }
        return new Site(name, tensor, width);
    }

    /** In TransformerLens' words where there is one, else the backend's own name. */
    public String name() {
        return name;
    }

    /** The backend's own name. */
    public String tensor() {
        return tensor;
    }

    /** The last dimension of the tensor. */
    public int width() {
        return width;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Site site
                && name.equals(site.name)
                && tensor.equals(site.tensor)
                && width == site.width;
    }

    @Override
    public int hashCode() {
        return 31 * name.hashCode() + tensor.hashCode();
    }

    @Override
    public String toString() {
        return name;
    }
}
