package org.noisefloor.api.metric;

/** The sums of one metric's columns over some positions. */
public interface Sums {

    /** How many positions (times draws) are in the sums; at least 1. */
    double count();

    /** The sum of a column of width 1. */
    double sum(String column);

    /** One component of the sum of a column that is a vector. */
    double sum(String column, int component);
}
