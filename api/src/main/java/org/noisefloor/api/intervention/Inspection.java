package org.noisefloor.api.intervention;

import java.util.ArrayList;
import java.util.List;

/** What files hold that an intervention is made from, in words for a user; immutable. {@code noisefloor inspect} prints it. */
public final class Inspection {
    private static final Inspection NOTHING = new Inspection(List.of(), List.of());

    private final List<Line> lines;
    private final List<String> notes;

    private Inspection(List<Line> lines, List<String> notes) {
        this.lines = List.copyOf(lines);
        this.notes = List.copyOf(notes);
    }

    /** Of a provider that reads no files. */
    public static Inspection nothing() {
        return NOTHING;
    }

    /** The same with one more line. */
    public Inspection line(String label, String value) {
        List<Line> more = new ArrayList<>(lines);
        more.add(new Line(label, value));
        return new Inspection(more, notes);
    }

    /** The same with more findings that a user should know, a sentence each without a full stop. */
    public Inspection notes(List<String> sentences) {
        List<String> more = new ArrayList<>(notes);
        more.addAll(sentences);
        return new Inspection(lines, more);
    }

    /** In the order in which they are printed; none if the provider reads no files. */
    public List<Line> lines() {
        return lines;
    }

    public List<String> notes() {
        return notes;
    }

    /** One thing that was found. */
    public static final class Line {
        private final String label;
        private final String value;

        private Line(String label, String value) {
            this.label = label;
            this.value = value;
        }

        /** A word or two, {@code layout}. */
        public String label() {
            return label;
        }

        /** With its unit, if it has one. */
        public String value() {
            return value;
        }
    }
}
