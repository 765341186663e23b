package org.noisefloor.plugin.kl.lanes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.noisefloor.api.metric.Comparison;
import org.noisefloor.api.metric.Decades;
import org.noisefloor.plugin.kl.Logits;
import org.noisefloor.plugin.kl.exact.ChainRule;
import org.noisefloor.plugin.kl.exact.DecadeSums;
import org.noisefloor.plugin.kl.exact.ExactPath;
import org.noisefloor.plugin.kl.exact.Quantity;
import org.noisefloor.testkit.metric.Comparisons;
import org.noisefloor.testkit.metric.GoldenPair;
import org.noisefloor.testkit.metric.GoldenPairs;

class VectorPathTest {
    /** What the package promises: 2⁻²⁴ of each term for some sixteen roundings, should they all have one sign. Any lane count gives the same. */
    private static final double CLOSE = 16 * 0x1p-24;

    private static final Set<Quantity> EVERYTHING = Set.of(Quantity.values());

    private final ExactPath exact = new ExactPath();
    private final DecadeSums expected = new DecadeSums();
    private final VectorPath vectors = new VectorPath();
    private final DecadeSums actual = new DecadeSums();

    @ParameterizedTest
    @ValueSource(ints = {2_048, 49_152, 50_257})
    void agreesWithTheExactPathAtEverySizeOfChange(int vocabulary) {
        Random random = new Random(vocabulary);
        for (double noise : new double[] {2e-6, 1e-3, 0.1, 2}) {
            for (double shift : new double[] {0, 3.7, -100}) {
                float[] original = Logits.random(vocabulary, random);
                float[] spliced = Logits.changed(original, shift, noise, random);
                Comparison c = Comparisons.of(original, spliced, random.nextInt(vocabulary));
                read(c);
                String what = "noise " + noise + ", shift " + shift + ", ";
                assertThat(expected.total(Quantity.KL)).isGreaterThan(1e-12);
                sumsAgree(what);
                assertThat(vectors.klAlone(c))
                        .as(what + "KL alone")
                        .hasValueCloseTo(expected.total(Quantity.KL), within(CLOSE * expected.total(Quantity.KL)));
                splitAgrees(what, c, c.target());
                splitAgrees(what, c, c.top1Original());
                for (double order : new double[] {0.5, 0.3, 2}) {
                    assertThat(vectors.renyi(c, actual.total(Quantity.KL), order))
                            .as(what + "order " + order)
                            .hasValueCloseTo(exact.renyi(order), within(CLOSE * exact.renyi(order)));
                }
                assertThat(VectorPath.largestFall(c))
                        .isCloseTo(exact.largestFall(), within(CLOSE * exact.largestFall()));
            }
        }
    }

    /** Each total, and each share of the tail. */
    private void sumsAgree(String what) {
        for (Quantity quantity : Quantity.values()) {
            double total = expected.total(quantity);
            assertThat(actual.total(quantity)).as(what + quantity).isCloseTo(total, within(CLOSE * total));
            // p log(p/q) cancels between tokens
            double size = quantity == Quantity.KL_SIGNED ? 2 * tail(expected, Quantity.TV) : tail(expected, quantity);
            assertThat(tail(actual, quantity))
                    .as(what + "tail of " + quantity)
                    .isCloseTo(tail(expected, quantity), within(CLOSE * size));
        }
    }

