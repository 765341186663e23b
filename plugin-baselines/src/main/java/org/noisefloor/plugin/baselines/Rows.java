package org.noisefloor.plugin.baselines;

import java.nio.FloatBuffer;
import org.noisefloor.api.intervention.Activations;

/** Rows of activation matrices, to and from arrays; buffers keep their positions. */
final class Rows {
    private Rows() {}

    /** Reads one row of a matrix [rows, row.length]. */
    static void read(FloatBuffer matrix, int index, float[] row) {
        matrix.get(index * row.length, row);
    }

    /** Writes one row of what is put in place of the original. */
    static void write(Activations activations, int index, float[] row) {
        activations.replaced().put(index * row.length, row);
    }
}
