package org.noisefloor.plugin.sae;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.noisefloor.files.Sha256;

/** SHA-256 of an SAE's files. That of the weights is taken while they are read, where only one file can be the weights. */
final class Digests {
    private static final List<String> WEIGHTS = List.of(".safetensors", ".npz", ".pt", ".pth", ".bin");

    private final @Nullable Path early;
    private final @Nullable FutureTask<String> digest;

    private Digests(@Nullable Path early) {
        this.early = early;
        this.digest = early == null ? null : new FutureTask<>(() -> Sha256.of(early));
    }

    /** Begins with what lies at a path, in a thread of its own. */
    static Digests of(Path path) {
        Digests digests = new Digests(weights(path).orElse(null));
        if (digests.digest != null) {
            Thread thread = new Thread(digests.digest, "digest");
            thread.setDaemon(true);
            thread.start();
        }
        return digests;
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
        if (digest == null || !file.equals(early)) {
            return Sha256.of(file);
        }
        try {
            return digest.get();
        } catch (ExecutionException | CancellationException failed) {
            // once more, to fail where it is seen
            return Sha256.of(file);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("stopped while a digest was taken", stopped);
        }
    }

    /** Ends what nobody will ask for, since the SAE could not be read. */
    void cancel() {
        if (digest != null) {
            digest.cancel(true);
        }
    }
}
