package org.noisefloor.core.run.batch;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.noisefloor.api.BatchShape;
import org.noisefloor.api.backend.TokenBatch;
import org.noisefloor.core.corpus.TokenSequence;

/** The sequences that run together, and where they come from; row = sequence of the batch × length + position. Immutable. */
public final class SequenceBatch {
    private final BatchShape shape;
    private final int[] indices;
    private final List<TokenSequence> sequences;
    private final TokenBatch tokens;

    /**
     * Sequences that follow each other in the run.
     *
     * @param first the index of the first of them in the run
     * @param sequences at most as many as fit; empty ones follow
     */
    public SequenceBatch(BatchShape shape, int first, List<TokenSequence> sequences) {
        this(shape, IntStream.range(first, first + shape.sequences()).toArray(), sequences);
    }

    /** @param indices in the run, also of the empty ones, which have none of their own */
    private SequenceBatch(BatchShape shape, int[] indices, List<TokenSequence> sequences) {
        this.shape = shape;
        this.indices = indices;
        this.sequences = List.copyOf(sequences);
        this.tokens = TokenBatch.of(
                shape, sequences.stream().map(TokenSequence::tokens).toList());
    }

    /** The next sequences, as many as fit into a batch. */
    public static SequenceBatch next(Iterator<TokenSequence> from, BatchShape shape, int first) {
        List<TokenSequence> sequences = new ArrayList<>();
        while (from.hasNext() && sequences.size() < shape.sequences()) {
            sequences.add(from.next());
        }
        return new SequenceBatch(shape, first, sequences);
    }

    /**
     * The same sequences in batches of the same shape, the longest first, so that those of one batch are of like length; among equal ones in
     * the order of the run.
     *
     * @param window batches that follow each other in the run
     */
    public static List<SequenceBatch> byLength(List<SequenceBatch> window) {
        record Placed(int index, TokenSequence sequence) {}
        List<Placed> all = new ArrayList<>();
        for (SequenceBatch batch : window) {
            for (int s = 0; s < batch.count(); s++) {
                all.add(new Placed(batch.indices[s], batch.sequences.get(s)));
            }
        }
        int behind = all.get(0).index() + all.size();
        all.sort(Comparator.comparingInt((Placed each) -> each.sequence().length())
                .reversed());
        BatchShape shape = window.get(0).shape;
        List<SequenceBatch> sorted = new ArrayList<>();
        for (int from = 0; from < all.size(); from += shape.sequences()) {
            List<Placed> some = all.subList(from, Math.min(all.size(), from + shape.sequences()));
            int[] indices = IntStream.range(0, shape.sequences())
                    .map(s -> s < some.size() ? some.get(s).index() : behind + s - some.size())
                    .toArray();
            sorted.add(new SequenceBatch(
                    shape, indices, some.stream().map(Placed::sequence).toList()));
        }
        return sorted;
    }

    public BatchShape shape() {
        return shape;
    }

    public TokenBatch tokens() {
        return tokens;
    }

    /** Without those that only fill it up. */
    public List<TokenSequence> sequences() {
        return sequences;
    }

    /** How many sequences it has, without those that only fill it up. */
    public int count() {
        return sequences.size();
    }

    /** The first row of one of its sequences. */
    public int start(int sequence) {
        return sequence * shape.length();
    }

    /** The place of a row in its sequence. */
    public int position(int row) {
        return row % shape.length();
    }

    /** The index of a row's sequence in the run. */
    public int sequence(int row) {
        return indices[row / shape.length()];
    }

    /** Tokens of a row's sequence. */
    public int length(int row) {
        return tokens.length(row / shape.length());
    }

    /** The token at a place of a row's sequence; 0 in padding. */
    public int token(int row, int at) {
        return tokens.token(row / shape.length(), at);
    }

    /** The token that follows a row's in its sequence; −1 if none does. */
    public int target(int row) {
        int next = position(row) + 1;
        return next < length(row) ? token(row, next) : -1;
    }

    /** The document that a row's token comes from; −1 in padding. */
    public int document(int row) {
        int sequence = row / shape.length();
        return position(row) < tokens.length(sequence) ? sequences.get(sequence).document(position(row)) : -1;
    }
}
