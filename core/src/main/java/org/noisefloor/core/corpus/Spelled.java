package org.noisefloor.core.corpus;

import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** How often the texts of a corpus spell out special tokens, which then are these tokens and not the characters that stand there. */
final class Spelled {
    private static final int SHOWN = 5;

    private final Map<Integer, Long> counts = new TreeMap<>();
    private long documents;

    void add(TokenDocuments read) {
        read.spelled().forEach((token, count) -> counts.merge(token, count, Long::sum));
        documents += read.documentCount();
    }

    Optional<String> note(Tokenization tokens) {
        if (counts.isEmpty()) {
            return Optional.empty();
        }
        String most = counts.entrySet().stream()
                .sorted(Map.Entry.<Integer, Long>comparingByValue(Comparator.reverseOrder()))
                .limit(SHOWN)
                .map(each ->
                        each.getValue() + " × '" + tokens.special().get(each.getKey()) + "' (" + each.getKey() + ")")
                .collect(Collectors.joining(", "));
        int others = counts.size() - SHOWN;
        return Optional.of(
                "special tokens are spelled out in the text and became these tokens, not characters: " + most
                        + (others > 0 ? " and " + others + " others" : "") + ", in " + documents
                        + " documents that were read; those that positions.special does not have are replaced and scored like any word");
    }
}
