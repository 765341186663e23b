package org.noisefloor.api;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Describes one option: a component of the record that {@link Provider#options()} names.
 *
 * <p>The option's key in the config is the component's name in snake case ({@code deltaNats} becomes {@code delta_nats}).
 * Types: {@code int}, {@code long}, {@code double}, {@code boolean}, {@code String}, {@link java.nio.file.Path} (relative
 * paths are taken from the config's folder), any enum (constants in lower case), {@link
 * org.noisefloor.api.intervention.DrawCount} ({@code auto} or a number of random draws), {@link java.util.List} of these, and {@link
 * java.util.Optional} of one of them or {@link java.util.OptionalInt}, {@link java.util.OptionalLong}, {@link java.util.OptionalDouble},
 * empty where {@link #orElse} is empty and the key is not given. The record's canonical constructor may check further and throw {@link IllegalArgumentException} with one plain sentence.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Option {

    /** What it does, one line. */
    String doc();

    /** The default as it would stand in the config, for instance {@code "8"} or {@code "[0.5, 1]"}; {@link #REQUIRED} if there is none. */
    String orElse() default REQUIRED;

    /** The smallest valid number, inclusive. */
    double min() default Double.NEGATIVE_INFINITY;

    /** The largest valid number, inclusive. */
    double max() default Double.POSITIVE_INFINITY;

    /** A number that every valid one is larger than: an end that does not belong to the range. */
    double above() default Double.NEGATIVE_INFINITY;

    /** A number that every valid one is smaller than. */
    double below() default Double.POSITIVE_INFINITY;

    /** The value of {@link #orElse()} for an option that must be given. */
    String REQUIRED = "\0required";
}
