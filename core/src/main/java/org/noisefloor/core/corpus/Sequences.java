package org.noisefloor.core.corpus;

import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.noisefloor.core.config.Plan.Packing;

/** Documents to sequences, one at a time. */
final class Sequences implements Iterator<TokenSequence> {
    private static final int NONE = -1;

    private final Iterator<TokenDocuments.Tokens> documents;
    private final Rule rule;
    private final int bos;

    /** What is left of the document at hand, from {@code offset}; used when packing. */
    private int[] document = new int[0];

    private int offset;

    /** Its place in the order of the corpus. */
    private int index = -1;

    private boolean started;
    private @Nullable TokenSequence next;

    /**
     * @param length tokens in a sequence, BOS included
     * @param bos the model's BOS token, if it has one
     * @param prepend whether every sequence starts with it
     */
    record Rule(Packing packing, int length, OptionalInt bos, boolean prepend) {}

    Sequences(Iterator<TokenDocuments.Tokens> documents, Rule rule) {
        this.documents = documents;
        this.rule = rule;
        this.bos = rule.bos().orElse(NONE);
        this.next = read();
    }

    @Override
    public boolean hasNext() {
        return next != null;
    }

    @Override
    public TokenSequence next() {
        TokenSequence sequence = next;
        if (sequence == null) {
            throw new NoSuchElementException();
        }
        next = read();
        return sequence;
    }

    private @Nullable TokenSequence read() {
        return rule.packing() == Packing.PACKED ? packed() : document();
    }

    /** The next {@code length} tokens of all documents in a row; null if there are fewer. */
    private @Nullable TokenSequence packed() {
        int[] sequence = new int[rule.length()];
        int[] from = new int[rule.length()];
        int filled = 0;
        if (rule.prepend()) {
            sequence[filled++] = bos;
        }
        while (filled < sequence.length) {
            int token = nextToken();
            if (token == NONE) {
                return null;
            }
            // a document that begins here brings the BOS that is there already
            if (!(filled == 1 && rule.prepend() && token == bos)) {
                from[filled] = index;
                sequence[filled++] = token;
            }
        }
        if (rule.prepend()) {
            from[0] = from[1];
        }
        return new TokenSequence(sequence, from);
    }

    /** Documents one after the other with one BOS between them; NONE at the end. */
    private int nextToken() {
        while (offset == document.length) {
            if (!documents.hasNext()) {
                return NONE;
            }
            document = nextDocument();
            offset = 0;
            boolean separate = started && bos != NONE && document.length > 0 && document[0] != bos;
            started |= document.length > 0;
            if (separate) {
                return bos;
            }
        }
        return document[offset++];
    }

    private int[] nextDocument() {
        TokenDocuments.Tokens next = documents.next();
        index = next.document();
        return next.ids();
    }

    /** The next document, cut at the length. One that leaves a single token has nothing to predict and is passed over. */
    private @Nullable TokenSequence document() {
        while (documents.hasNext()) {
            int[] tokens = nextDocument();
            boolean add = rule.prepend() && tokens.length > 0 && tokens[0] != bos;
            int[] sequence = new int[Math.min(rule.length(), tokens.length + (add ? 1 : 0))];
            if (add) {
                sequence[0] = bos;
                System.arraycopy(tokens, 0, sequence, 1, sequence.length - 1);
            } else {
                sequence = Arrays.copyOf(tokens, sequence.length);
            }
            if (sequence.length > 1) {
                int[] from = new int[sequence.length];
                Arrays.fill(from, index);
                return new TokenSequence(sequence, from);
            }
        }
        return null;
    }
}
