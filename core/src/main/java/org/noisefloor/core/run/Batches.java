package org.noisefloor.core.run;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.noisefloor.api.BatchShape;

/** Takes sequences a batch at a time. */
final class Batches {
    private Batches() {}

    static List<int[]> next(Iterator<int[]> sequences, BatchShape shape) {
        List<int[]> batch = new ArrayList<>();
        while (sequences.hasNext() && batch.size() < shape.sequences()) {
            batch.add(sequences.next());
        }
        return batch;
    }
}