    private void splitAgrees(String what, Comparison c, int token) {
        ChainRule split = exact.split(token);
        ChainRule fast = vectors.split(c, token).orElseThrow();
        double negligible = 1e-7 * (split.at() + split.others());
        assertThat(fast.at()).as(what + "at").isCloseTo(split.at(), within(CLOSE * split.at() + negligible));
        assertThat(fast.others())
                .as(what + "others")
                .isCloseTo(split.others(), within(CLOSE * split.others() + negligible));
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void agreesWithTheGoldenPairsOrDeclines(GoldenPair pair) {
        if (vectors.read(pair.comparison(), EVERYTHING, actual) && pair.expected("kl") > 1e-12) {
            assertThat(actual.total(Quantity.KL)).matches(kl -> pair.agrees("kl", kl, CLOSE, 0));
            assertThat(vectors.klAlone(pair.comparison()).orElseThrow()).matches(kl -> pair.agrees("kl", kl, CLOSE, 0));
            assertThat(actual.total(Quantity.KL_REVERSE)).matches(kl -> pair.agrees("kl_reverse", kl, CLOSE, 0));
            assertThat(actual.total(Quantity.JS)).matches(js -> pair.agrees("js", js, CLOSE, 0));
            assertThat(actual.total(Quantity.TV)).matches(tv -> pair.agrees("tv", tv, CLOSE, 1e-14));
        }
    }

    static Stream<GoldenPair> pairs() {
        return GoldenPairs.all();
    }

    @ParameterizedTest
    @CsvSource({"256", "257", "260", "263", "511", "512", "513", "1023"})
    void agreesWithTheExactPathAtVocabulariesThatAreNoMultipleOfTheLanes(int vocabulary) {
        Random random = new Random(3);
        float[] original = Logits.random(vocabulary, random);
        float[] spliced = Logits.changed(original, 0, 1, random);
        spliced[vocabulary - 1] = 12; // what stands in the last entry counts
        read(Comparisons.of(original, spliced, vocabulary / 2));
        sumsAgree("");
    }

    /** Where p's favourite is one among many equals and alone moves. */
    @ParameterizedTest
    @ValueSource(floats = {1e-3f, 0.4f, 0.6f, 1, 3, 5, 8, 40})
    void keepsItsDigitsWhereOneOfFiftyThousandEqualsMoves(float rise) {
        float[] spliced = new float[50_257];
        spliced[0] = rise;
        read(Comparisons.of(new float[spliced.length], spliced, 0));
        assertThat(actual.total(Quantity.KL))
                .isCloseTo(expected.total(Quantity.KL), within(CLOSE * expected.total(Quantity.KL)));
    }

    /** The rest changes by a factor, and hardly in itself: a difference of KL and its part at the token would keep no digit. */
    @ParameterizedTest
    @ValueSource(floats = {-3, 0.5f, 2})
    void keepsItsDigitsWhereTheOtherTokensMoveTogether(float rise) {
        Random random = new Random(9);
        float[] original = Logits.random(2_048, random);
        int favourite = Logits.favourite(original);
        original[favourite] += 6;
        float[] spliced = Logits.changed(original, 0, 1e-3, random);
        spliced[favourite] = original[favourite] + rise;
        Comparison c = Comparisons.of(original, spliced, favourite);
        read(c);
        ChainRule split = exact.split(favourite);
        ChainRule fast = vectors.split(c, favourite).orElseThrow();
        assertThat(split.others()).isLessThan(1e-4 * split.at());
        assertThat(fast.at()).isCloseTo(split.at(), within(CLOSE * split.at()));
        assertThat(fast.others()).isCloseTo(split.others(), within(CLOSE * split.others()));
    }

    /** What the other tokens' KL is among themselves goes from a tenth of it to nearly all. */
    @ParameterizedTest
    @ValueSource(doubles = {0.02, 0.1, 0.5})
    void splitsAlikeWhateverShareOfKlIsAmongTheOtherTokens(double noise) {
        Random random = new Random(10);
        float[] original = Logits.random(2_048, random);
        int favourite = Logits.favourite(original);
        original[favourite] += 6;
        float[] spliced = Logits.changed(original, 0, noise, random);
        List<Double> shares = new ArrayList<>();
        for (double rise = 0.125; rise <= 8; rise *= 2) {
            spliced[favourite] = (float) (original[favourite] + noise * rise);
            Comparison c = Comparisons.of(original, spliced, favourite);
            read(c);
            ChainRule split = exact.split(favourite);
            ChainRule fast = vectors.split(c, favourite).orElseThrow();
            assertThat(fast.at()).isCloseTo(split.at(), within(CLOSE * split.at()));
            assertThat(fast.others()).isCloseTo(split.others(), within(CLOSE * split.others()));
            shares.add(split.others() / expected.total(Quantity.KL));
        }
        assertThat(shares).anyMatch(share -> share < 0.3).anyMatch(share -> share > 0.7);
    }

    @Test
    void isExactlyZeroForEqualLogits() {
        float[] logits = Logits.random(1000, new Random(8));
        Comparison equal = Comparisons.of(logits, logits.clone(), 3);
        assertThat(vectors.klAlone(equal)).hasValue(0);
        assertThat(vectors.read(equal, EVERYTHING, actual)).isTrue();
        for (Quantity quantity : Quantity.values()) {
            if (quantity != Quantity.MASS_P && quantity != Quantity.MASS_Q && quantity != Quantity.TOKENS) {
                assertThat(actual.total(quantity)).as(quantity.id()).isZero();
            }
        }
    }

    @Test
    void leavesToTheExactPathWhatItCannotDo() {
        Random random = new Random(4);
        float[] original = Logits.random(300, random);
        float[] spliced = Logits.changed(original, 0, 0.1, random);
        for (float odd : new float[] {Float.NEGATIVE_INFINITY, -1e9f, -90, 90}) {
            for (int at : new int[] {7, 298}) {
                float[] other = spliced.clone();
                other[at] = odd;
                Comparison c = Comparisons.of(original, other, 0);
                assertThat(vectors.read(c, Set.of(), actual))
                        .as("logit %s", odd)
                        .isFalse();
                assertThat(vectors.klAlone(c)).as("logit %s", odd).isEmpty();
            }
        }
    }

    @Test
    void aTokenThatBothMaskWithAHugeNumberIsNoReasonToDecline() {
        Random random = new Random(4);
        float[] original = Logits.random(300, random);
        float[] spliced = Logits.changed(original, 0, 0.1, random);
        original[299] = -1e9f;
        spliced[299] = -1e9f;
        read(Comparisons.of(original, spliced, 0));
        sumsAgree("");
    }

    @Test
    void aSumHasTheSameBitsWhateverElseIsSummed() {
        Random random = new Random(6);
        float[] original = Logits.random(2_051, random);
        Comparison c = Comparisons.of(original, Logits.changed(original, 0.5, 0.3, random), 100);
        vectors.read(c, EVERYTHING, actual);
        DecadeSums few = new DecadeSums();
        for (Quantity quantity : Quantity.values()) {
            new VectorPath().read(c, Set.of(quantity), few);
            for (int decade = 0; decade < Decades.COUNT; decade++) {
                assertThat(few.of(quantity, decade))
                        .as("%s, decade %d", quantity, decade)
                        .isEqualTo(actual.of(quantity, decade));
            }
        }
    }

    /** The first calls are interpreted, the last ones compiled: the bits must not tell. */
    @Test
    void givesTheSameBitsBeforeAndAfterItIsCompiled() {
        Random random = new Random(5);
        float[] original = Logits.random(2_051, random);
        Comparison c = Comparisons.of(original, Logits.changed(original, 0.5, 0.3, random), 100);
        String first = bits(c);
        for (int i = 0; i < 5_000; i++) {
            assertThat(bits(c)).isEqualTo(first);
        }
    }

    /** Recorded with four, eight and sixteen lanes (-XX:UseAVX=1, 2, 3), interpreted and compiled, on JDK 17 and 25. */
    @Test
    void givesTheSameBitsOnEveryMachine() {
        float[] original = new float[1_003];
        float[] spliced = new float[1_003];
        for (int v = 0; v < original.length; v++) {
            original[v] = (v * 7919 % 1009) / 64f;
            spliced[v] = original[v] + (v * 104_729 % 1013) / 1024f;
        }
        assertThat(bits(Comparisons.of(original, spliced, 500))).isEqualTo("""
                        0x1.d2e22451f19aap2
                        0x1.199a5ef412535p-2
                        0x1.150106ac2d524p-2
                        0x1.15b1a3974bdd9p-2
                        0x1.15f8ee42b4cf3p-4
                        0x1.b4b64d7cb96d6p-1
                        0x1.16ce868073418p-4
                        0x1.5f2d6262e8p8
                        0x1.59178f76a2p8
                        0x1.d32bba35e0908p2
                        0x1.0b7p12
                        0x1.cffee45354073p-4
                        0x1.355498b098c19p-5
                        0x1.339c939b6d095p-6""");
    }

    private String bits(Comparison c) {
        vectors.read(c, EVERYTHING, actual);
        StringBuilder bits = new StringBuilder();
        for (Quantity quantity : Quantity.values()) {
            double mixed = 0;
            for (int decade = 0; decade < Decades.COUNT; decade++) {
                mixed += (decade + 1) * actual.of(quantity, decade);
            }
            bits.append(Double.toHexString(mixed)).append('\n');
        }
        ChainRule split = vectors.split(c, c.target()).orElseThrow();
        return bits.append(Double.toHexString(split.at() + 3 * split.others()))
                .append('\n')
                .append(Double.toHexString(vectors.klAlone(c).orElseThrow()))
                .append('\n')
                .append(Double.toHexString(
                        vectors.renyi(c, actual.total(Quantity.KL), 0.5).orElseThrow()))
                .toString();
    }

    private void read(Comparison c) {
        exact.read(c, expected);
        assertThat(vectors.read(c, EVERYTHING, actual)).as("not declined").isTrue();
    }

    private static double tail(DecadeSums sums, Quantity quantity) {
        double tail = 0;
        for (int decade = 0; decade < 5; decade++) {
            tail += sums.of(quantity, decade);
        }
        return tail;
    }
}
