package org.noisefloor.core.run.prepare;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** What the user was warned of, for the report; each is told at once. */
public final class Warnings {
    private final List<String> sentences = new ArrayList<>();
    private final Consumer<String> listener;

    public Warnings(Consumer<String> listener) {
        this.listener = listener;
    }

    public void add(String sentence) {
        sentences.add(sentence);
        listener.accept(sentence);
    }

    /** So far, in order. */
    public List<String> sentences() {
        return List.copyOf(sentences);
    }
}
