package org.noisefloor.backend.onnx;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.noisefloor.api.BatchShape;
import org.noisefloor.api.backend.TokenBatch;

/**
 * Sequences of a batch that run in one pass, padded, or one of them by itself.
 *
 * @param first the first of them in the batch
 * @param tokens what is fed
 */
record Rows(int first, TokenBatch tokens) {

    /** All in one pass; in as many as it takes where the graph runs with so many only, the last filled up by repeating its first sequence. */
    static List<Rows> all(TokenBatch batch, FixedShape fixed) {
        int sequences = batch.shape().sequences();
        BatchShape pass =
                BatchShape.of(fixed.inOnePass(sequences), batch.shape().length());
        List<Rows> passes = new ArrayList<>();
        for (int first = 0; first < sequences; first += pass.sequences()) {
            int from = first;
            List<int[]> tokens = IntStream.range(first, first + pass.sequences())
                    .mapToObj(s -> batch.tokens(s < sequences ? s : from))
                    .toList();
            passes.add(new Rows(first, TokenBatch.of(pass, tokens)));
        }
        return passes;
    }

    /** Each sequence that has a token, without padding where the graph takes any length. */
    static List<Rows> each(TokenBatch batch, FixedShape fixed) {
        return IntStream.range(0, batch.shape().sequences())
                .filter(s -> batch.length(s) > 0)
                .mapToObj(s -> new Rows(s, TokenBatch.of(fixed.alone(batch.length(s)), List.of(batch.tokens(s)))))
                .toList();
    }

    /** Each sequence by itself, padded as the batch is. */
    static List<Rows> single(TokenBatch batch) {
        BatchShape one = BatchShape.of(1, batch.shape().length());
        return IntStream.range(0, batch.shape().sequences())
                .mapToObj(s -> new Rows(s, TokenBatch.of(one, List.of(batch.tokens(s)))))
                .toList();
    }

    BatchShape shape() {
        return tokens.shape();
    }
}
