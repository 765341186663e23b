package org.noisefloor.api.metric;

/** A quantity whose sum over positions is kept for each sequence. Equal by name and width. */
public final class Column {
    private final String name;
    private final int width;

    private Column(String name, int width) {
        this.name = name;
        this.width = width;
    }

    /** A number. */
    public static Column of(String name) {
        return new Column(name, 1);
    }

    /**
     * A vector. Its sums are kept over all scored positions alone, not by class: figures that read it have no value within classes.
     *
     * @param name lower-case letters, digits and underscores
     * @param width how many numbers, at least 1
     */
    public static Column of(String name, int width) {
        if (width < 1) {
            throw new IllegalArgumentException("column " + name + " has width " + width);
        }
        return new Column(name, width);
    }

    public String name() {
        return name;
    }

    /** 1 for a number, more for a vector. */
    public int width() {
        return width;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Column column && name.equals(column.name) && width == column.width;
    }

    @Override
    public int hashCode() {
        return 31 * name.hashCode() + width;
    }

    @Override
    public String toString() {
        return width == 1 ? name : name + "[" + width + "]";
    }
}
