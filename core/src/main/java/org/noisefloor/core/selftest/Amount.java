package org.noisefloor.core.selftest;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import org.noisefloor.api.UserError;
import org.noisefloor.core.config.Mistakes;
import org.noisefloor.core.run.batch.DrawKey;

/**
 * How much is tried.
 *
 * @param documents in each repetition
 * @param seed of their choice, and of all random draws
 */
public record Amount(int repetitions, int documents, long seed) {
    /** With fewer there are no intervals. */
    private static final int FEWEST = 6;

    /** With fewer, rates say nothing. */
    private static final int FEWEST_REPETITIONS = 10;

    /** Documents in all repetitions: hours of work, and as many as one run's sequences can be. */
    private static final int MOST = 1_000_000;

    /** @throws UserError if nothing would come of it */
    public Amount {
        Mistakes mistakes = new Mistakes();
        if (documents < FEWEST) {
            mistakes.add(new UserError("--documents: expected a whole number of at least " + FEWEST + ", found '"
                    + documents + "'; fewer documents give no interval"));
        }
        if (repetitions < FEWEST_REPETITIONS) {
            mistakes.add(new UserError("--repetitions: expected a whole number of at least " + FEWEST_REPETITIONS
                    + ", found '" + repetitions + "'; fewer say nothing of a rate"));
        }
        if ((long) repetitions * documents > MOST) {
            mistakes.add(new UserError(String.format(
                    Locale.ROOT,
                    "--repetitions: %,d of %,d documents (--documents) are %,d documents to look at, and expected are at"
                            + " most %,d; take fewer of either",
                    repetitions,
                    documents,
                    (long) repetitions * documents,
                    MOST)));
        }
        mistakes.throwIfAny();
    }

    /** What is random in one repetition. */
    private RandomGenerator random(int repetition) {
        return DrawKey.of(seed, "documents of a repetition", repetition).shared();
    }

    /** The seed of one repetition's resamples. */
    long seed(int repetition) {
        return random(repetition).nextLong();
    }

    /** Places of a repetition's documents among all: none twice before each was there once. */
    int[] withoutReplacement(int all, int repetition) {
        RandomGenerator random = random(repetition);
        List<Integer> left = new ArrayList<>();
        int[] chosen = new int[documents];
        for (int i = 0; i < documents; i++) {
            if (left.isEmpty()) {
                for (int place = 0; place < all; place++) {
                    left.add(place);
                }
            }
            chosen[i] = left.remove(below(random, left.size()));
        }
        return chosen;
    }

    /** The same with every choice among all of them: documents of a world in which these are all that there are. */
    int[] withReplacement(int all, int repetition) {
        RandomGenerator random = random(repetition);
        int[] chosen = new int[documents];
        for (int i = 0; i < documents; i++) {
            chosen[i] = below(random, all);
        }
        return chosen;
    }

    /** A number in 0..bound−1, from nextLong alone: how nextInt uses the bits may change with the JDK. */
    static int below(RandomGenerator random, int bound) {
        return (int) Long.remainderUnsigned(random.nextLong(), bound);
    }
}
