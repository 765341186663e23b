package org.noisefloor.core.cli;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.lang.model.SourceVersion;

/** Which names a plugin's project may have, and the nearest that it may where one may not be. */
final class PluginNames {
    private static final Pattern ID = Pattern.compile("[a-z][a-z0-9_]*");

    /** A folder and a class are named after it. */
    private static final int LONGEST = 60;

    private PluginNames() {}

    /** What is wrong with the id of a provider; empty for nothing. */
    static Optional<String> faultOfId(String id) {
        if (ID.matcher(id).matches() && id.length() <= LONGEST) {
            return Optional.empty();
        }
        String nearest = nearest(id, "my_plugin");
        return Optional.of(
                "plugins new: '" + id + "' cannot be an id: lower-case letters, digits and underscores, starting with a"
                        + " letter, at most " + LONGEST + " in all; '" + nearest + "' can");
    }

    /** What is wrong with a package; empty for nothing. */
    static Optional<String> faultOfPackage(String name) {
        String nearest = Arrays.stream(name.split("[./\\\\]"))
                .filter(part -> !part.isBlank())
                .map(part -> nearest(part, "example"))
                .map(part -> SourceVersion.isKeyword(part) ? part + "_" : part)
                .collect(Collectors.joining("."));
        if (nearest.isEmpty()) {
            nearest = "org.example";
        }
        String where = "--package: '" + name + "' ";
        if (isInside(name, "org.noisefloor") || isInside(name, "java") || isInside(name, "org.slf4j")) {
            return Optional.of(where + "is a package of " + (isInside(name, "java") ? "the JDK's" : "the host's")
                    + ", where no class of a plugin is looked for; take one of your own, 'org.example' for instance");
        }
        Optional<String> keyword = Arrays.stream(name.split("\\.", -1))
                .filter(SourceVersion::isKeyword)
                .findFirst();
        if (keyword.isPresent()) {
            return Optional.of(
                    where + "has the Java keyword '" + keyword.get() + "' in it; '" + nearest + "' has none");
        }
        return name.equals(nearest)
                ? Optional.empty()
                : Optional.of(where
                        + "cannot be a package: lower-case letters, digits and underscores with dots between them, each"
                        + " part starting with a letter; '" + nearest + "' can");
    }

    private static boolean isInside(String name, String outer) {
        return name.equals(outer) || name.startsWith(outer + ".");
    }

    /** The same word of lower-case letters, digits and underscores, starting with a letter. */
    private static String nearest(String word, String otherwise) {
        String lower = word.replaceAll("([a-z0-9])([A-Z])", "$1_$2")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9_]+", "_")
                .replaceAll("^[^a-z]+", "");
        String cut = lower.length() > LONGEST ? lower.substring(0, LONGEST) : lower;
        return cut.isEmpty() ? otherwise : cut;
    }

    /** {@code MyMetricPlugin} for {@code my_metric}; no class of the JDK or the API is called so. */
    static String className(String id) {
        return Arrays.stream(id.split("_"))
                        .filter(part -> !part.isEmpty())
                        .map(part -> part.substring(0, 1).toUpperCase(Locale.ROOT) + part.substring(1))
                        .collect(Collectors.joining())
                + "Plugin";
    }
}
