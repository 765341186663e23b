package org.noisefloor.core.summary;

import java.util.List;
import java.util.stream.Collectors;
import org.noisefloor.core.record.RunDescription.MaskRule;

/** Which positions count, in a sentence. */
public final class MaskInWords {
    private MaskInWords() {}

    public static String of(MaskRule mask) {
        String rule = rule(mask.special(), mask.skipFirst());
        return mask.followsSaelens()
                ? rule
                        + "; as in SAELens, divergences between predictions are taken at the last position of a"
                        + " sequence too"
                : rule;
    }

    private static String rule(List<Integer> special, int skipFirst) {
        String ids = special.stream().map(String::valueOf).collect(Collectors.joining(", "));
        String rule = special.isEmpty()
                ? "all tokens are intervened on and scored"
                : "special tokens (" + (special.size() == 1 ? "id " : "ids ") + ids
                        + ") are neither intervened on nor scored";
        return skipFirst == 0
                ? rule
                : rule + (special.isEmpty() ? ", but not " : ", nor ")
                        + (skipFirst == 1 ? "the first position" : "the first " + skipFirst + " positions")
                        + " of a sequence";
    }
}
