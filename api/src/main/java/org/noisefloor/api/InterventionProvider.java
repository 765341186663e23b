package org.noisefloor.api;

/** A way to replace activations: the splice of a sparse autoencoder, an ablation, noise. */
public non-sealed interface InterventionProvider<O extends Record> extends Provider<O> {

    /**
     * Creates the intervention for one site.
     *
     * @param site where it will act
     * @param rows rows of every batch it will see, sequences × length
     * @throws UserError if the files it needs do not fit the site
     */
    Intervention create(O options, Site site, int rows, Environment environment);
}
