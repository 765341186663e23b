package org.noisefloor.files.tensor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.noisefloor.api.UserError;
import org.noisefloor.testkit.fuzz.Campaign;
import org.noisefloor.testkit.fuzz.HostileFiles;
import org.noisefloor.testkit.fuzz.Mutator;

/**
 * Opens a file as any other and reads all that it says it has. {@link #fuzzerTestOneInput} is what Jazzer calls; {@code .ci/fuzz} runs it.
 */
public final class TensorFuzz {
    /** Of tensors that are read; a file that repeats one number may have far larger ones than itself. */
    private static final int MOST_ELEMENTS = 1 << 12;

    private static final HostileFiles HOSTILE = new HostileFiles(place(), TensorFuzz::read);

    private TensorFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        HOSTILE.check(input);
    }

    /**
     * Reads mutated files without a fuzzer: {@code TensorFuzz SEEDS FIRST COUNT}, where SEEDS is a folder of right files of one
     * format, and the mutated files have the numbers from FIRST on.
     */
    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args[0]);
        Mutator mutator = new Mutator(seeds(folder, ""));
        Campaign.run(
                String.valueOf(folder.getFileName()),
                Long.parseLong(args[1]),
                Long.parseLong(args[2]),
                1,
                (first, count) -> HOSTILE.check(first, count, mutator));
    }

    /** The files of a folder whose names end like that, save those that are refused as they are. */
    static List<byte[]> seeds(Path folder, String ending) throws IOException {
        List<byte[]> seeds = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                String name = file.getFileName().toString();
                if (name.endsWith(ending) && !name.startsWith("refused")) {
                    seeds.add(Files.readAllBytes(file));
                }
            }
        }
        return seeds;
    }

    private static Path place() {
        try {
            return Files.createTempDirectory("noisefloor-fuzz").resolve("input");
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    static void read(Path path) {
        try (TensorFile file = TensorFile.open(path)) {
            for (StoredTensor tensor : file.tensors().values()) {
                try {
                    read(file, tensor);
                } catch (UserError refused) {
                    // one that nobody can read does not stop the others; its sentence is looked at all the same
                    HostileFiles.checkSentences(path, refused);
                }
            }
        }
    }

    private static void read(TensorFile file, StoredTensor tensor) {
        file.integer(tensor);
        if (tensor.elements() <= MOST_ELEMENTS) {
            file.floats(tensor, FloatBuffer.allocate((int) tensor.elements()));
            file.transposed(tensor, FloatBuffer.allocate((int) tensor.elements()));
        }
    }
}
