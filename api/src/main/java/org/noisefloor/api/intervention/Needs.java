package org.noisefloor.api.intervention;

import java.util.List;
import java.util.OptionalInt;

/**
 * What an {@link Intervention} needs from the host. Immutable; each method that adds something gives a new one.
 *
 * <p>{@code Needs.nothing()} is a function of the activation alone; {@code Needs.nothing().drawn(8).matched()} a noise floor of eight
 * draws.
 */
public final class Needs {
    private static final Needs NOTHING = new Needs(0, 0, List.of(), OptionalInt.empty());
    private static final int MATCHED = 1;
    private static final int CALIBRATED = 2;
    private static final int EVERYWHERE = 4;
    private static final int SHARED_DRAWS = 8;
    private static final int ADDING = 16;
    private static final int AS_NEEDED = 32;

    private final int draws;
    private final int flags;
    private final List<String> writes;
    private final OptionalInt width;

    private Needs(int draws, int flags, List<String> writes, OptionalInt width) {
        this.draws = draws;
        this.flags = flags;
        this.writes = writes;
        this.width = width;
    }

    /** Of a function of the activation alone, which replaces the activation that it reads. */
    public static Needs nothing() {
        return NOTHING;
    }

    /** Random draws, at least 1; without, the intervention is deterministic. */
    public Needs drawn(int times) {
        if (times < 1) {
            throw new IllegalArgumentException(times + " draws");
        }
        return new Needs(times, flags & ~AS_NEEDED, writes, width);
    }

    /** Random draws, as many as an option says. */
    public Needs drawn(DrawCount times) {
        return times.number().isPresent() ? drawn(times.number().getAsInt()) : drawn(1).with(AS_NEEDED);
    }

    /** It is a baseline built from another intervention's result, {@link Activations#matched}. */
    public Needs matched() {
        return with(MATCHED);
    }

    /** {@link Intervention#calibrate} is to be called with the calibration sequences before the run. */
    public Needs calibrated() {
        return with(CALIBRATED);
    }

    /** It acts on all positions, special tokens included, as {@code zero_all} does. */
    public Needs everywhere() {
        return with(EVERYWHERE);
    }

    /** One draw is the same for all sequences: made from {@link Activations#sharedRandom} alone. */
    public Needs sharingDraws() {
        return with(SHARED_DRAWS);
    }

    /**
     * It reads its site and writes others, as a transcoder does, which reads the input of an MLP and writes its output.
     *
     * @param sites by name, in the order of {@link Activations#replaced(int)}; each comes behind or at the site that is read
     */
    public Needs writing(String... sites) {
        return new Needs(draws, flags, List.of(sites), width);
    }

    /**
     * What it writes is a contribution: where several write the same site in one pass ({@code splice: together}), the sum of their
     * contributions stands there, as the layers of a cross-layer transcoder do. {@link Activations#replaced(int)} holds zeros at first.
     * Alone in a pass, its contribution is the whole replacement.
     */
    public Needs adding() {
        return with(ADDING);
    }

    /** Rows of what it writes have so many numbers; the host refuses a site of another width. */
    public Needs writingRowsOf(int numbers) {
        return new Needs(draws, flags, writes, OptionalInt.of(numbers));
    }

    private Needs with(int flag) {
        return new Needs(draws, flags | flag, writes, width);
    }

    /** How many random draws, at least; 0 for a deterministic intervention. */
    public int draws() {
        return draws;
    }

    /** Whether the host decides how many draws there are. */
    public boolean isDrawnAsNeeded() {
        return (flags & AS_NEEDED) != 0;
    }

    public boolean isMatched() {
        return (flags & MATCHED) != 0;
    }

    public boolean isCalibrated() {
        return (flags & CALIBRATED) != 0;
    }

    public boolean isEverywhere() {
        return (flags & EVERYWHERE) != 0;
    }

    public boolean isSharingDraws() {
        return (flags & SHARED_DRAWS) != 0;
    }

    public boolean isAdding() {
        return (flags & ADDING) != 0;
    }

    /** The sites that it writes; empty for the one that it reads. */
    public List<String> writes() {
        return writes;
    }

    /** How many numbers a row of what it writes has; empty if it writes whatever the site's width is. */
    public OptionalInt rowsWritten() {
        return width;
    }
}
