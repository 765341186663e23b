package org.noisefloor.api;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Something that the user can mend, said in one sentence: where, what was found, what was expected, the nearest valid
 * thing. The host prints the message without a stack trace and exits with code 2.
 *
 * <p>Throw it from a plugin for a broken file, an impossible option, a mismatch between model and plugin; any other
 * exception is a defect of the code that threw it.
 */
public final class UserError extends RuntimeException {
    private static final long serialVersionUID = 2;

    /** Line breaks among them. */
    private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}\\x80-\\x9f\\u2028\\u2029]+");

    /** An array, since an exception must be serialisable. */
    private final String[] sentences;

    /** @param message one line; control characters, which names in files may hold, become spaces */
    public UserError(String message) {
        super(inOneLine(message));
        this.sentences = new String[] {inOneLine(message)};
    }

    /** @param message one line; control characters, which names in files may hold, become spaces */
    public UserError(String message, Throwable cause) {
        super(inOneLine(message), cause);
        this.sentences = new String[] {inOneLine(message)};
    }

    private UserError(List<String> sentences) {
        super(String.join("\n", sentences));
        this.sentences = sentences.toArray(String[]::new);
    }

    private static String inOneLine(String message) {
        return CONTROL.matcher(String.valueOf(message)).replaceAll(" ");
    }

    /**
     * Several mistakes as one, so that a user learns all of them at once: their {@linkplain #sentences sentences} in order, each told
     * once; the message has one a line.
     *
     * @param mistakes at least one; a single one is given back as it is
     */
    public static UserError all(List<UserError> mistakes) {
        if (mistakes.isEmpty()) {
            throw new IllegalArgumentException("no mistakes");
        }
        if (mistakes.size() == 1) {
            return mistakes.get(0);
        }
        UserError all = new UserError(mistakes.stream()
                .flatMap(each -> each.sentences().stream())
                .distinct()
                .toList());
        mistakes.forEach(all::addSuppressed);
        return all;
    }

    /** What is wrong, a sentence for each mistake; just the message, unless it was made of {@linkplain #all several}. */
    public List<String> sentences() {
        return List.of(sentences);
    }

    /**
     * "{where}: unknown {kind} 'found'; did you mean 'nearest'?" with the list of what exists, shortened where it is long.
     *
     * @param where a file, a file with line, or the name of a model; empty for nowhere in particular
     */
    public static UserError unknown(String where, String kind, String found, Collection<String> valid) {
        return new UserError((where.isEmpty() ? "" : where + ": ") + unknownText(kind, found, valid));
    }

    /** The text of {@link #unknown} without the place. */
    public static String unknownText(String kind, String found, Collection<String> valid) {
        String hint =
                nearest(found, valid).map(n -> "; did you mean '" + n + "'?").orElse("");
        List<String> shown = valid.stream().sorted().limit(12).toList();
        String rest = valid.size() > shown.size() ? ", … (" + valid.size() + " in all)" : "";
        String list = valid.isEmpty() ? "there is none here" : "valid: " + String.join(", ", shown) + rest;
        return "unknown " + kind + " '" + found + "'" + hint + " (" + list + ")";
    }

    /**
     * The valid name closest to what was found, by edit distance; empty if nothing is close enough to be meant: no more than a third of
     * the shorter word may be wrong, and less than half of the longer, so that no two letters are taken for two others, and no long name
     * for a short one.
     */
    public static Optional<String> nearest(String found, Collection<String> valid) {
        String wanted = found.toLowerCase(Locale.ROOT);
        String best = null;
        int bestDistance = Integer.MAX_VALUE;
        for (String candidate : valid) {
            int distance = editDistance(wanted, candidate.toLowerCase(Locale.ROOT));
            if (distance < bestDistance && mayBeMeant(distance, found.length(), candidate.length())) {
                best = candidate;
                bestDistance = distance;
            }
        }
        return Optional.ofNullable(best);
    }

    private static boolean mayBeMeant(int distance, int found, int candidate) {
        return distance <= (Math.min(found, candidate) + 1) / 3 && 2 * distance < Math.max(found, candidate);
    }

    /** Levenshtein distance in which exchanging two neighbours counts once (optimal string alignment). */
    private static int editDistance(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    d[i][j] = i + j;
                    continue;
                }
                int replace = d[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                d[i][j] = Math.min(replace, 1 + Math.min(d[i - 1][j], d[i][j - 1]));
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
                }
            }
        }
        return d[a.length()][b.length()];
    }
}
