package org.noisefloor.api;

/**
 * A quantity whose sum over positions is kept for each sequence.
 *
 * @param name lower-case letters, digits and underscores
 * @param width 1 for a number, more for a vector
 */
public record Column(String name, int width) {
    public Column {
        if (width < 1) {
            throw new IllegalArgumentException("column " + name + " has width " + width);
        }
    }

    public static Column of(String name) {
        return new Column(name, 1);
    }
}
