package org.noisefloor.core.run;

/** Hears how far a run has come. */
public interface Progress {

    /**
     * A phase begins. {@code total} is in tokens, each counted as often as it runs through the rest of the model; 0 if it is not known.
     * Where no model runs, it is in whatever the work consists of.
     */
    void phase(String name, long total);

    /** More of the phase is done. */
    void advance(long more);

    /** Another sequence has its record, or had it before the run was interrupted. */
    default void recorded() {}

    /** What the phase has found so far, in a few words: {@code kl 0.153 under sae}. */
    void found(String soFar);

    /** Something that was decided for the user. */
    void note(String sentence);

    /** Something the user should know that does not stop the run. */
    void warn(String sentence);
}
