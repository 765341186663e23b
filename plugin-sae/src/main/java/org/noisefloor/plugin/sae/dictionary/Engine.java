package org.noisefloor.plugin.sae.dictionary;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Computes a {@link Dictionary} block by block, with buffers that are used again for each.
 *
 * <p>The encoder is one matrix product for a block, float32. The decoder adds up the rows of W_dec that belong to active features, in
 * ascending order and in float64: features are few, so this is less work than a second product, and exact to one rounding. A
 * row with more than one active feature in {@value #DENSE} is decoded by a product of the block's shape instead. Which of the two depends
 * on that row alone, so the others change nothing of it.
 *
 * <p>Rows are prepared, selected and decoded by as many threads as the product has, each with a {@link Desk} of its own; no number depends
 * on which of them takes a row.
 */
public final class Engine {
    /** Memory for the pre-activations of a block, unless one row takes more. */
    public static final int BLOCK_BYTES = 32 << 20;

    private static final int DENSE = 8;

    private final Dictionary dictionary;
    private final Blas blas;
    private final int block;
    private final InputMap map;
    private final Crew<Desk> crew;
    private final SparseDecoder decoder;
    private final boolean[] dense;

    private final FloatBuffer inputs;
    private final FloatBuffer products;
    private final @Nullable FloatBuffer raw;
    private final @Nullable FloatBuffer skipped;
    private @Nullable FloatBuffer decoded;

    /** Where activations come from, and where what replaces them goes. Several threads call it at once, one for each row. */
    public interface Rows {

        /** Whether a row is to be replaced; the others are neither read nor written. */
        boolean wanted(int row);

        /** Copies an activation, [d_in]. */
        void read(int row, float[] into);

        /** Takes the active features of a row, which hold until the call returns. */
        void active(int row, Features features);

        /** Takes what replaces it, [d_out], which holds until the call returns. */
        void write(int row, double[] replacement);
    }

    /** What one thread works with. */
    private static final class Desk {
        private final FeatureRule rule;
        private final SparseDecoder.Bench bench;
        private final Features features;
        private final float[] x;
        private final float[] wide;
        private final float[] out;
        private final double[] reconstruction;

        Desk(Dictionary dictionary, Ranking ranking, Blas blas, SparseDecoder.Bench bench) {
            this.rule = FeatureRule.of(dictionary, ranking, blas);
            this.bench = bench;
            this.features = new Features(dictionary.dSae());
            this.x = new float[dictionary.dIn()];
            this.wide = new float[dictionary.dSae()];
            this.out = new float[dictionary.dOut()];
            this.reconstruction = new double[dictionary.dOut()];
        }
    }

    /**
     * @param centre whether the mean over d is subtracted before everything else, and added again at the end
     * @param rows how many there are at most; a block has no more
     * @param blockBytes how much memory the pre-activations of one block may take
     */
    public Engine(Dictionary dictionary, Blas blas, boolean centre, int rows, int blockBytes) {
        this.dictionary = dictionary;
        this.blas = blas;
        int dIn = dictionary.dIn();
        int dSae = dictionary.dSae();
        int dOut = dictionary.dOut();
        this.block = Math.min(rows, Math.max(1, blockBytes / Float.BYTES / dSae));
        this.map = new InputMap(centre, dictionary.normalization(), dictionary.inputBias(), block);
        this.dense = new boolean[block];
        this.inputs = Direct.floats("a block of activations", (long) Blas.filled(block) * dIn);
        this.products = Direct.floats("a block of pre-activations", (long) Blas.filled(block) * dSae);
        this.decoder = new SparseDecoder(dictionary, products, block, SparseDecoder.LANES);
        this.crew = new Crew<>(desks(dictionary, blas, decoder));
        this.raw = dictionary.skip() == null
                ? null
                : Direct.floats("a block of activations", (long) Blas.filled(block) * dIn);
        this.skipped = dictionary.skip() == null
                ? null
                : Direct.floats("a block of outputs", (long) Blas.filled(block) * dOut);
    }

    private static List<Desk> desks(Dictionary dictionary, Blas blas, SparseDecoder decoder) {
        Ranking ranking = Ranking.of(dictionary);
        return IntStream.range(0, blas.threads())
                .mapToObj(each -> new Desk(dictionary, ranking, blas, decoder.bench()))
                .toList();
    }

    /** Replaces the wanted ones of so many rows. */
    public void replace(Rows rows, int count) {
        for (int first = 0; first < count; first += block) {
            replace(rows, first, Math.min(block, count - first));
        }
    }

    private void replace(Rows rows, int first, int count) {
        crew.each(count, (desk, slot) -> prepare(rows, first, desk, slot));
        if (dictionary.encoder() != null) {
            multiply(inputs, dictionary.encoder(), products, count, dictionary.dIn(), dictionary.dSae());
        }
        if (skipped != null && raw != null && dictionary.skip() != null) {
            multiply(raw, dictionary.skip(), skipped, count, dictionary.dIn(), dictionary.dOut());
        }
        crew.each(count, (desk, slot) -> select(rows, first, desk, slot));
        if (IntStream.range(0, count).anyMatch(decoder::has)) {
            decoder.decode(count, crew, desk -> desk.bench);
            crew.each(count, (desk, slot) -> finishFew(rows, first, desk, slot));
        }
        if (IntStream.range(0, count).anyMatch(slot -> dense[slot])) {
            decodeByProduct(rows, first, count);
        }
    }

    private void multiply(FloatBuffer a, FloatBuffer b, FloatBuffer c, int rows, int inner, int columns) {
        crew.each(Blas.tiles(rows, columns), (desk, tile) -> blas.multiply(tile, a, b, c, inner, columns));
    }

    /** Rows that are not wanted are encoded as zeros. */
    private void prepare(Rows rows, int first, Desk desk, int slot) {
        float[] x = desk.x;
        boolean wanted = rows.wanted(first + slot);
        if (wanted) {
            rows.read(first + slot, x);
        } else {
            Arrays.fill(x, 0);
        }
        if (raw != null) {
            raw.put(slot * x.length, x);
        }
        if (wanted) {
            map.prepare(x, slot);
        }
        inputs.put(slot * x.length, x);
    }

    private void select(Rows rows, int first, Desk desk, int slot) {
        decoder.skip(slot);
        dense[slot] = false;
        if (!rows.wanted(first + slot)) {
            return;
        }
        inputs.get(slot * desk.x.length, desk.x);
        products.get(slot * desk.wide.length, desk.wide);
        desk.features.clear();
        desk.rule.select(desk.x, desk.wide, desk.features);
        rows.active(first + slot, desk.features);
        dense[slot] = desk.features.count() > desk.wide.length / DENSE;
        if (dense[slot]) {
            keepForTheProduct(desk, slot);
        } else {
            decoder.keep(slot, desk.features);
        }
    }

    private void keepForTheProduct(Desk desk, int slot) {
        Arrays.fill(desk.wide, 0);
        for (int n = 0; n < desk.features.count(); n++) {
            desk.wide[desk.features.index(n)] = desk.features.coefficient(n);
        }
        products.put(slot * desk.wide.length, desk.wide);
    }

    private void finishFew(Rows rows, int first, Desk desk, int slot) {
        if (decoder.has(slot)) {
            decoder.sum(slot, desk.reconstruction);
            finish(rows, first, desk, slot);
        }
    }

    /** The other rows of the product hold zeros, and nobody looks at what becomes of them. */
    private void decodeByProduct(Rows rows, int first, int count) {
        int width = dictionary.dOut();
        FloatBuffer into = outputs(width);
        crew.each(count, (desk, slot) -> {
            if (!dense[slot]) {
                Arrays.fill(desk.wide, 0);
                products.put(slot * desk.wide.length, desk.wide);
            }
        });
        multiply(products, dictionary.decoder(), into, count, dictionary.dSae(), width);
        crew.each(count, (desk, slot) -> {
            if (dense[slot]) {
                into.get(slot * width, desk.out);
                for (int i = 0; i < width; i++) {
                    desk.reconstruction[i] = (double) desk.out[i] + dictionary.outputBias()[i];
                }
                finish(rows, first, desk, slot);
            }
        });
    }

    /** Room for a block of outputs: that of its inputs, which nobody reads any more, unless a row takes more there. */
    private FloatBuffer outputs(int width) {
        if (width <= dictionary.dIn()) {
            return inputs;
        }
        if (decoded == null) {
            decoded = Direct.floats("a block of outputs", (long) Blas.filled(block) * width);
        }
        return decoded;
    }

    private void finish(Rows rows, int first, Desk desk, int slot) {
        map.restore(desk.reconstruction, slot);
        if (skipped != null) {
            skipped.get(slot * desk.out.length, desk.out);
            for (int i = 0; i < desk.out.length; i++) {
                desk.reconstruction[i] += desk.out[i];
            }
        }
        rows.write(first + slot, desk.reconstruction);
    }
}
