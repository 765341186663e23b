package org.noisefloor.core.run.batch;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.noisefloor.api.BatchShape;
import org.noisefloor.api.backend.TokenBatch;
import org.noisefloor.core.corpus.TokenSequence;

/** The sequences that run together, and where they come from; row = sequence of the batch × length + position. Immutable. */
public final class SequenceBatch {
    private final BatchShape shape;
    private final int first;
    private final List<TokenSequence> sequences;
    private final TokenBatch tokens;

    /**
     * @param first the index of the first of them in the run
     * @param sequences at most as many as fit; empty ones follow
     */
    public SequenceBatch(BatchShape shape, int first, List<TokenSequence> sequences) {
        this.shape = shape;
        this.first = first;
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
        return first + row / shape.length();
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
