package org.noisefloor.api.report;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.noisefloor.api.report.Verdict.Word;

/** Verdicts as every form of a report words them, so that console, page and Markdown say the same. Nothing is judged here. */
public final class VerdictWords {
    private VerdictWords() {}

    /**
     * What an intervention is against its floors by one figure: {@code worse than a and b, unknown against c (the floor is not above
     * 0)}. Empty if there is no verdict.
     *
     * @param floors the names of those to speak of, in this order
     */
    public static String of(ArmReport intervention, String figure, Collection<String> floors) {
        List<String> parts = new ArrayList<>();
        for (Word word : Word.values()) {
            Map<String, List<String>> byReason = new LinkedHashMap<>();
            for (String floor : floors) {
                intervention
                        .against(floor, figure)
                        .map(FloorContrast::verdict)
                        .filter(verdict -> verdict.word() == word)
                        .ifPresent(verdict -> byReason.computeIfAbsent(reason(verdict), key -> new ArrayList<>())
                                .add(floor));
            }
            byReason.forEach((reason, names) -> parts.add(against(word) + " " + and(names) + reason));
        }
        return String.join(", ", parts);
    }

    private static String reason(Verdict verdict) {
        return Optional.ofNullable(verdict.reason())
                .map(reason -> " (" + reason + ")")
                .orElse("");
    }

    private static String against(Word word) {
        return word.inWords()
                + switch (word) {
                    case WORSE, MILDER -> " than";
                    case NOT_TOLD_APART -> " from";
                    case LEVEL -> " with";
                    case UNKNOWN -> " against";
                };
    }

    /** {@code a, b and c}. */
    public static String and(List<String> items) {
        int last = items.size() - 1;
        return last < 1
                ? String.join("", items)
                : String.join(", ", items.subList(0, last)) + " and " + items.get(last);
    }
}
