package org.noisefloor.plugin.sae.dictionary;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.bytedeco.openblas.global.openblas_full;
import org.noisefloor.api.BatchShape;
import org.noisefloor.api.Site;
import org.noisefloor.api.intervention.Intervention;
import org.noisefloor.plugin.sae.Sae;
import org.noisefloor.plugin.sae.layout.Hints;
import org.noisefloor.plugin.sae.layout.Layouts;
import org.noisefloor.testkit.TestContext;

/**
 * What the splice of a JumpReLU of Gemma Scope's size, 2,304 × 16,384, costs.
 *
 * <ul>
 *   <li>{@code SaeSpeed splice FOLDER THREADS ROUNDS}: milliseconds of {@code Intervention.replace} for 1,024 rows, for about 70 to
 *       8,000 active features, beside the two dense products by the same BLAS, in turns.
 *   <li>{@code SaeSpeed load FOLDER THREADS ROUNDS}: gigabytes (10⁹) a second of reading the file plainly into a direct buffer, of reading
 *       the SAE, and of all that comes before the first batch, digests and buffers too, in turns.
 *   <li>{@code SaeSpeed memory FOLDER THREADS}: how far the highest resident memory rises while an SAE is opened and splices two batches, as a
 *       multiple of its weights (Linux).
 * </ul>
 *
 * <p>The file is written to the folder if it is not there. Medians, and the lowest and highest round in brackets.
 */
public final class SaeSpeed {
    private static final int D_IN = 2304;
    private static final int D_SAE = 16384;
    private static final BatchShape SHAPE = BatchShape.of(8, 128);
    private static final int WARM_UP = 2;
    /** How far rows are scaled, so that about 70, 130, 250, 500, 8,000 of the standard normal pre-activations are above 1. */
    private static final double[] SCALES = {1 / 2.63, 1 / 2.414, 1 / 2.163, 1 / 1.874, 1 / 0.03};

    private static final OperatingSystemMXBean PROCESS =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    private SaeSpeed() {}

    /** Something that is timed. */
    private interface Step {
        void run() throws IOException;
    }

    public static void main(String[] args) throws IOException {
        if (args.length < 3 || (args.length < 4 && !args[0].equals("memory"))) {
            System.err.println("usage: SaeSpeed splice|load FOLDER THREADS ROUNDS, or SaeSpeed memory FOLDER THREADS");
            System.exit(2);
        }
        Path file = Path.of(args[1], "params.npz");
        if (!Files.exists(file)) {
            SaeFile.write(file, D_IN, D_SAE);
            System.out.println("written: " + file + "; start once more");
            return;
        }
        TestContext context = TestContext.builder()
                .site(Site.of("blocks.0.hook_resid_post", "r", D_IN))
                .shape(SHAPE.sequences(), SHAPE.length())
                .threads(Integer.parseInt(args[2]))
                .cache(Path.of(System.getProperty("java.io.tmpdir"), "noisefloor-sae-speed"))
                .build();
        switch (args[0]) {
            case "splice" -> splice(file, context, Integer.parseInt(args[3]));
            case "load" -> load(file, context, Integer.parseInt(args[3]));
            default -> memory(file, context);
        }
    }

    private static Intervention open(Path file, TestContext context) {
        return new Sae()
                .create(
                        new Sae.Options(
                                file,
                                false,
                                Optional.empty(),
                                OptionalInt.empty(),
                                Optional.empty(),
                                Hints.Reading.SAELENS),
                        context);
    }

    private static void splice(Path file, TestContext context, int rounds) throws IOException {
        Dictionary dictionary = Layouts.read(file, Hints.NONE).dictionary();
        FloatBuffer encoder = dictionary.encoder();
        if (encoder == null) {
            throw new IllegalStateException("a JumpReLU has an encoder");
        }
        Blas.open(context);
        FloatBuffer x = SpeedBatch.floats(SHAPE.rows() * D_IN);
        FloatBuffer h = SpeedBatch.floats(SHAPE.rows() * D_SAE);
        x.put(0, new SpeedBatch(SHAPE, D_IN, 0, 1).original(), 0, x.capacity());
        List<Step> steps = new ArrayList<>();
        steps.add(() -> {
            openblas_full.openblas_set_num_threads(context.threads());
            product(x, encoder, h, D_IN, D_SAE);
            product(h, dictionary.decoder(), x, D_SAE, D_IN);
        });
        try (Intervention sae = open(file, context)) {
            List<SpeedBatch> batches = new ArrayList<>();
            for (double scale : SCALES) {
                SpeedBatch batch = new SpeedBatch(SHAPE, D_IN, D_SAE, scale);
                batches.add(batch);
                steps.add(() -> sae.replace(batch.cleared()));
            }
            double[][] seconds = new double[steps.size()][rounds];
            double[][] cpu = new double[steps.size()][rounds];
            inTurns(steps, seconds, cpu);
            System.out.printf(
                    Locale.ROOT,
                    "two products: %.0f ms, %.0f ms of CPU time%n",
                    1e3 * median(seconds[0]),
                    1e3 * median(cpu[0]));
            for (int i = 0; i < batches.size(); i++) {
                System.out.printf(
                        Locale.ROOT,
                        "l0 %.0f: %.0f ms, %s of the products; CPU time %s%n",
                        batches.get(i).l0(),
                        1e3 * median(seconds[i + 1]),
                        range(quotients(seconds[i + 1], seconds[0])),
                        range(quotients(cpu[i + 1], cpu[0])));
            }
        }
    }

