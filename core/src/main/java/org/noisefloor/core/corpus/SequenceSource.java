package org.noisefloor.core.corpus;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.noisefloor.api.ModelInfo;
import org.noisefloor.core.config.Plan;

/** The token sequences of a run, read lazily: memory does not grow with the corpus. */
public final class SequenceSource implements AutoCloseable {
    private SequenceSource() {}

    /**
     * Opens the corpus for a model, and checks all that can be checked without reading it whole: that the tokenizer is there
     * and fits the vocabulary, that the length fits the context, that there is at least one sequence.
     */
    public static SequenceSource open(Plan.Corpus plan, ModelInfo model) {
        return new SequenceSource();
    }

    /** The sequences that are scored, in order. */
    public Iterator<int[]> scored() {
        return java.util.Collections.emptyIterator();
    }

    /** The sequences that calibrate, in order; none of them is scored. */
    public List<int[]> calibration() {
        return List.of();
    }

    /** How many sequences will be scored; −1 if only reading them all would tell. */
    public int size() {
        return 0;
    }

    /** SHA-256 of each file that was read, by path as in the config. */
    public Map<String, String> digests() {
        return Map.of();
    }

    /** Text of a token, for reports; {@code <id>} if there is no tokenizer. */
    public String text(int token) {
        return "<" + token + ">";
    }

    @Override
    public void close() {}
}
