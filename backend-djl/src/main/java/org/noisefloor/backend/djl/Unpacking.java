package org.noisefloor.backend.djl;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import org.noisefloor.files.Folders;

/**
 * While DJL unpacks PyTorch: into a folder {@code tmp…} of the cache, which is moved in place in the end, and of a process that is killed stays,
 * hundreds of megabytes each time. Processes that unpack share a lock; who finds nobody else at it removes what is left.
 */
final class Unpacking implements AutoCloseable {
    private final @Nullable FileChannel shared;

    private Unpacking(@Nullable FileChannel shared) {
        this.shared = shared;
    }

    /** @param folder of the cache; one that cannot be written or locked is left as it is */
    static Unpacking in(Path folder) {
        FileChannel channel = null;
        try {
            Files.createDirectories(folder);
            channel = FileChannel.open(
                    folder.resolve(".lock"),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE);
            removeLeft(channel, folder);
            channel.lock(0, Long.MAX_VALUE, true); // ends with the channel
            return new Unpacking(channel);
        } catch (IOException | OverlappingFileLockException none) {
            close(channel);
            return new Unpacking(null);
        }
    }

    private static void removeLeft(FileChannel channel, Path folder) throws IOException {
        try (FileLock alone = channel.tryLock()) {
            if (alone == null) {
                return;
            }
            try (DirectoryStream<Path> left = Files.newDirectoryStream(folder, "tmp*")) {
                for (Path each : left) {
                    Folders.delete(each);
                }
            }
        }
    }

    @Override
    public void close() {
        close(shared);
    }

    private static void close(@Nullable FileChannel channel) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException harmless) {
            // the system lets go of it at the end of the process
        }
    }
}
