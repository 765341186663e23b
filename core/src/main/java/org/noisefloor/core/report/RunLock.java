package org.noisefloor.core.report;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A file that one process at a time may hold. The system lets go of it when the process ends, however it ends, so nothing stale is ever in
 * the way.
 */
final class RunLock implements AutoCloseable {
    /** Behind what is written in the file, which others may then read on systems where a lock keeps readers out. */
    private static final long LOCKED = Long.MAX_VALUE - 1;

    private static final int TRIES = 100;

    /** Held in this process: opening a locked file a second time and closing it again would let go of the lock. */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path file;
    private final FileChannel channel;

    private RunLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /** Another process has it. */
    static final class Held extends Exception {
        private static final long serialVersionUID = 1;

        /** @param holder {@code process 123 on this machine}, as far as it says so */
        Held(String holder) {
            super(holder);
        }
    }

    /** @param file in a folder that is there */
    static RunLock take(Path file) throws IOException, Held {
        if (!HELD.add(file)) {
            throw new Held(me());
        }
        try {
            for (int i = 0; i < TRIES; i++) {
                Optional<RunLock> lock = tryOnce(file);
                if (lock.isPresent()) {
                    return lock.get();
                }
            }
            throw new Held("one that comes and goes");
        } catch (IOException | Held | RuntimeException failed) {
            HELD.remove(file);
            throw failed;
        }
    }

    /** Empty if the file went away in between: then who had it has just let go. */
    private static Optional<RunLock> tryOnce(Path file) throws IOException, Held {
        Object before = key(file);
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            if (!locked(channel)) {
                throw new Held(text(channel));
            }
            Object after = key(file);
            if (after == null || (before != null && !Objects.equals(before, after))) {
                channel.close();
                return Optional.empty();
            }
            channel.truncate(0);
            channel.write(ByteBuffer.wrap(me().getBytes(StandardCharsets.UTF_8)), 0);
            return Optional.of(new RunLock(file, channel));
        } catch (IOException | Held failed) {
            channel.close();
            throw failed;
        }
    }

    private static boolean locked(FileChannel channel) {
        try {
            FileLock lock = channel.tryLock(LOCKED, 1, false);
            return lock != null;
        } catch (IOException unsupported) {
            return true; // some network file systems have no locks; a run there is as safe as its user is careful
        }
    }

    private static @Nullable Object key(Path file) throws IOException {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return Objects.requireNonNullElse(attributes.fileKey(), file); // Windows has none, and keeps open files
        } catch (NoSuchFileException gone) {
            return null;
        }
    }

    private static String me() {
        return "process " + ProcessHandle.current().pid();
    }

    private static String text(FileChannel channel) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(100);
        int read = channel.read(bytes, 0);
        return read <= 0 ? "a process" : new String(bytes.array(), 0, read, StandardCharsets.UTF_8);
    }

    /** Lets go of it, and removes the file. */
    @Override
    public void close() {
        if (!channel.isOpen()) {
            return;
        }
        try (channel) {
            Files.deleteIfExists(file);
        } catch (IOException harmless) {
            // the lock is gone with the channel; the file alone is in nobody's way
        } finally {
            HELD.remove(file);
        }
    }
}
