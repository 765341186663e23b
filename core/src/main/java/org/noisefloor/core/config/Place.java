package org.noisefloor.core.config;

/**
 * Where something stands.
 *
 * @param text as it is shown, {@code demo.yaml:12} or {@code --set run.threads}
 * @param line for sorting; overrides come after the file
 */
record Place(String text, int line) {

    static Place line(String file, int line) {
        return new Place(file + ":" + line, line);
    }

    static Place override(String key) {
        return new Place("--set " + key, Integer.MAX_VALUE);
    }
}
