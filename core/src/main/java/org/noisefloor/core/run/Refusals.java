package org.noisefloor.core.run;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Supplier;
import org.noisefloor.api.UserError;

/** What is wrong in several stages that do not depend on each other, so that a user learns all of it at once. */
final class Refusals {
    private final Set<String> sentences = new LinkedHashSet<>();

    /** What the work gives; where it is refused the refusal is kept, and work goes on with something else in its place. */
    <T> T tried(Supplier<T> work, T otherwise) {
        try {
            return work.get();
        } catch (UserError refused) {
            sentences.add(String.valueOf(refused.getMessage()));
            return otherwise;
        }
    }

    /** One line for each, in the order in which they were found. */
    void throwIfAny() {
        if (!sentences.isEmpty()) {
            throw new UserError(String.join("\n", sentences));
        }
    }
}
