package org.noisefloor.api.intervention;

import java.util.OptionalInt;

/**
 * How often something random is drawn: the type of an option {@code draws}, which a config gives as a number or as {@code auto}.
 *
 * @param number how often; empty for as often as the figures of the run need it
 */
public record DrawCount(OptionalInt number) {
    /** Far more than a floor needs: the error of a mean over so many draws is a hundredth of one draw's. */
    public static final int MOST = 10_000;

    /** As often as the figures of the run need it: the host decides by a pilot of the first sequences. */
    public static final DrawCount AUTO = new DrawCount(OptionalInt.empty());

    public DrawCount {
        if (number.isPresent() && (number.getAsInt() < 1 || number.getAsInt() > MOST)) {
            throw new IllegalArgumentException(number.getAsInt() + " draws");
        }
    }

    /** @param number from 1 to {@value #MOST} */
    public static DrawCount of(int number) {
        return new DrawCount(OptionalInt.of(number));
    }

    /** As in a config. */
    @Override
    public String toString() {
        return number.isPresent() ? Integer.toString(number.getAsInt()) : "auto";
    }
}
