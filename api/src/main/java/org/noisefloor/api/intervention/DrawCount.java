package org.noisefloor.api.intervention;

import java.util.OptionalInt;

/**
 * How often something random is drawn: the type of an option {@code draws}, which a config gives as a number or as {@code auto}. Equal by
 * that number.
 */
public final class DrawCount {
    /** Far more than a floor needs: the error of a mean over so many draws is a hundredth of one draw's. */
    public static final int MOST = 10_000;

    /** As often as the figures of the run need it: the host decides by a pilot of the first sequences. */
    public static final DrawCount AUTO = new DrawCount(OptionalInt.empty());

    private final OptionalInt number;

    private DrawCount(OptionalInt number) {
        this.number = number;
    }

    /** @param number from 1 to {@value #MOST} */
    public static DrawCount of(int number) {
        if (number < 1 || number > MOST) {
            throw new IllegalArgumentException(number + " draws");
        }
        return new DrawCount(OptionalInt.of(number));
    }

    /** How often; empty for as often as the figures of the run need it. */
    public OptionalInt number() {
        return number;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DrawCount count && number.equals(count.number);
    }

    @Override
    public int hashCode() {
        return number.hashCode();
    }

    /** As in a config. */
    @Override
    public String toString() {
        return number.isPresent() ? Integer.toString(number.getAsInt()) : "auto";
    }
}
