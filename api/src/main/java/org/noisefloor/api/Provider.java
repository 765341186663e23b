package org.noisefloor.api;

/**
 * What every plugin says of a thing it provides: its id, one line about it, and its options.
 *
 * <p>Every provider must have a public constructor without arguments that does no work, since the host creates all
 * providers in order to list them.
 *
 * @param <O> the record that holds this provider's options; {@link NoOptions} if there are none
 */
public sealed interface Provider<O extends Record>
        permits ModelBackend, InterventionProvider, MetricProvider, StratifierProvider, CorpusReader, ReportWriter {

    /** The name used in a config: lower-case letters, digits and underscores, starting with a letter. Unique per kind. */
    String id();

    /** One line, no full stop, for {@code plugins list} and error messages. */
    String summary();

    /** The record whose components are the options, each with an {@link Option}; the host binds the config to it. */
    Class<O> options();
}
