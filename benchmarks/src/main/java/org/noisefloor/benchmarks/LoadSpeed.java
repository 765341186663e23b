package org.noisefloor.benchmarks;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Locale;
import org.noisefloor.files.tensor.StoredTensor;
import org.noisefloor.files.tensor.TensorFile;

/**
 * How fast weights are loaded: the largest tensor of each file into a direct buffer, as it stands and as its transpose, beside a
 * plain read of as many bytes of the same file into a direct buffer, in turns.
 *
 * <p>{@code LoadSpeed ROUNDS FILE...}. Gigabytes (10⁹) of the file's own bytes per second, median of the rounds.
 */
public final class LoadSpeed {
    private static final int WARM_UP = 5;

    /** Something that reads a file. */
    private interface Read {
        void run() throws IOException;
    }

    private LoadSpeed() {}

    public static void main(String[] args) throws IOException {
        if (args.length < 2) {
            System.err.println("usage: LoadSpeed ROUNDS FILE...");
            System.exit(2);
        }
        int rounds = Integer.parseInt(args[0]);
        System.out.printf("%-28s %-9s %-12s %10s %10s %12s%n", "file", "type", "MB", "plain", "floats", "transposed");
        for (String each : Arrays.copyOfRange(args, 1, args.length)) {
            measure(Path.of(each), rounds);
        }
    }

    private static void measure(Path path, int rounds) throws IOException {
        StoredTensor tensor = largest(path);
        long bytes = tensor.elements() * tensor.dtype().bytes();
        ByteBuffer plain = ByteBuffer.allocateDirect(Math.toIntExact(bytes));
        FloatBuffer floats = ByteBuffer.allocateDirect(Math.toIntExact(tensor.elements() * Float.BYTES))
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
        Read[] reads = {
            () -> readPlainly(path, plain),
            () -> load(path, tensor.name(), floats, false),
            () -> load(path, tensor.name(), floats, true)
        };
        double[][] speeds = new double[reads.length][rounds];
        for (int round = -WARM_UP; round < rounds; round++) {
            for (int kind = 0; kind < reads.length; kind++) {
                long start = System.nanoTime();
                reads[kind].run();
                if (round >= 0) {
                    speeds[kind][round] = (double) bytes / (System.nanoTime() - start);
                }
            }
        }
        System.out.printf(
                Locale.ROOT,
                "%-28s %-9s %-12.1f %10.2f %10.2f %12.2f%n",
                path.getFileName(),
                tensor.dtype(),
                bytes / 1e6,
                median(speeds[0]),
                median(speeds[1]),
                median(speeds[2]));
    }

    private static StoredTensor largest(Path path) {
        try (TensorFile file = TensorFile.open(path)) {
            return file.tensors().values().stream()
                    .max((a, b) -> Long.compare(a.elements(), b.elements()))
                    .orElseThrow();
        }
    }

    private static void readPlainly(Path path, ByteBuffer into) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            into.clear();
            while (into.hasRemaining() && channel.read(into) >= 0) {}
        }
    }

    private static void load(Path path, String name, FloatBuffer into, boolean transposed) {
        try (TensorFile file = TensorFile.open(path)) {
            StoredTensor tensor = file.tensors().get(name);
            into.clear();
            if (transposed) {
                file.transposed(tensor, into);
            } else {
                file.floats(tensor, into);
            }
        }
    }

    private static double median(double[] speeds) {
        double[] sorted = speeds.clone();
        Arrays.sort(sorted);
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }
}
