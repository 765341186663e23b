package org.noisefloor.files.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumbersTest {
    @ParameterizedTest
    @CsvSource({
        "0.153958, 0.154",
        "1.4833, 1.48",
        "36.2, 36.2",
        "0.9996, 1.00",
        "-0.07, −0.0700",
        "0, 0",
        "0.00012345, 0.000123",
        "1.7e-13, 1.7×10⁻¹³",
        "9.99e-6, 1.0×10⁻⁵",
        "Infinity, ∞",
        "-Infinity, −∞",
        "NaN, –"
    })
    void numbersHaveThreeDigits(double value, String words) {
        assertThat(Numbers.number(value)).isEqualTo(words);
    }

    @ParameterizedTest
    @CsvSource({"0.128, 12.8 %", "0.0047, 0.47 %", "1, 100 %", "0, 0 %"})
    void sharesArePercentages(double share, String words) {
        assertThat(Numbers.percent(share)).isEqualTo(words);
    }

    @Test
    void anEndBesideABoundStaysOnItsSide() {
        assertThat(Numbers.decimalsBeside(1, 2, 0.92, 0.998)).isEqualTo(3);
        assertThat(Numbers.decimalsBeside(1, 2, 1.0004, 1.3)).isEqualTo(4);
        assertThat(Numbers.decimalsBeside(0, 3, -0.0002, 0.15)).isEqualTo(4);
    }

    @Test
    void decimalsAreNotAddedWhereTheyTellNothing() {
        assertThat(Numbers.decimalsBeside(1, 2, 0.92, 1.08)).isEqualTo(2);
        assertThat(Numbers.decimalsBeside(1, 2, 0.92, 1)).isEqualTo(2);
        assertThat(Numbers.decimalsBeside(0, 3, 1e-12, 0.15)).isEqualTo(3);
        assertThat(Numbers.decimalsBeside(0, -1, 0, 1e-12)).isEqualTo(-1);
        assertThat(Numbers.decimalsBeside(1, 2, Double.NaN, Double.NaN)).isEqualTo(2);
    }

    @Test
    void thousandsAreGrouped() {
        assertThat(Numbers.count(8062)).isEqualTo("8,062");
        assertThat(Numbers.count(865.25)).isEqualTo("865");
        assertThat(Numbers.count(1234567)).isEqualTo("1,234,567");
    }

    @Test
    void theLocaleChangesNothing() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
            assertThat(Numbers.number(1234.5)).isEqualTo("1,234");
            assertThat(HtmlText.escaped("\u200b")).isEqualTo("‹U+200B›");
        } finally {
            Locale.setDefault(before);
        }
    }
}
