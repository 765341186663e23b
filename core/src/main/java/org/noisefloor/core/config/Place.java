package org.noisefloor.core.config;

/**
 * Where something stands.
 *
 * @param text as it is shown, {@code demo.yaml:12} or {@code --set run.threads}
 * @param line for sorting; overrides come after the file
 */
record Place(String text, int line) {
    static final String OVERRIDE = "--set ";

    /** A sentence with its place in front, which is not said twice where both name the key of an override. */
    String before(String sentence) {
        String key = text.startsWith(OVERRIDE) ? text.substring(OVERRIDE.length()) : "";
        boolean named = !key.isEmpty() && sentence.startsWith(key + ": ");
        return text + ": " + (named ? sentence.substring(key.length() + 2) : sentence);
    }

    boolean isOverride() {
        return text.startsWith(OVERRIDE);
    }

    static Place line(String file, int line) {
        return new Place(file + ":" + line, line);
    }

    static Place override(String key) {
        return new Place(OVERRIDE + key, Integer.MAX_VALUE);
    }
}
