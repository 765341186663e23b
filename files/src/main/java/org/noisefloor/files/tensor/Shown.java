package org.noisefloor.files.tensor;

/** Texts of a file as a message shows them: in one line, and short. */
final class Shown {
    private static final int LONGEST = 80;

    private Shown() {}

    /** Control characters and halves of characters become question marks. */
    static String text(String found) {
        StringBuilder shown = new StringBuilder();
        found.codePoints()
                .limit(LONGEST)
                .map(c -> Character.isISOControl(c) || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)
                        ? '?'
                        : c)
                .forEach(shown::appendCodePoint);
        return found.codePointCount(0, found.length()) > LONGEST ? shown + "…" : shown.toString();
    }
}
