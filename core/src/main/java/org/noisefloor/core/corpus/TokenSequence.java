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

    /** The document that it belongs to: the one that most of its tokens come from, of several the first. */
    public int owner() {
        SortedMap<Integer, Integer> tokensOf = new TreeMap<>();
        for (int document : documents) {
            tokensOf.merge(document, 1, Integer::sum);
        }
        return Collections.max(tokensOf.entrySet(), Map.Entry.comparingByValue())
                .getKey();
    }

    /** The documents that tokens come from: first its owner, then the others in order. */
    public int[] documents() {
        int owner = owner();
        return IntStream.concat(
                        IntStream.of(owner),
                        Arrays.stream(documents)
                                .distinct()
                                .filter(each -> each != owner)
                                .sorted())
                .toArray();
    }

    /** The token ids; a copy. */
    public int[] tokens() {
        return tokens.clone();
    }
}
