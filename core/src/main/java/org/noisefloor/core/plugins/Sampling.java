package org.noisefloor.core.plugins;

/**
 * Which calls of a scorer or classifier are looked at closely: many of the first ones, few of the later ones. Breaches are nearly always
 * there from the first position on, and looking at each would cost more than most metrics do.
 */
final class Sampling {
    private static final int FIRST = 32;
    private static final int INPUTS_EVERY = 1024;
    private static final int ALL_EVERY = 4096;

    private int calls;

    /** Counts a call; one thread alone does. */
    void next() {
        calls++;
    }

    /** Whether what the plugin is shown is compared with what is there afterwards. */
    boolean ofInputs() {
        return calls <= FIRST || calls % INPUTS_EVERY == 0 || ofResults();
    }

    /** Whether it is asked more than once. */
    boolean ofResults() {
        return (Integer.bitCount(calls) == 1 && calls <= ALL_EVERY) || calls % ALL_EVERY == 0;
    }
}
