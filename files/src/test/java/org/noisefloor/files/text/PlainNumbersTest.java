package org.noisefloor.files.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;

class PlainNumbersTest {

    @Test
    void numbersHaveFourSignificantDigits() {
        assertThat(PlainNumbers.number(0.14978333)).isEqualTo("0.1498");
        assertThat(PlainNumbers.number(12.3456)).isEqualTo("12.35");
        assertThat(PlainNumbers.number(-2048.4)).isEqualTo("-2048");
        assertThat(PlainNumbers.number(3.2e-13)).isEqualTo("3.200e-13");
        assertThat(PlainNumbers.number(0)).isEqualTo("0");
        assertThat(PlainNumbers.number(Double.NaN)).isEqualTo("–");
        assertThat(PlainNumbers.number(Double.POSITIVE_INFINITY)).isEqualTo("∞");
    }

    @Test
    void digitsCanBeChosen() {
        assertThat(PlainNumbers.significant(0.14978333, 2)).isEqualTo("0.15");
        assertThat(PlainNumbers.significant(1e7, 2)).isEqualTo("1.0e+07");
        assertThat(PlainNumbers.significant(Double.NEGATIVE_INFINITY, 2)).isEqualTo("−∞");
    }

    @Test
    void sharesArePercentages() {
        assertThat(PlainNumbers.percent(0.1234)).isEqualTo("12.3 %");
        assertThat(PlainNumbers.percent(Double.NaN)).isEqualTo("–");
    }

    @Test
    void anIntervalStandsInBrackets() {
        assertThat(PlainNumbers.estimate(0.15, 0.142, 0.158)).isEqualTo("0.150 [0.142, 0.158]");
        assertThat(PlainNumbers.estimate(0.15, Double.NaN, Double.NaN)).isEqualTo("0.150");
        assertThat(PlainNumbers.ratio(1.523, 1.417, 16.4)).isEqualTo("1.52 [1.42, 16.40]");
        assertThat(PlainNumbers.ratio(0.0123, Double.NaN, Double.NaN)).isEqualTo("0.012");
    }

    @Test
    void theLocaleChangesNothing() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
            assertThat(PlainNumbers.number(0.5)).isEqualTo("0.5000");
            assertThat(PlainNumbers.count(1234567)).isEqualTo("1,234,567");
        } finally {
            Locale.setDefault(before);
        }
    }
}
