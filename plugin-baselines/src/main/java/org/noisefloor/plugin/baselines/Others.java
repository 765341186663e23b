package org.noisefloor.plugin.baselines;

import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.noisefloor.api.intervention.Activations;

/** Vectors of other positions, each as likely as any other. */
sealed interface Others {

    /** What is taken from a position. */
    @FunctionalInterface
    interface Quantity {
        /** Fills a vector; false if the position has none. */
        boolean read(Activations batch, int row, double[] vector);
    }

    /** a_j. */
    static boolean activation(Activations batch, int row, double[] vector) {
        int first = row * vector.length;
        for (int i = 0; i < vector.length; i++) {
            vector[i] = batch.original().get(first + i);
        }
        return true;
    }

    /** e_j/‖e_j‖ of the intervention that is matched, if e_j ≠ 0. */
    static boolean unitError(Activations batch, int row, double[] vector) {
        int first = row * vector.length;
        for (int i = 0; i < vector.length; i++) {
            vector[i] =
                    (double) batch.matched().get(first + i) - batch.original().get(first + i);
        }
        return Vectors.normalise(vector);
    }

    static Others of(PoolOf pool, Quantity quantity, int width) {
        return switch (pool) {
            case CALIBRATION -> new Calibration(quantity, width);
            case SEQUENCE -> new Sequence(quantity);
        };
    }

    default void calibrate(Activations batch) {}

    /** Whether there is nothing to pick from, wherever one stands. */
    boolean isEmpty();

    /** Fills with the vector of another position than {@code row}; false if that has none, or if there is no other. */
    boolean pick(Activations batch, int row, RandomGenerator random, double[] vector);

    default Map<String, Object> provenance() {
        return Map.of();
    }

    /** From a pool of the calibration positions. */
    final class Calibration implements Others {
        private static final int BYTES = 64 << 20;

        private final Quantity quantity;
        private final double[] vector;
        private final Pool pool;
        private @Nullable RandomGenerator shared;

        Calibration(Quantity quantity, int width) {
            this.quantity = quantity;
            this.vector = new double[width];
            this.pool = new Pool(Math.max(1, BYTES / Double.BYTES / width));
        }

        @Override
        public void calibrate(Activations batch) {
            RandomGenerator random = shared == null ? batch.sharedRandom() : shared;
            shared = random;
            for (int row = 0; row < batch.rows(); row++) {
                if (batch.intervened(row) && quantity.read(batch, row, vector)) {
                    pool.offer(vector, random);
                }
            }
        }

        @Override
        public boolean isEmpty() {
            return pool.size() == 0;
        }

        @Override
        public boolean pick(Activations batch, int row, RandomGenerator random, double[] into) {
            double[] picked = pool.get(Draws.below(random, pool.size()));
            System.arraycopy(picked, 0, into, 0, picked.length);
            return true;
        }

        @Override
        public Map<String, Object> provenance() {
            return Map.of("calibration_positions", pool.seen(), "pooled_positions", pool.size());
        }
    }

    /** From the other intervened positions of the same sequence. */
    record Sequence(Quantity quantity) implements Others {
        @Override
        public boolean isEmpty() {
            return false;
        }

        @Override
        public boolean pick(Activations batch, int row, RandomGenerator random, double[] into) {
            int first = row - row % batch.length();
            int others = 0;
            for (int other = first; other < first + batch.length(); other++) {
                others += isOther(batch, other, row) ? 1 : 0;
            }
            if (others == 0) {
                return false;
            }
            int picked = first - 1;
            for (int left = Draws.below(random, others); left >= 0; left--) {
                do {
                    picked++;
                } while (!isOther(batch, picked, row));
            }
            return quantity.read(batch, picked, into);
        }

        private static boolean isOther(Activations batch, int row, int than) {
            return row != than && batch.intervened(row);
        }
    }
}
