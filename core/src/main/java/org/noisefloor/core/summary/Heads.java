package org.noisefloor.core.summary;

import java.util.Arrays;
import java.util.BitSet;
import org.noisefloor.core.record.RecordSource;
import org.noisefloor.core.record.SequenceRecord;

/** What is known of a run's sequences before anything is summed up: eight bytes of each, and how many positions there are in all. */
final class Heads {
    /** Of a sequence, what becomes of these among them. */
    static final long BYTES = 16;

    private int[] indices = new int[16];
    private int[] documents = new int[16];
    private final BitSet counting = new BitSet();
    private int count;
    private long tokens;
    private long intervened;
    private long scored;
    private long ends;
    private long nonfinite;

    private Heads() {}

    static Heads of(RecordSource records) {
        Heads heads = new Heads();
        records.heads(heads::take);
        heads.indices = Arrays.copyOf(heads.indices, heads.count);
        heads.documents = Arrays.copyOf(heads.documents, heads.count);
        return heads;
    }

    private void take(SequenceRecord record) {
        if (count == indices.length) {
            indices = Arrays.copyOf(indices, 2 * count);
            documents = Arrays.copyOf(documents, 2 * count);
        }
        indices[count] = record.index();
        // a sequence of a store that does not say where it comes from is taken as a document
        documents[count] = record.documents().length == 0 ? record.index() : record.documents()[0];
        counting.set(count, record.scored() + record.ends() > 0);
        count++;
        tokens += record.length();
        intervened += record.intervened();
        scored += record.scored();
        ends += record.ends();
        nonfinite += record.nonfinite();
    }

    /** How many sequences. */
    int count() {
        return count;
    }

    /** By sequence. */
    int[] indices() {
        return indices;
    }

    /** By sequence, the document that it belongs to. */
    int[] documents() {
        return documents;
    }

    /** Whether predictions of a sequence are compared anywhere. */
    boolean counts(int sequence) {
        return counting.get(sequence);
    }

    long tokens() {
        return tokens;
    }

    long intervened() {
        return intervened;
    }

    long scored() {
        return scored;
    }

    long ends() {
        return ends;
    }

    long nonfinite() {
        return nonfinite;
    }
}
