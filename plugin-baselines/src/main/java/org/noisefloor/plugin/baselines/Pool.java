package org.noisefloor.plugin.baselines;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.noisefloor.api.Activations;

/**
 * A uniform sample of bounded size of the intervened rows of a stream of batches.
 *
 * <p>Reservoir sampling, algorithm R (Vitter 1985): row n beyond the capacity takes a random place with probability
 * capacity/n. The generator is the draw's shared one, taken once, and rows arrive in the order of the sequences, so the pool
 * does not depend on the batch size.
 */
final class Pool {
    private final int width;
    private final int capacity;
    private final List<float[]> rows = new ArrayList<>();
    private @Nullable RandomGenerator random;
    private long seen;

    Pool(int width, int capacity) {
        this.width = width;
        this.capacity = capacity;
    }

    void add(Activations activations) {
        RandomGenerator generator = random == null ? activations.sharedRandom() : random;
        random = generator;
        for (int row = 0; row < activations.rows(); row++) {
            if (activations.intervened(row)) {
                add(activations, row, generator);
            }
        }
    }

    private void add(Activations activations, int row, RandomGenerator generator) {
        seen++;
        if (rows.size() < capacity) {
            float[] copy = new float[width];
            Rows.read(activations.original(), row, copy);
            rows.add(copy);
            return;
        }
        long place = Draws.below(generator, seen);
        if (place < capacity) {
            Rows.read(activations.original(), row, rows.get((int) place));
        }
    }

    int size() {
        return rows.size();
    }

    /** How many rows were offered. */
    long seen() {
        return seen;
    }

    /** Not to be written. */
    float[] get(int index) {
        return rows.get(index);
    }
}
