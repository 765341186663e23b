package org.noisefloor.plugin.baselines;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A uniform sample of bounded size of a stream of vectors.
 *
 * <p>Reservoir sampling, algorithm R (Vitter 1985): vector n beyond the capacity takes a random place with probability
 * capacity/n. If the generator is one for all of the stream and vectors arrive in the order of the sequences, the pool does
 * not depend on the batch size.
 */
final class Pool {
    private final int capacity;
    private final List<double[]> vectors = new ArrayList<>();
    private long seen;

    Pool(int capacity) {
        this.capacity = capacity;
    }

    /** Takes a copy, or not. */
    void offer(double[] vector, RandomGenerator random) {
        seen++;
        if (vectors.size() < capacity) {
            vectors.add(vector.clone());
            return;
        }
        long place = Draws.below(random, seen);
        if (place < capacity) {
            vectors.set((int) place, vector.clone());
        }
    }

    int size() {
        return vectors.size();
    }

    /** How many vectors were offered. */
    long seen() {
        return seen;
    }

    /** Not to be written. */
    double[] get(int index) {
        return vectors.get(index);
    }
}
