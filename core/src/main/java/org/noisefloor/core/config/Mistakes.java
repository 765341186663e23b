package org.noisefloor.core.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import org.noisefloor.api.UserError;

/** What is wrong in several places that do not depend on each other, so that a user learns all of it at once. */
public final class Mistakes {
    private final List<Mistake> found = new ArrayList<>();

    /** @param line where in the config, 0 for what has no line of its own */
    private record Mistake(int line, UserError error) {}

    /** A mistake that names its place already. */
    public void add(UserError mistake) {
        found.add(new Mistake(0, mistake));
    }

    /** What the work gives; where it is refused the refusal is kept, and work goes on with something else in its place. */
    public <T> T tried(Supplier<T> work, T otherwise) {
        try {
            return work.get();
        } catch (UserError refused) {
            add(refused);
            return otherwise;
        }
    }

    /** Does the work; where it is refused the refusal is kept. */
    public void tried(Runnable work) {
        try {
            work.run();
        } catch (UserError refused) {
            add(refused);
        }
    }

    /** @param sentence without the place */
    void add(Place place, String sentence) {
        found.add(new Mistake(place.line(), new UserError(oneLine(place.before(sentence)))));
    }

    /** A mistake that was found elsewhere and names its place already. */
    void add(Place place, UserError error) {
        error.sentences()
                .forEach(sentence -> found.add(new Mistake(place.line(), new UserError(oneLine(sentence), error))));
    }

    /** What a user wrote may run over several lines; what is said of it may not. */
    private static String oneLine(String sentence) {
        return sentence.replaceAll("[\\s\\p{Cntrl}\\u2028\\u2029]+", " ");
    }

    /** How many there are so far. */
    public int count() {
        return found.size();
    }

    /** All of them as one, a sentence each: in the order of the config's lines, and those of a line as they were found. */
    public void throwIfAny() {
        if (!found.isEmpty()) {
            throw UserError.all(found.stream()
                    .sorted(Comparator.comparingInt(Mistake::line))
                    .map(Mistake::error)
                    .toList());
        }
    }
}
