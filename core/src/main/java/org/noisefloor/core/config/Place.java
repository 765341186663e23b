package org.noisefloor.core.config;

/**
 * Where something stands.
 *
 * @param text as it is shown, {@code demo.yaml:12}, {@code --set run.threads} or {@code --threads}
 * @param line for sorting; overrides come after the file
 * @param overridden the dotted key that the command line gives; empty in a file
 */
record Place(String text, int line, String overridden) {
    Place(String text, int line) {
        this(text, line, "");
    }

    /** A sentence with its place in front, which is not said twice where both name the key of an override. */
    String before(String sentence) {
        boolean named = isOverride() && sentence.startsWith(overridden + ": ");
        return text + ": " + (named ? sentence.substring(overridden.length() + 2) : sentence);
    }

    boolean isOverride() {
        return !overridden.isEmpty();
    }

    static Place line(String file, int line) {
        return new Place(file + ":" + line, line);
    }

    /** @param option what the user wrote: {@code --set run.threads}, or {@code --threads} */
    static Place override(String key, String option) {
        return new Place(option, Integer.MAX_VALUE, key);
    }
}
