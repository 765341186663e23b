package org.noisefloor.files;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;
import org.noisefloor.api.UserError;

/** {@link Sha256} of large files by name: taken in a thread of its own while they are read, or when somebody asks. */
public final class Hashing implements Supplier<Map<String, String>> {
    private final FutureTask<Map<String, String>> task;

    public Hashing(List<Path> files) {
        this.task = new FutureTask<>(() -> Sha256.byName(files));
    }

    /** @param files by the names that their digests are to have */
    public Hashing(Map<String, Path> files) {
        this.task = new FutureTask<>(() -> {
            Map<String, String> digests = new LinkedHashMap<>();
            files.forEach((name, file) -> digests.put(name, Sha256.of(file)));
            return digests;
        });
    }

    /** What has begun already is not begun again. */
    public void begin() {
        Thread thread = new Thread(task, "digests");
        thread.setDaemon(true);
        thread.start();
    }

    /** Ends what nobody will ask for. */
    public void cancel() {
        task.cancel(true);
    }

    /** @throws UserError if a file cannot be read */
    @Override
    public Map<String, String> get() {
        task.run(); // does nothing where it has begun
        try {
            return task.get();
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof UserError told ? told : new IllegalStateException(failed.getCause());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("stopped while digests were taken", stopped);
        }
    }
}
