package org.noisefloor.core.config;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.noisefloor.api.UserError;
import org.noisefloor.core.plugins.Catalogue;

/** Which versions of a plugin will do: one ({@code 1.2.0}), or all from one on ({@code >=1.2}). */
final class VersionCondition {
    private static final Pattern FORM = Pattern.compile("(>=)?\\s*([0-9A-Za-z][0-9A-Za-z.+_-]*)");

    private VersionCondition() {}

    /** What keeps the installed plugin from fulfilling it, if anything. */
    static Optional<String> problem(String plugin, String wanted, Catalogue catalogue) {
        Matcher form = FORM.matcher(wanted.strip());
        if (!form.matches()) {
            return Optional.of("'" + wanted + "' is no version; expected one such as 1.2.0 or >=1.2.0");
        }
        List<String> ids = catalogue.entries().stream()
                .map(Catalogue.Entry::plugin)
                .filter(id -> !id.isEmpty())
                .distinct()
                .toList();
        if (!ids.contains(plugin)) {
            return Optional.of(UserError.unknownText("plugin", plugin, ids));
        }
        String there = catalogue.entries().stream()
                .filter(entry -> entry.plugin().equals(plugin))
                .map(Catalogue.Entry::version)
                .findFirst()
                .orElseThrow();
        boolean fits = form.group(1) == null ? there.equals(form.group(2)) : compare(there, form.group(2)) >= 0;
        return fits
                ? Optional.empty()
                : Optional.of("plugin '" + plugin + "' is of version " + there + ", but " + wanted.strip()
                        + " is wanted; install that one, or change the config");
    }

    /** Part by part, numbers as numbers; what has a suffix such as {@code -SNAPSHOT} comes before what has none. */
    static int compare(String one, String other) {
        String[] ones = one.split("[-+]", 2);
        String[] others = other.split("[-+]", 2);
        String[] a = ones[0].split("\\.");
        String[] b = others[0].split("\\.");
        for (int i = 0; i < Math.max(a.length, b.length); i++) {
            String x = i < a.length ? a[i] : "0";
            String y = i < b.length ? b[i] : "0";
            int order = isNumber(x) && isNumber(y) ? new BigInteger(x).compareTo(new BigInteger(y)) : x.compareTo(y);
            if (order != 0) {
                return order;
            }
        }
        return ones.length == others.length
                ? (ones.length == 1 ? 0 : ones[1].compareTo(others[1]))
                : others.length - ones.length;
    }

    private static boolean isNumber(String part) {
        return part.matches("[0-9]+");
    }
}
