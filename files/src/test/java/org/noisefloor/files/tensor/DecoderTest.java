package org.noisefloor.files.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DecoderTest {
    /** Values of IEEE 754 binary16. */
    @ParameterizedTest
    @CsvSource({
        "0x0000, 0x0p0",
        "0x8000, -0x0p0",
        "0x0001, 0x1p-24",
        "0x83ff, -0x3ffp-24",
        "0x0400, 0x1p-14",
        "0x3c00, 0x1p0",
        "0xc000, -0x1p1",
        "0x3555, 0x1.554p-2",
        "0x7bff, 65504",
        "0x7c00, Infinity",
        "0xfc00, -Infinity",
        "0x7e01, NaN"
    })
    void widensHalves(String half, String expected) {
        float widened = Decoder.halfToFloat((short) (int) Integer.decode(half));
        // as bits, so that −0 differs from 0 and NaN equals itself
        assertThat(Float.floatToIntBits(widened)).isEqualTo(Float.floatToIntBits(Float.parseFloat(expected)));
    }
}
