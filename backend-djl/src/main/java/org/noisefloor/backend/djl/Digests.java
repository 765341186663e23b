package org.noisefloor.backend.djl;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;
import org.noisefloor.api.UserError;
import org.noisefloor.files.Sha256;

/** SHA-256 of a model's files by name: taken in a thread of its own while the weights are read, or when somebody asks. */
final class Digests implements Supplier<Map<String, String>> {
    private final FutureTask<Map<String, String>> task;

    Digests(List<Path> files) {
        this.task = new FutureTask<>(() -> Sha256.byName(files));
    }

    /** What has begun already is not begun again. */
    void begin() {
        Thread thread = new Thread(task, "digests");
        thread.setDaemon(true);
        thread.start();
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
