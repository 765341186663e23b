package org.noisefloor.plugin.sae;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.noisefloor.files.Hashing;
import org.noisefloor.files.Sha256;

/** SHA-256 of an SAE's files. That of the weights is taken while they are read, where only one file can be the weights. */
final class Digests {
    private static final List<String> WEIGHTS = List.of(".safetensors", ".npz", ".pt", ".pth", ".bin");

    private final Optional<Path> early;
    private final Optional<Hashing> begun;

    private Digests(Optional<Path> early) {
        this.early = early;
        this.begun = early.map(file -> new Hashing(List.of(file)));
        begun.ifPresent(Hashing::begin);
    }

    /** Begins with what lies at a path, in a thread of its own. */
    static Digests of(Path path) {
        return new Digests(weights(path));
    }

    private static Optional<Path> weights(Path path) {
        if (Files.isRegularFile(path)) {
            return Optional.of(path);
        }
        try (Stream<Path> files = Files.list(path)) {
            List<Path> found = files.filter(Digests::mayBeWeights).toList();
            return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
        } catch (IOException unreadable) {
            // whoever reads the SAE says what is wrong
            return Optional.empty();
        }
    }

    private static boolean mayBeWeights(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return WEIGHTS.stream().anyMatch(name::endsWith);
    }

    /** Of one of the files. */
    String sha256(Path file) {
        return begun.filter(hashing -> early.equals(Optional.of(file)))
                .map(hashing -> hashing.get().values().iterator().next())
                .orElseGet(() -> Sha256.of(file));
    }

    /** Ends what nobody will ask for, since the SAE could not be read. */
    void cancel() {
        begun.ifPresent(Hashing::cancel);
    }
}
