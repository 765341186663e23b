package org.noisefloor.spark;

import java.util.List;

/** Something is wrong, and computing again would not help. */
public final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int exitCode;
    private final String[] sentences;

    /** @param exitCode 0 if nothing is wrong, but there is nothing to do either */
    public Refusal(int exitCode, List<String> sentences) {
        super(String.join("; ", sentences), null, false, false);
        this.exitCode = exitCode;
        this.sentences = sentences.toArray(String[]::new);
    }

    static Refusal ofInput(String sentence) {
        return new Refusal(2, List.of(sentence));
    }

    int exitCode() {
        return exitCode;
    }

    List<String> sentences() {
        return List.of(sentences);
    }
}
