package org.noisefloor.core.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.noisefloor.api.UserError;

/** Everything that is wrong with a config, so that a user learns all of it at once. */
final class Problems {
    private final List<Problem> found = new ArrayList<>();

    private record Problem(int line, String sentence) {}

    /** @param sentence without the place */
    void add(Place place, String sentence) {
        found.add(new Problem(place.line(), oneLine(place.before(sentence))));
    }

    /** A mistake that was found elsewhere and names its place already. */
    void add(Place place, UserError error) {
        found.add(new Problem(place.line(), oneLine(String.valueOf(error.getMessage()))));
    }

    /** What a user wrote may run over several lines; what is said of it may not. */
    private static String oneLine(String sentence) {
        return sentence.replaceAll("[\\s\\p{Cntrl}\\u2028\\u2029]+", " ");
    }

    int count() {
        return found.size();
    }

    /** One line for each problem, in the order of the file. */
    void throwIfAny() {
        if (!found.isEmpty()) {
            throw new UserError(found.stream()
                    .sorted(Comparator.comparingInt(Problem::line))
                    .map(Problem::sentence)
                    .distinct()
                    .collect(Collectors.joining("\n")));
        }
    }
}
