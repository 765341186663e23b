package org.noisefloor.core.corpus;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.noisefloor.api.UserError;
import org.noisefloor.api.corpus.Document;
import org.noisefloor.files.text.PlainNumbers;

/**
 * Characters that no text has. They are what is left of another format, of another encoding, or of a broken file, and a model has hardly
 * seen them: a few of them can make the perplexity of a page.
 */
final class Characters {
    private static final int SHOWN = 5;
    private static final int REPLACEMENT = 0xFFFD;
    private static final int NEXT_LINE = 0x85;

    private final Map<Integer, Long> odd = new TreeMap<>();
    private String first = "";

    /**
     * Looks through a text, and counts what is odd in it.
     *
     * @throws UserError if it has a NUL or half a character
     */
    void look(Document.Text document) {
        String text = document.text();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0) {
                throw new UserError(document.place() + ": " + found(text, i)
                        + ", which no text has: is this a binary file, or UTF-16 without its mark? Save it as UTF-8, or take such"
                        + " bytes out (tr -d '\\000')");
            }
            if (Character.isSurrogate(c)) {
                if (i + 1 < text.length() && Character.isSurrogatePair(c, text.charAt(i + 1))) {
                    i++;
                } else {
                    throw new UserError(document.place() + ": half a character (" + named(c)
                            + " without its other surrogate)" + place(text, i));
                }
            } else if (isOdd(c)) {
                odd.merge((int) c, 1L, Long::sum);
                first = first.isEmpty() ? document.place() + place(text, i) : first;
            }
        }
    }

    /** Controls but for those that lay out a text, what stands for undecodable bytes, and what is no character. */
    private static boolean isOdd(char c) {
        return c == REPLACEMENT
                || c >= 0xFFFE
                || (Character.isISOControl(c) && c != NEXT_LINE && !(c >= '\t' && c <= '\r'));
    }

    /** A character of a text with its place: {@code U+0000 (NUL) in the text, at column 2}. */
    static String found(String text, int at) {
        return named(text.charAt(at)) + place(text, at);
    }

    private static String named(int c) {
        return "U+" + String.format(Locale.ROOT, "%04X", c) + (c == 0 ? " (NUL)" : c == REPLACEMENT ? " (�)" : "");
    }

    /** {@code  in line 3 of the text, at column 7}; of a text of one line the column alone. */
    private static String place(String text, int at) {
        long line = 1 + text.substring(0, at).chars().filter(c -> c == '\n').count();
        int column = at - text.lastIndexOf('\n', at - 1);
        return (text.indexOf('\n') < 0 ? " in the text" : " in line " + line + " of the text") + ", at column "
                + column;
    }

    void add(Characters others) {
        others.odd.forEach((c, count) -> odd.merge(c, count, Long::sum));
        first = first.isEmpty() ? others.first : first;
    }

    /** What a user should know of them; empty if there are none. */
    Optional<String> note() {
        if (odd.isEmpty()) {
            return Optional.empty();
        }
        long all = odd.values().stream().mapToLong(count -> count).sum();
        String which = odd.entrySet().stream()
                .limit(SHOWN)
                .map(each -> PlainNumbers.count(each.getValue()) + " × " + named(each.getKey()))
                .collect(Collectors.joining(", "));
        return Optional.of("the texts have " + PlainNumbers.counted(all, "character")
                + " that texts do not have, left over from another format or encoding: " + which
                + (odd.size() > SHOWN ? " and " + (odd.size() - SHOWN) + " others" : "") + "; the first is at " + first
                + "; models predict badly around them, so take them out if they are no part of what you measure");
    }
}
