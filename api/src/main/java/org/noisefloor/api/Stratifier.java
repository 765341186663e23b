package org.noisefloor.api;

import java.util.List;

/** Puts every scored position into exactly one class; the host crosses every metric with every class. Used by one thread. */
public interface Stratifier {

    /** The classes, in the order in which they are reported. */
    List<String> classes();

    /** The class of a position, as an index into {@link #classes()}. */
    int classify(Comparison comparison);
}
