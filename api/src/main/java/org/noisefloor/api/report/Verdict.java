package org.noisefloor.api.report;

import org.jspecify.annotations.Nullable;

/**
 * How an intervention stands against a noise floor, or against another intervention, by one figure.
 *
 * @param word what can be said
 * @param reason a sentence without a full stop: why nothing can be said ({@link Word#UNKNOWN}), or why two are not told apart whose own
 *     interval would do it; null otherwise
 */
public record Verdict(Word word, @Nullable String reason) {

    /** The things that can be said. */
    public enum Word {
        /** More damage: the whole interval lies on that side. */
        WORSE("worse"),
        /** Less damage. */
        MILDER("milder"),
        /** The interval includes no difference, or would not hold together with those of the other comparisons. */
        NOT_TOLD_APART("not told apart"),
        /** The whole interval of a difference lies within what arithmetic alone can do. */
        LEVEL("level within arithmetic"),
        /** There is no interval to judge by. */
        UNKNOWN("unknown");

        private final String inWords;

        Word(String inWords) {
            this.inWords = inWords;
        }

        /** As it stands in a sentence: {@code worse}, {@code not told apart}. */
        public String inWords() {
            return inWords;
        }
    }
}
