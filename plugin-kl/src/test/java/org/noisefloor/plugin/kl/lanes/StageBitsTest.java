package org.noisefloor.plugin.kl.lanes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.noisefloor.api.metric.Comparison;
import org.noisefloor.plugin.kl.exact.DecadeSums;
import org.noisefloor.plugin.kl.exact.Edges;
import org.noisefloor.plugin.kl.exact.Quantity;
import org.noisefloor.testkit.metric.Comparisons;

/** What each stage leaves behind has the same bits, whether it is interpreted or compiled and with vectors of any size. */
class StageBitsTest {

    @ParameterizedTest
    @ValueSource(strings = {"-Xint", "-XX:MaxVectorSize=16", "-XX:MaxVectorSize=64", "-XX:UseAVX=2"})
    void everyStageGivesTheSameBitsInterpretedAndCompiledWithVectorsOfAnySize(String option) throws IOException {
        Process other = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--add-modules",
                        "jdk.incubator.vector",
                        "-XX:+IgnoreUnrecognizedVMOptions", // where there is no AVX
                        "-XX:CompileThresholdScaling=0.2",
                        option,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Bits.class.getName())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (InputStream out = other.getInputStream()) {
            assertThat(new String(out.readAllBytes(), StandardCharsets.UTF_8).strip())
                    .endsWith(Bits.ofStages()); // the JVM may say something first
        }
    }

    /** The program that the test runs in other JVMs. */
    static final class Bits {
        private static final int UNTIL_COMPILED = 600;

        private Bits() {}

        public static void main(String[] none) {
            String first = ofStages();
            boolean isInterpreted = System.getProperty("java.vm.info").contains("interpreted");
            String last = first;
            for (int i = 0; i < (isInterpreted ? 1 : UNTIL_COMPILED); i++) {
                last = ofStages();
            }
            System.out.println(last.equals(first) ? first : "once compiled not\n" + first + "\nbut\n" + last);
        }

        /** A line for each stage: a hash of what it wrote, over the blocks of a small change, of a large one, and of few probable tokens. */
        static String ofStages() {
            Map<String, Integer> hashes = new TreeMap<>();
            stages(comparison(32, 0.25f), hashes);
            stages(comparison(32, 20), hashes);
            stages(comparison(4, 0.25f), hashes);
            StringBuilder lines = new StringBuilder();
            hashes.forEach((stage, hash) ->
                    lines.append(stage).append(' ').append(hash).append('\n'));
            return lines.toString().strip();
        }

        private static void stages(Comparison c, Map<String, Integer> hashes) {
            Edges edges = new Edges();
            edges.at(c);
            List<Stage> row = new ArrayList<>();
            Watched watched = new Watched(row, hashes);
            watched.add("log ratios", new LogRatios(), block -> with(block.d, block.largest));
            watched.add("bounds", new Bounds(), block -> block.fits ? 1 : 0);
            watched.add("probabilities", new Probabilities(), block -> Arrays.hashCode(block.p));
            row.add(new LeaveOut());
            KlTotal kl = new KlTotal();
            row.add(kl.new Near());
            watched.add("total of KL", kl.new Far(), block -> Arrays.hashCode(kl.sum().ofBlock));
            row.add(kl.sum());
            Changes changes = new Changes();
            watched.add("changes", changes, block -> Arrays.hashCode(changes.sum().ofBlock));
            PowerTotals powers = new PowerTotals();
            powers.clear(0.5);
            watched.add("powers", powers, block -> Arrays.hashCode(powers.sums().ofBlock));
            row.add(new Halves.Near());
            watched.add(
                    "halves",
                    new Halves.Far(),
                    block -> with(block.rise, Arrays.hashCode(block.ratio), Arrays.hashCode(block.phi)));
            watched.add("terms of q", new MassQTerms(), block -> terms(block, Quantity.MASS_Q));
            watched.add("terms of KL", new KlTerms(), block -> terms(block, Quantity.KL, Quantity.KL_SIGNED));
            watched.add(
                    "terms of masses",
                    new MassTerms(),
                    block -> terms(block, Quantity.KL_REVERSE, Quantity.TV, Quantity.MASS_Q));
            row.add(new JsTerms.Near());
            watched.add("terms of JS", new JsTerms.Far(), block -> terms(block, Quantity.JS));
            watched.add(
                    "terms of squares",
                    new SquareTerms(),
                    block -> terms(block, Quantity.HELLINGER_SQ, Quantity.LOGPROB_L2_SQ, Quantity.LOGIT_L2_SQ));
            Total mass = new Total(block -> block.p);
            watched.add("mass", mass, block -> Arrays.hashCode(mass.sum().ofBlock));
            LowDecades low = new LowDecades(List.of(Quantity.values()), edges);
            row.addAll(low.stages());
            HighDecades high = new HighDecades(List.of(Quantity.values()), edges, low);
            row.add(high);
            DecadeSums sums = new DecadeSums();
            new Block().pass(c, 0, row.toArray(Stage[]::new));
            List<Stage> ofLogprobAlone = new ArrayList<>(List.of(new LogRatios(), new Bounds(), new LeaveOut()));
            new Watched(ofLogprobAlone, hashes)
                    .add("terms of log-prob", new LogprobTerms(), block -> terms(block, Quantity.LOGPROB_L2_SQ));
            new Block().pass(c, 0, ofLogprobAlone.toArray(Stage[]::new));
            low.addTo(sums);
            high.addTo(sums);
            for (Quantity quantity : Quantity.values()) {
                hashes.merge("sum of " + quantity.id(), Double.hashCode(sums.total(quantity)), Bits::joined);
            }
            hashes.merge("sum of KL alone", Double.hashCode(kl.sum().total(0)), Bits::joined);
        }

        private static int joined(int one, int other) {
            return 31 * one + other;
        }

        private static int with(float[] values, float more) {
            return joined(Arrays.hashCode(values), Float.floatToIntBits(more));
        }

        private static int with(float[] values, int... more) {
            return joined(Arrays.hashCode(values), Arrays.hashCode(more));
        }

        private static int terms(Block block, Quantity... quantities) {
            return Arrays.stream(quantities)
                    .mapToInt(each -> Arrays.hashCode(block.terms(each)))
                    .reduce(0, Bits::joined);
        }

        /**
         * Logits that are no multiple of a block, without any arithmetic that could differ.
         *
         * @param per how many tokens are one nat apart, give or take
         */
        private static Comparison comparison(float per, float size) {
            float[] original = new float[1_003];
            float[] spliced = new float[1_003];
            for (int v = 0; v < original.length; v++) {
                original[v] = (v * 7919 % 1009) / per;
                spliced[v] = original[v] + size * ((v * 104_729 % 1013) / 1024f - 0.5f);
            }
            return Comparisons.of(original, spliced, 500);
        }
    }

    private interface Hash {
        int of(Block block);
    }

    /** A row of stages of which some are looked at. */
    private record Watched(List<Stage> row, Map<String, Integer> hashes) {
        void add(String name, Stage stage, Hash hash) {
            row.add(stage);
            row.add(new Stage() {
                @Override
                void run(Block block) {
                    hashes.merge(name, hash.of(block), Bits::joined);
                }
            });
        }
    }
}
