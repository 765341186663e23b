package org.noisefloor.plugin.sae;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.noisefloor.api.intervention.Activations;
import org.noisefloor.api.intervention.Intervention;
import org.noisefloor.api.intervention.Needs;
import org.noisefloor.api.intervention.Observation;

/**
 * Puts the reconstruction of an SAE in the place of the activation.
 *
 * <p>The encoder runs in blocks of rows through OpenBLAS, float32. The decoder adds up the rows of W_dec that belong to
 * active features, in ascending order and in float64: features are few, so this is less work than a second matrix product,
 * and exact to one rounding whatever the other rows are.
 */
final class Splice implements Intervention {
    /** Memory for pre-activations, unless one row takes more. */
    static final int BLOCK_BYTES = 64 << 20;

    private final int rows;
    private final int dIn;
    private final int dSae;
    private final int block;
    private final Blas blas;
    private final FloatBuffer encoder;
    private final FloatBuffer decoder;
    private final float[] decoderBias;
    private final FeatureRule rule;
    private final InputMap map;
    private final List<Observation> observations;
    private final Origin origin;

    private final FloatBuffer inputs;
    private final FloatBuffer products;
    private final Features features;
    private final float[] product;
    private final float[] decoderRow;
    private final double[] reconstruction;

    /**
     * How the encoder is computed.
     *
     * @param rows of every batch, so that every product has the same shape in all of them
     * @param blockBytes how much memory the pre-activations of one block may take
     */
    record Products(Blas blas, int rows, int blockBytes) {}

    Splice(SaeConfig config, Weights weights, boolean centre, Products how, Origin origin) {
        this.rows = how.rows();
        this.dIn = config.dIn();
        this.dSae = config.dSae();
        this.block = Math.min(rows, Math.max(1, how.blockBytes() / Float.BYTES / dSae));
        this.blas = how.blas();
        this.encoder = weights.matrix("W_enc");
        this.decoder = weights.matrix("W_dec");
        this.decoderBias = weights.vector("b_dec");
        this.rule = FeatureRule.of(config, weights);
        this.map = new InputMap(
                centre, config.normalization(), config.applyBDecToInput() ? decoderBias : new float[dIn], block);
        this.observations = observations(config.architecture());
        this.origin = origin;
        this.inputs = Direct.floats("a block of activations", (long) block * dIn);
        this.products = Direct.floats("a block of pre-activations", (long) block * dSae);
        this.features = new Features(dSae);
        this.product = new float[dSae];
        this.decoderRow = new float[dIn];
        this.reconstruction = new double[dIn];
    }

    private static List<Observation> observations(SaeConfig.Architecture architecture) {
        List<Observation> observations = new ArrayList<>();
        observations.add(Observation.of("l0", "features", "active features"));
        observations.add(Observation.of("l1", "activation", "sum of the activations of features"));
        if (architecture == SaeConfig.Architecture.TOPK) {
            observations.add(Observation.of(
                    "near_ties",
                    "share",
                    "positions where the k-th feature leads the next by less than 1e-5 of its value, so that another engine"
                            + " may choose the other"));
        }
        return List.copyOf(observations);
    }

    @Override
    public Needs needs() {
        return Needs.nothing();
    }

    @Override
    public List<Observation> observations() {
        return observations;
    }

    @Override
    public int features() {
        return dSae;
    }

    @Override
    public Map<String, Object> provenance() {
        return origin.provenance();
    }

    @Override
    public List<String> notes() {
        return origin.notes();
    }

    @Override
    public void replace(Activations activations) {
        if (activations.rows() != rows) {
            throw new IllegalArgumentException("made for batches of " + rows + " rows, given " + activations.rows());
        }
        for (int first = 0; first < rows; first += block) {
            replace(activations, first, Math.min(block, rows - first));
        }
    }

    private void replace(Activations activations, int first, int count) {
        for (int slot = 0; slot < count; slot++) {
            if (activations.intervened(first + slot)) {
                map.prepare(activations.original(), first + slot, inputs, slot);
            } else {
                map.blank(inputs, slot);
            }
        }
        blas.multiply(inputs, encoder, products, count, dIn, dSae);
        for (int slot = 0; slot < count; slot++) {
            if (activations.intervened(first + slot)) {
                products.get(slot * dSae, product);
                features.clear();
                rule.select(product, features);
                decode();
                map.restore(reconstruction, slot, activations.replaced(), first + slot);
                observe(activations, first + slot);
            }
        }
    }

    /** r = b_dec + Σ f_j W_dec[j] over the active features. */
    private void decode() {
        for (int i = 0; i < dIn; i++) {
            reconstruction[i] = decoderBias[i];
        }
        for (int n = 0; n < features.count(); n++) {
            decoder.get(features.index(n) * dIn, decoderRow);
            double coefficient = features.coefficient(n);
            for (int i = 0; i < dIn; i++) {
                reconstruction[i] += coefficient * decoderRow[i];
            }
        }
    }

    private void observe(Activations activations, int row) {
        activations.observe(0, row, features.count());
        activations.observe(1, row, features.l1());
        if (observations.size() > 2) {
            activations.observe(2, row, features.nearTie() ? 1 : 0);
        }
        for (int n = 0; n < features.count(); n++) {
            activations.active(row, features.index(n));
        }
    }
}
