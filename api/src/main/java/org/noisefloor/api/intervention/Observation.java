package org.noisefloor.api.intervention;

/** A number that an intervention reports for each row; it becomes a figure, its mean over the intervened positions. */
public final class Observation {
    private final String name;
    private final String unit;
    private final String doc;

    private Observation(String name, String unit, String doc) {
        this.name = name;
        this.unit = unit;
        this.doc = doc;
    }

    /**
     * @param name of the figure: lower-case letters, digits and underscores
     * @param unit for instance {@code features}
     * @param doc one line
     */
    public static Observation of(String name, String unit, String doc) {
        return new Observation(name, unit, doc);
    }

    public String name() {
        return name;
    }

    public String unit() {
        return unit;
    }

    public String doc() {
        return doc;
    }
}
