package org.noisefloor.core.corpus;

import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** A sequence of a run, and which document each of its tokens comes from. Immutable. */
public final class TokenSequence {
    private final int[] tokens;
    private final int[] documents;

    /** @param documents by token, their places in the order of the corpus, from 0 */
    public TokenSequence(int[] tokens, int[] documents) {
        if (tokens.length != documents.length) {
            throw new IllegalArgumentException(tokens.length + " tokens from " + documents.length + " documents");
        }
        this.tokens = tokens.clone();
        this.documents = documents.clone();
    }

    /** Its first tokens. */
    public TokenSequence first(int length) {
        return new TokenSequence(Arrays.copyOf(tokens, length), Arrays.copyOf(documents, length));
    }

    /** How many tokens, BOS included. */
    public int length() {
        return tokens.length;
    }

    public int token(int at) {
        return tokens[at];
    }

    /**
     * The document that a token comes from, as its place in the order of the corpus, from 0; empty documents count. A BOS token that was
     * put in belongs to the document behind it.
     */
    public int document(int at) {
        return documents[at];
    }

    /**
     * The documents that tokens come from: first the one that most of them come from, of several the first, then the others in order.
     */
    public int[] documents() {
        SortedMap<Integer, Integer> tokensOf = new TreeMap<>();
        for (int document : documents) {
            tokensOf.merge(document, 1, Integer::sum);
        }
        int owner = Collections.max(tokensOf.entrySet(), Map.Entry.comparingByValue())
                .getKey();
        return IntStream.concat(
                        IntStream.of(owner),
                        tokensOf.keySet().stream().mapToInt(Integer::intValue).filter(each -> each != owner))
                .toArray();
    }

    /** The token ids; a copy. */
    public int[] tokens() {
        return tokens.clone();
    }
}
