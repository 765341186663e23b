package org.noisefloor.benchmarks;

import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import org.noisefloor.api.BatchShape;
import org.noisefloor.api.Context;
import org.noisefloor.api.backend.CutModel;
import org.noisefloor.api.backend.LanguageModel;
import org.noisefloor.api.backend.TokenBatch;
import org.noisefloor.backend.djl.DjlBackend;
import org.noisefloor.backend.djl.DjlOptions;
import org.noisefloor.backend.onnx.OnnxBackend;
import org.noisefloor.backend.onnx.OnnxOptions;
import org.noisefloor.testkit.TestContext;

/**
 * How far the logits of {@code djl} and {@code onnx} lie apart on random tokens: {@code EngineAgreement MODEL SEQUENCES LENGTH},
 * where the folder has both a Hugging Face model and its ONNX export.
 */
public final class EngineAgreement {
    private EngineAgreement() {}

    public static void main(String[] args) {
        Path path = Path.of(args[0]);
        BatchShape shape = BatchShape.of(Integer.parseInt(args[1]), Integer.parseInt(args[2]));
        Context context = TestContext.builder()
                .threads(2)
                .cache(Path.of(System.getProperty("java.io.tmpdir"), "noisefloor-engine-speed"))
                .build();
        try (LanguageModel djl = new DjlBackend().open(path, new DjlOptions(DjlOptions.Dtype.FLOAT32, "cpu"), context);
                LanguageModel onnx = new OnnxBackend().open(path, new OnnxOptions(Optional.empty(), "cpu"), context);
                CutModel p = djl.cutAt(List.of(), shape);
                CutModel q = onnx.cutAt(List.of(), shape)) {
            int vocabulary = djl.info().vocabulary();
            Random random = new Random(3);
            List<int[]> sequences = new ArrayList<>();
            for (int s = 0; s < shape.sequences(); s++) {
                sequences.add(random.ints(shape.length(), 0, vocabulary).toArray());
            }
            TokenBatch batch = TokenBatch.of(shape, sequences);
            report(p.run(batch).logits(), q.run(batch).logits(), shape.rows(), vocabulary);
        }
    }

    private static void report(FloatBuffer p, FloatBuffer q, int rows, int vocabulary) {
        double difference = 0;
        double largest = 0;
        double kl = 0;
        for (int row = 0; row < rows; row++) {
            int from = row * vocabulary;
            double normP = logSumExp(p, from, vocabulary);
            double normQ = logSumExp(q, from, vocabulary);
            for (int i = from; i < from + vocabulary; i++) {
                difference = Math.max(difference, Math.abs((double) p.get(i) - q.get(i)));
                largest = Math.max(largest, Math.abs(p.get(i)));
                double logP = p.get(i) - normP;
                double logRatio = q.get(i) - normQ - logP;
                // p (q/p − 1 − log q/p) sums to the same, and no two large terms cancel
                kl += Math.exp(logP) * (Math.expm1(logRatio) - logRatio);
            }
        }
        System.out.printf(
                Locale.ROOT,
                "largest difference of logits %.2e, largest logit %.1f, mean KL %.2e nats%n",
                difference,
                largest,
                kl / rows);
    }

    private static double logSumExp(FloatBuffer logits, int from, int count) {
        double largest = Double.NEGATIVE_INFINITY;
        for (int i = from; i < from + count; i++) {
            largest = Math.max(largest, logits.get(i));
        }
        double sum = 0;
        for (int i = from; i < from + count; i++) {
            sum += Math.exp(logits.get(i) - largest);
        }
        return largest + Math.log(sum);
    }
}
