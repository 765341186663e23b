package org.noisefloor.api.intervention;

import java.util.OptionalDouble;

/**
 * One of several interventions of an entry.
 *
 * @param <O> the provider's options
 */
public final class Variant<O extends Record> {
    private final String suffix;
    private final OptionalDouble dose;
    private final O options;

    private Variant(String suffix, OptionalDouble dose, O options) {
        this.suffix = suffix;
        this.dose = dose;
        this.options = options;
    }

    /** The only one. */
    public static <O extends Record> Variant<O> only(O options) {
        return new Variant<>("", OptionalDouble.empty(), options);
    }

    /**
     * One of several.
     *
     * @param suffix what is added to the entry's name, for instance {@code 0.5}
     * @param options with the one value in the place of the list
     */
    public static <O extends Record> Variant<O> of(String suffix, O options) {
        return new Variant<>(suffix, OptionalDouble.empty(), options);
    }

    /** The same as a point of a dose-response curve; see {@link #dose}. */
    public Variant<O> withDose(double size) {
        return new Variant<>(suffix, OptionalDouble.of(size), options);
    }

    /** What is added to the entry's name; empty if it is the only one. */
    public String suffix() {
        return suffix;
    }

    /**
     * The size of noise that it adds, if the variants make a dose-response curve: relative to the norm of the activation, or of the
     * error it is matched to if it is {@linkplain Needs#matched() matched}.
     */
    public OptionalDouble dose() {
        return dose;
    }

    public O options() {
        return options;
    }
}
