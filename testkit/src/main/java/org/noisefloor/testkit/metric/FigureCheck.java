package org.noisefloor.testkit.metric;

/** Takes a figure's name, its value at a position that changed, and its value at one that did not. */
@FunctionalInterface
interface FigureCheck {
    void accept(String figure, double changed, double unchanged);
}
