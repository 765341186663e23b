package org.noisefloor.backend.djl;

import java.util.Comparator;

/**
 * A place in the flow of a model, ordered as the data flows.
 *
 * @param layer the number of layers for what leaves the last one
 */
record Point(int layer, Stage stage) implements Comparable<Point> {
    private static final Comparator<Point> FLOW =
            Comparator.comparingInt(Point::layer).thenComparing(Point::stage);

    @Override
    public int compareTo(Point other) {
        return FLOW.compare(this, other);
    }
}
