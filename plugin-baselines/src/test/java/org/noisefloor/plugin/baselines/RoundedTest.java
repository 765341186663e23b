package org.noisefloor.plugin.baselines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.noisefloor.api.RunContext;
import org.noisefloor.api.intervention.Intervention;
import org.noisefloor.api.intervention.Variant;
import org.noisefloor.plugin.baselines.Rounded.Format;
import org.noisefloor.testkit.intervention.InterventionContract;
import org.noisefloor.testkit.intervention.TestActivations;

final class RoundedTest implements InterventionContract {
    @Override
    public Intervention create(RunContext context) {
        return new Rounded().create(new Rounded.Options(List.of(Format.FLOAT16)), context);
    }

    @Nested
    final class ToInt8Test implements InterventionContract {
        @Override
        public Intervention create(RunContext context) {
            return new Rounded().create(new Rounded.Options(List.of(Format.INT8)), context);
        }
    }

    private static float[] rounded(Format format, float... activation) {
        TestActivations batch = TestActivations.of(activation);
        Trying.of(new Rounded(), new Rounded.Options(List.of(format)), activation.length)
                .replace(batch);
        return batch.replacedRow(0);
    }

    private static void assertRounds(Format format, float[] from, float[] to) {
        float[] rounded = rounded(format, from);
        for (int i = 0; i < from.length; i++) {
            // bits, since −0 is not 0
            assertThat(Float.floatToRawIntBits(rounded[i]))
                    .as("%s", Float.toHexString(from[i]))
                    .isEqualTo(Float.floatToRawIntBits(to[i]));
        }
    }

    /** The value of a half with these bits, sign 0. */
    private static float half(int bits) {
        int exponent = bits >> 10;
        int fraction = bits & 0x3FF;
        return exponent == 0
                ? Math.scalb((float) fraction, -24)
                : Math.scalb((float) (0x400 + fraction), exponent - 25);
    }

    @Test
    void float16KeepsEveryHalfAndRoundsWhatLiesBetweenToTheNearerTiesToEven() {
        int finite = 0x7C00;
        float[] from = new float[8 * finite];
        float[] to = new float[8 * finite];
        for (int bits = 0; bits < finite; bits++) {
            float value = half(bits);
            boolean last = bits + 1 == finite;
            float next = last ? 65536 : half(bits + 1);
            float above = last ? Float.POSITIVE_INFINITY : next;
            float middle = (value + next) / 2;
            float[] inputs = {value, middle, Math.nextDown(middle), Math.nextUp(middle)};
            float[] outputs = {value, bits % 2 == 0 ? value : above, value, above};
            for (int i = 0; i < 4; i++) {
                from[8 * bits + 2 * i] = inputs[i];
                to[8 * bits + 2 * i] = outputs[i];
                from[8 * bits + 2 * i + 1] = -inputs[i];
                to[8 * bits + 2 * i + 1] = -outputs[i];
            }
        }
        assertRounds(Format.FLOAT16, from, to);
    }

    @Test
    void float16OverflowsFromHalfAStepBeyondTheLargestHalf() {
        assertRounds(
                Format.FLOAT16,
                new float[] {65504, 65519.99f, 65520, -65520, 1e30f, Float.NEGATIVE_INFINITY},
                new float[] {
                    65504,
                    65504,
                    Float.POSITIVE_INFINITY,
                    Float.NEGATIVE_INFINITY,
                    Float.POSITIVE_INFINITY,
                    Float.NEGATIVE_INFINITY
                });
    }

    @Test
    void float16HasSubnormalsAndSignedZeros() {
        assertRounds(
                Format.FLOAT16,
                new float[] {0x1p-24f, 0x1p-25f, 0x1.8p-24f, 0x1.000002p-25f, -0x1p-26f, Float.MIN_VALUE, -0f},
                new float[] {0x1p-24f, 0, 0x1p-23f, 0x1p-24f, -0f, 0, -0f});
    }

    @Test
    void bfloat16IsTheUpperHalfOfTheBitsTiesToEven() {
        SplittableRandom random = new SplittableRandom(1);
        float[] from = new float[100_000];
        float[] to = new float[from.length];
        for (int i = 0; i < from.length; i++) {
            // every fourth lies in the middle of two
            int bits = i % 4 == 0 ? (random.nextInt() & 0xFFFF0000) | 0x8000 : random.nextInt();
            float value = Float.intBitsToFloat(bits);
            from[i] = Float.isNaN(value) ? 1 : value;
            int exact = Float.floatToRawIntBits(from[i]);
            // carries into the exponent, and to infinity, by itself
            to[i] = Float.intBitsToFloat((exact + 0x7FFF + (exact >>> 16 & 1)) & 0xFFFF0000);
        }
        assertRounds(Format.BFLOAT16, from, to);
    }

    @Test
    void bfloat16OverflowsAndHasSubnormals() {
        assertRounds(
                Format.BFLOAT16,
                new float[] {
                    Float.MAX_VALUE, 0x1.FEp127f, 0x1.FEFFFEp127f, -0x1.FFp127f, 0x1p-133f, 0x1p-134f, 0x1.8p-133f
                },
                new float[] {
                    Float.POSITIVE_INFINITY, 0x1.FEp127f, 0x1.FEp127f, Float.NEGATIVE_INFINITY, 0x1p-133f, 0, 0x1p-132f
                });
    }

    @Test
    void int8RoundsToMultiplesOfTheLargestEntryOver127TiesToEven() {
        assertRounds(Format.INT8, new float[] {127, -126.5f, 0.5f, 1.5f, 2.5f, -2.5f, 0.49f, 63.51f, 0}, new float[] {
            127, -126, 0, 2, 2, -2, 0, 64, 0
        });
        // the scale is 2 for these, so that 1 lies in the middle of 0 and 2
        assertRounds(Format.INT8, new float[] {-254, 1, 3, 5}, new float[] {-254, 0, 4, 4});
    }

    @Test
    void int8HasAScaleForEachPosition() {
        TestActivations batch = TestActivations.of(new float[] {127, 1}, new float[] {12700, 1});
        Trying.of(new Rounded(), new Rounded.Options(List.of(Format.INT8)), 2).replace(batch);
        assertThat(batch.replacedRow(0)).containsExactly(127, 1);
        assertThat(batch.replacedRow(1)).containsExactly(12700, 0);
    }

    @Test
    void int8KeepsTheLargestEntryAndZeros() {
        assertRounds(Format.INT8, new float[] {0.1f, -0.1f}, new float[] {0.1f, -0.1f});
        assertRounds(Format.INT8, new float[] {Float.MIN_VALUE, Float.MIN_VALUE}, new float[] {
            Float.MIN_VALUE, Float.MIN_VALUE
        });
        assertRounds(Format.INT8, new float[] {0, -0f}, new float[] {0, -0f});
    }

    @Test
    void everyFormatIsAVariant() {
        List<Variant<Rounded.Options>> variants = new Rounded().variants(new Rounded.Options(List.of(Format.values())));
        assertThat(variants).extracting(Variant::suffix).containsExactly("float16", "bfloat16", "int8");
        assertThat(variants).allMatch(variant -> variant.dose().isEmpty());
    }

    @Test
    void listsThatMeanNothingAreRefused() {
        assertThatThrownBy(() -> new Rounded.Options(List.of(Format.INT8, Format.INT8)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("to has int8 twice; give each value once");
        assertThatThrownBy(() -> new Rounded.Options(List.of())).isInstanceOf(IllegalArgumentException.class);
    }
}
