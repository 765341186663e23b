package org.noisefloor.core.report;

import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntFunction;
import org.noisefloor.core.record.SequenceRecord;

/** The tokens that occur in a run's records, in sequences and among the most probable ones. */
public final class TokensSeen {
    private final BitSet seen = new BitSet();

    public void take(SequenceRecord record) {
        add(record.tokens());
        add(record.original().likely());
        record.single().forEach(arm -> add(arm.shown().spliced().likely()));
    }

    private void add(int[] tokens) {
        for (int token : tokens) {
            if (token >= 0) {
                seen.set(token);
            }
        }
    }

    /** Their texts, by id. */
    public Map<Integer, String> texts(IntFunction<String> text) {
        Map<Integer, String> texts = new LinkedHashMap<>();
        seen.stream().forEach(token -> texts.put(token, text.apply(token)));
        return texts;
    }
}
