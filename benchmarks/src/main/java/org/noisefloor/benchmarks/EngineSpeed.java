package org.noisefloor.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.noisefloor.api.BatchShape;
import org.noisefloor.api.Context;
import org.noisefloor.api.Site;
import org.noisefloor.api.backend.CutModel;
import org.noisefloor.api.backend.LanguageModel;
import org.noisefloor.api.backend.TokenBatch;
import org.noisefloor.api.backend.Trace;
import org.noisefloor.backend.djl.DjlBackend;
import org.noisefloor.backend.djl.DjlOptions;
import org.noisefloor.backend.onnx.OnnxBackend;
import org.noisefloor.backend.onnx.OnnxOptions;
import org.noisefloor.testkit.TestContext;

/**
 * Seconds in which a backend runs a batch: {@code whole} without a cut, {@code cut} in two parts at the middle block,
 * {@code resume} the second of these parts alone.
 *
 * <p>{@code EngineSpeed MODEL BACKEND,... SEQUENCES LENGTH THREADS [BATCHES]}. With a number of batches it prints, a line for each
 * variant, the median of their seconds. Without, {@code peers/compare.py} sets the pace: for each line with a variant's name
 * it runs one batch and answers with its seconds, its seconds of CPU time and a number that shows that everybody computes the
 * same.
 */
public final class EngineSpeed {
    private static final int WARM_UP = 2;
    private static final OperatingSystemMXBean PROCESS =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    /** Opens a model with the backend of a name. */
    private interface Opener {
        LanguageModel open(Path model, Context context);
    }

    private static final Map<String, Opener> BACKENDS = Map.of(
            "onnx",
            (model, context) -> new OnnxBackend().open(model, new OnnxOptions(Optional.empty(), "cpu"), context),
            "djl",
            djl(DjlOptions.Dtype.FLOAT32),
            "djl-float16",
            djl(DjlOptions.Dtype.FLOAT16),
            "djl-bfloat16",
            djl(DjlOptions.Dtype.BFLOAT16));

    private EngineSpeed() {}

    private static Opener djl(DjlOptions.Dtype dtype) {
        return (model, context) -> new DjlBackend().open(model, new DjlOptions(dtype, "cpu"), context);
    }

    public static void main(String[] args) throws IOException {
        if (args.length < 5 || args.length > 6) {
            System.err.println("usage: EngineSpeed MODEL BACKEND,... SEQUENCES LENGTH THREADS [BATCHES]");
            System.exit(2);
        }
        Path path = Path.of(args[0]);
        BatchShape shape = BatchShape.of(Integer.parseInt(args[2]), Integer.parseInt(args[3]));
        Path cache = Path.of(System.getProperty("java.io.tmpdir"), "noisefloor-engine-speed");
        Context context = TestContext.builder()
                .threads(Integer.parseInt(args[4]))
                .cache(cache)
                .build();
        int batches = args.length == 6 ? Integer.parseInt(args[5]) : 0;

        List<AutoCloseable> opened = new ArrayList<>();
        Map<String, Supplier<FloatBuffer>> variants = new LinkedHashMap<>();
        try {
            for (String backend : args[1].split(",")) {
                Opener opener = Optional.ofNullable(BACKENDS.get(backend))
                        .orElseThrow(() -> new IllegalArgumentException(
                                "no backend '" + backend + "'; there are " + BACKENDS.keySet()));
                LanguageModel model = opener.open(path, context);
                opened.add(0, model);
                addVariants(backend, model, shape, opened, variants);
            }
            if (batches > 0) {
                variants.forEach((name, variant) -> print(name, variant, batches));
            } else {
                keepPace(variants, shape);
            }
        } finally {
            opened.forEach(EngineSpeed::close);
        }
    }

    private static void addVariants(
            String backend,
            LanguageModel model,
            BatchShape shape,
            List<AutoCloseable> opened,
            Map<String, Supplier<FloatBuffer>> variants) {
        List<Site> residuals = model.sites().stream()
                .filter(site -> site.name().endsWith("hook_resid_post"))
                .toList();
        Site middle = residuals.get((residuals.size() - 1) / 2);
        TokenBatch batch = batch(shape, model.info().vocabulary());
        CutModel whole = model.cutAt(List.of(), shape);
        opened.add(0, whole);
        CutModel cut = model.cutAt(List.of(middle), shape);
        opened.add(0, cut);

        Trace[] newest = {cut.run(batch)};
        variants.put(backend + "-whole", () -> whole.run(batch).logits());
        variants.put(backend + "-cut", () -> {
            newest[0] = cut.run(batch);
            return newest[0].logits();
        });
        variants.put(backend + "-resume", () -> cut.resume(newest[0], middle, newest[0].activation(middle)));
    }

    /** The same token ids as in {@code peers/time_transformers.py}. */
    private static TokenBatch batch(BatchShape shape, int vocabulary) {
        List<int[]> sequences = new ArrayList<>();
        for (int s = 0; s < shape.sequences(); s++) {
            int[] tokens = new int[shape.length()];
            for (int t = 0; t < tokens.length; t++) {
                tokens[t] = (int) ((1 + 7919L * ((long) s * tokens.length + t)) % vocabulary);
            }
            sequences.add(tokens);
        }
        return TokenBatch.of(shape, sequences);
    }

    private static void print(String name, Supplier<FloatBuffer> variant, int batches) {
        for (int i = 0; i < WARM_UP; i++) {
            variant.get();
        }
        double[] seconds = new double[batches];
        for (int i = 0; i < batches; i++) {
            long start = System.nanoTime();
            variant.get();
            seconds[i] = (System.nanoTime() - start) / 1e9;
        }
        Arrays.sort(seconds);
        double median = (seconds[(batches - 1) / 2] + seconds[batches / 2]) / 2;
        System.out.printf(Locale.ROOT, "%-16s %.3f s/batch, median of %d%n", name, median, batches);
    }

    private static void keepPace(Map<String, Supplier<FloatBuffer>> variants, BatchShape shape) throws IOException {
        System.out.println("ready " + String.join(" ", variants.keySet()));
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String name = lines.readLine(); name != null; name = lines.readLine()) {
            Supplier<FloatBuffer> variant = Optional.ofNullable(variants.get(name))
                    .orElseThrow(() -> new IllegalArgumentException("there is only " + variants.keySet()));
            long start = System.nanoTime();
            long startOfCpu = PROCESS.getProcessCpuTime();
            FloatBuffer logits = variant.get();
            double seconds = (System.nanoTime() - start) / 1e9;
            double cpu = (PROCESS.getProcessCpuTime() - startOfCpu) / 1e9;
            System.out.printf(Locale.ROOT, "%.6f %.6f %.6f%n", seconds, cpu, meanSize(logits, shape));
        }
    }

    /** The mean |logit| at the last position of all sequences. */
    private static double meanSize(FloatBuffer logits, BatchShape shape) {
        int vocabulary = logits.remaining() / shape.rows();
        double sum = 0;
        for (int s = 1; s <= shape.sequences(); s++) {
            int row = logits.position() + (s * shape.length() - 1) * vocabulary;
            for (int v = 0; v < vocabulary; v++) {
                sum += Math.abs(logits.get(row + v));
            }
        }
        return sum / ((double) shape.sequences() * vocabulary);
    }

    private static void close(AutoCloseable opened) {
        try {
            opened.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