    /** As the library does it by itself: in one call, with its own threads. */
    private static void product(FloatBuffer a, FloatBuffer b, FloatBuffer c, int inner, int columns) {
        openblas_full.cblas_sgemm(
                openblas_full.CblasRowMajor,
                openblas_full.CblasNoTrans,
                openblas_full.CblasNoTrans,
                SHAPE.rows(),
                columns,
                inner,
                1f,
                a,
                inner,
                b,
                columns,
                0f,
                c,
                columns);
    }

    private static void load(Path file, TestContext context, int rounds) throws IOException {
        long bytes = Files.size(file);
        ByteBuffer plain = ByteBuffer.allocateDirect(Math.toIntExact(bytes));
        double[][] seconds = new double[3][rounds];
        inTurns(
                List.of(
                        () -> readPlainly(file, plain),
                        () -> Layouts.read(file, Hints.NONE),
                        () -> open(file, context).close()),
                seconds,
                new double[3][rounds]);
        String[] names = {"plain read", "reading the SAE", "opening the intervention"};
        for (int i = 0; i < names.length; i++) {
            double[] speeds =
                    Arrays.stream(seconds[i]).map(each -> bytes / each / 1e9).toArray();
            System.out.printf(
                    Locale.ROOT,
                    "%s: %s GB/s, %s of the plain read's time%n",
                    names[i],
                    range(speeds),
                    range(quotients(seconds[i], seconds[0])));
        }
    }

    private static void readPlainly(Path path, ByteBuffer into) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            into.clear();
            while (into.hasRemaining() && channel.read(into) >= 0) {}
        }
    }

    private static void memory(Path file, TestContext context) throws IOException {
        SpeedBatch[] batches = {
            new SpeedBatch(SHAPE, D_IN, D_SAE, SCALES[0]), new SpeedBatch(SHAPE, D_IN, D_SAE, SCALES[SCALES.length - 1])
        };
        Blas.open(context);
        long weights = 2L * D_IN * D_SAE * Float.BYTES;
        long before = status("VmRSS");
        try (Intervention sae = open(file, context)) {
            long opened = status("VmHWM");
            for (SpeedBatch batch : batches) {
                sae.replace(batch);
            }
            System.out.printf(
                    Locale.ROOT,
                    "weights %.0f MB; highest resident memory above that before: %.2f of the weights when opened, %.2f"
                            + " after two batches%n",
                    weights / 1e6,
                    (double) (opened - before) / weights,
                    (double) (status("VmHWM") - before) / weights);
        }
    }

    /** A line of /proc/self/status, in bytes. */
    private static long status(String name) throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith(name + ":"))
                .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }

    /**
     * Runs the steps in turns, round after round.
     *
     * @param seconds where the time of each goes, [step][round]
     * @param cpu where the CPU time of the whole process goes, [step][round]
     */
    private static void inTurns(List<Step> steps, double[][] seconds, double[][] cpu) throws IOException {
        for (int round = -WARM_UP; round < seconds[0].length; round++) {
            for (int i = 0; i < seconds.length; i++) {
                long start = System.nanoTime();
                long startOfCpu = PROCESS.getProcessCpuTime();
                steps.get(i).run();
                if (round >= 0) {
                    seconds[i][round] = (System.nanoTime() - start) / 1e9;
                    cpu[i][round] = (PROCESS.getProcessCpuTime() - startOfCpu) / 1e9;
                }
            }
        }
    }

    private static double[] quotients(double[] of, double[] by) {
        double[] quotients = new double[of.length];
        Arrays.setAll(quotients, i -> of[i] / by[i]);
        return quotients;
    }

    private static String range(double... values) {
        return String.format(
                Locale.ROOT,
                "%.2f (%.2f to %.2f)",
                median(values),
                Arrays.stream(values).min().orElseThrow(),
                Arrays.stream(values).max().orElseThrow());
    }

    private static double median(double... values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }
}
