package org.noisefloor.core.corpus;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;
import org.noisefloor.core.config.Plan.Packing;

/** Documents to sequences, one at a time. */
final class Sequences implements Iterator<TokenSequence> {
    private static final int NONE = -1;

    private final Iterator<TokenDocuments.Tokens> documents;
    private final Rule rule;
    private final int[] front;

    /** What is left of the document at hand, from {@code offset}; used when packing. */
    private int[] document = new int[0];

    private int offset;

    /** How many of the tokens between documents are still to come before it. */
    private int ahead;

    /** Its place in the order of the corpus. */
    private int index = -1;

    private boolean started;
    private @Nullable TokenSequence next;

    /**
     * @param length tokens in a sequence, BOS included
     * @param front what stands between documents: the model's BOS token, if it has one; of some models several
     * @param prepend whether every sequence starts with it
     */
    record Rule(Packing packing, int length, List<Integer> front, boolean prepend) {}

    Sequences(Iterator<TokenDocuments.Tokens> documents, Rule rule) {
        this.documents = documents;
        this.rule = rule;
        this.front = rule.front().stream().mapToInt(id -> id).toArray();
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
            System.arraycopy(front, 0, sequence, 0, front.length);
            filled = front.length;
            passFront();
        }
        while (filled < sequence.length) {
            int token = nextToken();
            if (token == NONE) {
                return null;
            }
            from[filled] = index;
            sequence[filled++] = token;
        }
        if (rule.prepend()) {
            Arrays.fill(from, 0, front.length, from[front.length]);
        }
        return new TokenSequence(sequence, from);
    }

    /** Documents one after the other with the front between them; NONE at the end. */
    private int nextToken() {
        while (ahead == 0 && offset == document.length) {
            if (!open()) {
                return NONE;
            }
        }
        return ahead > 0 ? front[front.length - ahead--] : document[offset++];
    }

    /** Goes on to the next document, if there is one. A front that it brings itself is not doubled. */
    private boolean open() {
        if (!documents.hasNext()) {
            return false;
        }
        document = nextDocument();
        offset = isFront(document, 0) ? front.length : 0;
        ahead = offset > 0 || (started && document.length > 0) ? front.length : 0;
        started |= document.length > 0;
        return true;
    }

    /** Leaves out the front that comes next, for a sequence that has it already. */
    private void passFront() {
        boolean more = true;
        while (more) {
            ahead = 0;
            while (isFront(document, offset)) {
                offset += front.length;
            }
            more = offset == document.length && open();
        }
    }

    private boolean isFront(int[] tokens, int at) {
        return front.length > 0
                && at + front.length <= tokens.length
                && Arrays.equals(tokens, at, at + front.length, front, 0, front.length);
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
            int added = rule.prepend() && tokens.length > 0 && !isFront(tokens, 0) ? front.length : 0;
            int[] sequence = Arrays.copyOf(front, Math.min(rule.length(), tokens.length + added));
            System.arraycopy(tokens, 0, sequence, added, sequence.length - added);
            if (sequence.length > 1) {
                int[] from = new int[sequence.length];
                Arrays.fill(from, index);
                return new TokenSequence(sequence, from);
            }
        }
        return null;
    }
}
