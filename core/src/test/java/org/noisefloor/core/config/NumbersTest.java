package org.noisefloor.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NumbersTest {

    @ParameterizedTest
    @CsvSource({"8,8", "1_000,1000", "1e3,1000", "-2.0,-2", "+5,5", "0,0", "2.5e1,25"})
    void readsWholeNumbers(String text, String number) {
        assertThat(Numbers.whole(text)).contains(new BigInteger(number));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1.5", "x", "0x10", "010", "1:30", "1e-3", "1e99999", ".inf", "--1", "1 2", "١"})
    void refusesWhatIsNotAWholeNumber(String text) {
        assertThat(Numbers.whole(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"0.5,0.5", ".5,0.5", "1e-3,0.001", ".inf,Infinity", "-inf,-Infinity", "1_0.5,10.5"})
    void readsNumbers(String text, double number) {
        assertThat(Numbers.real(text)).hasValue(number);
    }

    @ParameterizedTest
    @ValueSource(strings = {".nan", "NaN", "one", "1,5", ""})
    void refusesWhatIsNotANumber(String text) {
        assertThat(Numbers.real(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"4 GiB,4294967296", "512MB,512000000", "1.5k,1500", "100,100", "1 tib,1099511627776", "7 b,7"})
    void readsAmountsOfMemory(String text, long bytes) {
        assertThat(ByteSize.parse(text)).hasValue(new ByteSize(bytes, text));
    }

    @Test
    void refusesWhatIsNotAnAmount() {
        for (String text : new String[] {"", "-1", "0", "4 GiBs", "GiB", "4 ib", "999999999999999 TiB", "1e9"}) {
            assertThat(ByteSize.parse(text)).as(text).isEmpty();
        }
    }
}
