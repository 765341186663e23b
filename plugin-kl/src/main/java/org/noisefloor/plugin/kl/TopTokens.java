package org.noisefloor.plugin.kl;

/** The tokens with the k highest logits, the lowest ids among equals; sorted from the highest down. */
final class TopTokens {
    private final int k;
    private int[] tokens;
    private int size;

    TopTokens(int k) {
        this.k = k;
        this.tokens = new int[16];
    }

    /** How many there are: k, or the vocabulary if that is smaller. */
    int size() {
        return size;
    }

    void read(float[] logits, int vocabulary) {
        size = 0;
        int wanted = Math.min(k, vocabulary);
        if (tokens.length < wanted) {
            tokens = new int[wanted];
        }
        float lowest = Float.NEGATIVE_INFINITY;
        for (int v = 0; v < vocabulary; v++) {
            if (size < wanted || logits[v] > lowest) {
                insert(v, logits, wanted);
                lowest = logits[tokens[size - 1]];
            }
        }
    }

    private void insert(int token, float[] logits, int wanted) {
        int at = size < wanted ? size++ : size - 1;
        while (at > 0 && logits[tokens[at - 1]] < logits[token]) {
            tokens[at] = tokens[at - 1];
            at--;
        }
        tokens[at] = token;
    }

    int shared(TopTokens other) {
        int shared = 0;
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < other.size; j++) {
                shared += tokens[i] == other.tokens[j] ? 1 : 0;
            }
        }
        return shared;
    }
}
