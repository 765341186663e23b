package org.noisefloor.api.metric;

import java.util.List;
import java.util.function.ToIntFunction;

/** Puts every scored position into exactly one class; the host crosses every metric with every class. Immutable. */
public interface Stratifier {

    /** The classes, in the order in which they are reported; names are unique. The same at every call. */
    List<String> classes();

    /** What classifies positions; a new one for each thread. */
    Classifier classifier();

    /**
     * A stratifier that keeps nothing from one position to the next.
     *
     * @param classify the class of a position, as an index into {@code classes}; asked from several threads
     */
    static Stratifier of(List<String> classes, ToIntFunction<Comparison> classify) {
        List<String> names = List.copyOf(classes);
        return new Stratifier() {
            @Override
            public List<String> classes() {
                return names;
            }

            @Override
            public Classifier classifier() {
                return classify::applyAsInt;
            }
        };
    }
}
