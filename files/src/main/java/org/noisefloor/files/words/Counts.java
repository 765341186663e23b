package org.noisefloor.files.words;

import java.util.List;

/** Numbers as they stand in a sentence. */
final class Counts {
    private static final List<String> WORDS = List.of(
            "none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve");

    private Counts() {}

    static String word(int n) {
        return n < WORDS.size() ? WORDS.get(n) : Integer.toString(n);
    }

    /** {@code both}, {@code all six}. */
    static String all(int n) {
        return n == 2 ? "both" : "all " + word(n);
    }

    /** {@code one costs}, {@code two cost}. */
    static String verb(int n, String plural) {
        return n == 1 ? plural + "s" : plural;
    }
}
