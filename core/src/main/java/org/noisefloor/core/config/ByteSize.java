package org.noisefloor.core.config;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Amounts of memory as people write them. */
final class ByteSize {
    private static final Pattern FORM = Pattern.compile("([0-9]{1,15}(?:\\.[0-9]{1,6})?) *([kmgt]?i?b?)");

    private ByteSize() {}

    /**
     * Bytes of {@code 4 GiB}, {@code 512MB}, {@code 1.5g} or a bare number of bytes. Without the i, units are powers of 1,000.
     *
     * @throws IllegalArgumentException with a sentence, for anything else
     */
    static long parse(String text) {
        Matcher matcher = FORM.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!matcher.matches()
                || matcher.group(2).equals("i")
                || matcher.group(2).equals("ib")) {
            throw new IllegalArgumentException(
                    "memory: expected an amount such as 4 GiB or 512 MiB, found '" + text + "'");
        }
        String unit = matcher.group(2);
        int power = unit.isEmpty() ? 0 : "bkmgt".indexOf(unit.charAt(0));
        BigDecimal factor = BigDecimal.valueOf(unit.contains("i") ? 1024 : 1000).pow(power);
        BigDecimal bytes = new BigDecimal(matcher.group(1)).multiply(factor);
        if (bytes.compareTo(BigDecimal.ONE) < 0 || bytes.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
            throw new IllegalArgumentException("memory: " + text + " is not an amount that a machine has; try 4 GiB");
        }
        return bytes.longValue();
    }
}
