package org.noisefloor.plugin.sae.dictionary;

import java.util.Locale;

/**
 * What is done to an activation before it is encoded, and undone after it is decoded.
 *
 * @param scaleIn what an activation is multiplied with; for {@link Kind#SCALE} alone, 1 otherwise
 * @param scaleOut what a reconstruction is multiplied with; for {@link Kind#SCALE} alone, 1 otherwise
 * @param undone whether it is undone on the way out; not by transcoders of SAELens, which write elsewhere
 */
public record Normalization(Kind kind, double scaleIn, double scaleOut, boolean undone) {

    /** {@code InputMap} has the formulas. */
    public enum Kind {
        NONE,
        /** By a constant of the dataset. */
        SCALE,
        CONSTANT_NORM_RESCALE,
        LAYER_NORM;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public static final Normalization NONE = of(Kind.NONE);

    public static Normalization of(Kind kind) {
        return new Normalization(kind, 1, 1, true);
    }

    /** By a constant that is divided by on the way out. */
    public static Normalization scaled(double by) {
        return scaled(by, by);
    }

    /**
     * By constants that differ where something else is written than read.
     *
     * @param in multiplied with on the way in
     * @param out divided by on the way out
     */
    public static Normalization scaled(double in, double out) {
        return new Normalization(Kind.SCALE, in, 1 / out, true);
    }

    /** The same, not undone on the way out. */
    public Normalization oneWay() {
        return new Normalization(kind, scaleIn, scaleOut, false);
    }

    @Override
    public String toString() {
        return kind.toString();
    }
}
