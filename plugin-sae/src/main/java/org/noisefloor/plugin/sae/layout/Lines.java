package org.noisefloor.plugin.sae.layout;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The lines {@code key: text} of a small YAML file, of which nothing else is of use here. */
final class Lines {
    private static final Pattern LINE = Pattern.compile("([A-Za-z_]+):\\s*[\"']?([^\"'#\\s]+)[\"']?\\s*(?:#.*)?");
    private static final int MOST = 1_000;

    private Lines() {}

    /** None if there is no such file, or it is no text. */
    static Map<String, String> of(Path file) {
        Map<String, String> values = new HashMap<>();
        if (!Files.isRegularFile(file)) {
            return values;
        }
        try (Stream<String> lines = Files.lines(file)) {
            lines.limit(MOST)
                    .map(LINE::matcher)
                    .filter(Matcher::matches)
                    .forEach(found -> values.putIfAbsent(found.group(1), found.group(2)));
            return values;
        } catch (IOException | UncheckedIOException unreadable) {
            return Map.of();
        }
    }
}
