package org.noisefloor.files.text;

import java.util.HashSet;
import java.util.List;

/** Names that are cut in the middle to fit, and still differ from each other: what tells names apart mostly stands at an end. */
public final class Shortened {
    private static final String CUT = "…";

    private Shortened() {}

    /**
     * The names in at most {@code most} characters each, cut as near to the middle as they then still differ; a few characters more
     * where they would not.
     */
    public static List<String> all(List<String> names, int most) {
        int different = new HashSet<>(names).size();
        int longest = names.stream().mapToInt(String::length).max().orElse(0);
        for (int length = most; length < longest; length++) {
            for (int shift = 0; shift < length / 2 - 1; shift++) {
                for (int head : List.of(length / 2 - shift, length / 2 + shift)) {
                    List<String> shortened = cut(names, length, head);
                    if (new HashSet<>(shortened).size() == different) {
                        return shortened;
                    }
                }
            }
        }
        return List.copyOf(names);
    }

    /** @param head how many characters stay before the cut */
    private static List<String> cut(List<String> names, int most, int head) {
        return names.stream()
                .map(name -> name.length() <= most
                        ? name
                        : name.substring(0, head) + CUT + name.substring(name.length() - (most - head - CUT.length())))
                .toList();
    }
}
