package org.noisefloor.backend.onnx;

import java.util.List;
import java.util.stream.IntStream;
import org.noisefloor.api.BatchShape;
import org.noisefloor.api.backend.TokenBatch;

/**
 * Sequences of a batch that run in one pass: all, padded, or one of them by itself.
 *
 * @param first the first of them in the batch
 * @param tokens what is fed
 */
record Rows(int first, TokenBatch tokens) {

    static List<Rows> all(TokenBatch batch) {
        return List.of(new Rows(0, batch));
    }

    /** Each sequence that has a token, without padding where the graph takes any length. */
    static List<Rows> each(TokenBatch batch, ModelInputs inputs) {
        return IntStream.range(0, batch.shape().sequences())
                .filter(s -> batch.length(s) > 0)
                .mapToObj(s -> {
                    BatchShape alone = new BatchShape(1, inputs.lengthFor(batch.length(s)));
                    return new Rows(s, TokenBatch.of(alone, List.of(batch.tokens(s))));
                })
                .toList();
    }

    BatchShape shape() {
        return tokens.shape();
    }
}
