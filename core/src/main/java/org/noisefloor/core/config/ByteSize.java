package org.noisefloor.core.config;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An amount of memory.
 *
 * @param written as in the config, {@code 4 GiB}
 */
record ByteSize(long bytes, String written) {
    private static final Pattern FORM = Pattern.compile("([0-9]{1,15}(?:\\.[0-9]{1,6})?) *([kmgt]?i?b?)");

    /**
     * {@code 4 GiB}, {@code 512MB}, {@code 1.5g} or a bare number of bytes; empty for anything else, and for less than a byte
     * or more than any machine has. Without the i, units are powers of 1,000.
     */
    static Optional<ByteSize> parse(String text) {
        Matcher matcher = FORM.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!matcher.matches()
                || matcher.group(2).equals("i")
                || matcher.group(2).equals("ib")) {
            return Optional.empty();
        }
        String unit = matcher.group(2);
        int power = unit.isEmpty() ? 0 : "bkmgt".indexOf(unit.charAt(0));
        BigDecimal factor = BigDecimal.valueOf(unit.contains("i") ? 1024 : 1000).pow(power);
        BigDecimal bytes = new BigDecimal(matcher.group(1)).multiply(factor);
        if (bytes.compareTo(BigDecimal.ONE) < 0 || bytes.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
            return Optional.empty();
        }
        return Optional.of(new ByteSize(bytes.longValue(), text.strip()));
    }
}
