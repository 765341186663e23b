package org.noisefloor.api;

/** What the host tells a plugin of which a run creates something for one site: a metric, a stratifier, an intervention. */
public interface RunContext extends Context {

    /** The original model. */
    ModelInfo model();

    /** Where it will act, or what {@link org.noisefloor.api.metric.Comparison#activation} will show. */
    Site site();

    /** The one shape of all batches of the run. */
    BatchShape shape();

    /** V, the entries of a logit vector in use; not more than {@link ModelInfo#vocabulary()}. */
    int vocabulary();

    /** A token as text; {@code <id>} if there is no tokenizer. May hold anything that a corpus holds. */
    String text(int token);
}
