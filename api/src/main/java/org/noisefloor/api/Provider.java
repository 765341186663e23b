package org.noisefloor.api;

/**
 * What every plugin says of a thing it provides: its id, one line about it, and its options.
 *
 * <p>Never implemented by itself: a provider is one of {@link org.noisefloor.api.backend.ModelBackend}, {@link
 * org.noisefloor.api.intervention.InterventionProvider}, {@link org.noisefloor.api.metric.MetricProvider}, {@link
 * org.noisefloor.api.metric.StratifierProvider}, {@link org.noisefloor.api.corpus.CorpusReader} and {@link
 * org.noisefloor.api.report.ReportWriter}.
 *
 * <p>Every provider must have a public constructor without arguments that does no work, since the host creates all
 * providers in order to list them. A provider may be asked from several threads at once.
 *
 * @param <O> the record that holds this provider's options; {@link NoOptions} if there are none
 */
public interface Provider<O extends Record> {

    /** The name used in a config: lower-case letters, digits and underscores, starting with a letter. Unique per kind. */
    String id();

    /** One line, no full stop, for {@code plugins list} and error messages. */
    String summary();

    /** The record whose components are the options, each with an {@link Option}; the host binds the config to it. */
    Class<O> options();
}
