package org.noisefloor.backend.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.noisefloor.api.BatchShape;
import org.noisefloor.api.Site;
import org.noisefloor.api.backend.CutModel;
import org.noisefloor.api.backend.LanguageModel;
import org.noisefloor.api.backend.TokenBatch;
import org.noisefloor.api.backend.Trace;
import org.noisefloor.testkit.backend.Rounding;

/**
 * Opens a model too large for the repository, and prints times and memory: {@code mvn -pl backend-onnx -am test
 * -Dtest=RealModelTest -Dsurefire.failIfNoSpecifiedTests=false -Dnoisefloor.onnx.model=PATH}.
 */
@EnabledIfSystemProperty(named = "noisefloor.onnx.model", matches = ".+")
class RealModelTest {
    private static final BatchShape SHAPE = BatchShape.of(8, 128);

    @Test
    void isBitForBitTheOriginalAtTwoCuts() throws IOException {
        long start = System.nanoTime();
        try (LanguageModel model = Fixtures.open(Path.of(System.getProperty("noisefloor.onnx.model")))) {
            say("opened in %.2f s", start);
            System.out.println(model.info().architecture() + ", " + model.info().vocabulary() + " logits, "
                    + model.info().notes());
            System.out.println(model.sites().size() + " sites, the last "
                    + model.sites().get(model.sites().size() - 1));
            memory("after opening");
            List<Site> residuals = model.sites().stream()
                    .filter(site -> site.name().endsWith("hook_resid_post"))
                    .toList();
            List<Site> sites = List.of(residuals.get(residuals.size() / 4), residuals.get(residuals.size() / 2));
            System.out.println("cut at " + sites);

            start = System.nanoTime();
            float[] cutLogits;
            try (CutModel cut = model.cutAt(sites, SHAPE)) {
                say("cut in %.2f s", start);
                memory("after cutting");
                cut.run(batch(model));
                start = System.nanoTime();
                Trace trace = cut.run(batch(model));
                say("second batch of 8 × 128 in %.2f s", start);
                cutLogits = floats(trace.logits());
                for (Site site : sites) {
                    start = System.nanoTime();
                    FloatBuffer resumed = cut.resume(trace, site, trace.activation(site));
                    say("resumed at " + site + " in %.2f s", start);
                    assertThat(resumed.mismatch(trace.logits())).as(site.name()).isEqualTo(-1);
                }
                memory("after running");
            }

            start = System.nanoTime();
            try (CutModel whole = model.cutAt(List.of(), SHAPE)) {
                say("loaded whole in %.2f s", start);
                whole.run(batch(model));
                start = System.nanoTime();
                Trace trace = whole.run(batch(model));
                say("second batch of 8 × 128 in %.2f s", start);
                memory("whole, after running");
                float[] wholeLogits = floats(trace.logits());
                double difference = 0;
                double largest = 0;
                for (int i = 0; i < wholeLogits.length; i++) {
                    difference = Math.max(difference, Math.abs((double) wholeLogits[i] - cutLogits[i]));
                    largest = Math.max(largest, Math.abs(wholeLogits[i]));
                }
                System.out.println("largest difference of cut and whole logits: " + difference + " of " + largest);
                int terms = 4 * residuals.get(0).width();
                assertThat(difference).isLessThan(Rounding.relative(residuals.size(), terms) * largest);
            }
        }
    }

    private static TokenBatch batch(LanguageModel model) {
        Random random = new Random(5);
        List<int[]> sequences = new ArrayList<>();
        for (int s = 0; s < SHAPE.sequences(); s++) {
            sequences.add(
                    random.ints(SHAPE.length(), 0, model.info().vocabulary()).toArray());
        }
        return TokenBatch.of(SHAPE, sequences);
    }

    private static float[] floats(FloatBuffer buffer) {
        float[] values = new float[buffer.remaining()];
        buffer.get(values);
        return values;
    }

    private static void say(String format, long start) {
        System.out.printf(Locale.ROOT, format + "%n", (System.nanoTime() - start) * 1e-9);
    }

    private static void memory(String when) throws IOException {
        Path status = Path.of("/proc/self/status");
        if (Files.isReadable(status)) {
            Files.readAllLines(status).stream()
                    .filter(line -> line.matches("(VmHWM|VmRSS|RssAnon|RssFile).*"))
                    .forEach(line -> System.out.print(line.replaceAll("\\s+", " ") + "; "));
            System.out.println(when);
        }
    }
}
