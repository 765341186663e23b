package org.noisefloor.backend.onnx;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;

/**
 * A folder into which native libraries are unpacked from jars, once, by however many processes.
 *
 * <p>A library that is there is taken if it has the size and the check sum of the jar's: a power cut may leave a file of the right size and
 * other content. The sum guards against accidents, not against people; whose the folder is says {@link org.noisefloor.files.OwnFolder}.
 * An interrupted copy leaves a file of another name, which the next process that unpacks removes. While it does so it holds a lock.
 */
final class NativeFolder {
    private static final String PART = ".part";

    private NativeFolder() {}

    /** What a library must be. */
    private record Content(long size, long sum) {
        static Content of(URL source) throws IOException {
            URLConnection connection = connection(source);
            if (connection instanceof JarURLConnection jar) {
                try (JarFile file = jar.getJarFile()) {
                    JarEntry entry = file.getJarEntry(jar.getEntryName());
                    return new Content(entry.getSize(), entry.getCrc());
                }
            }
            try (InputStream in = connection.getInputStream()) {
                return of(in);
            }
        }

        private static Content of(InputStream in) throws IOException {
            var checked = new CheckedInputStream(in, new CRC32());
            long size = checked.transferTo(OutputStream.nullOutputStream());
            return new Content(size, checked.getChecksum().getValue());
        }

        boolean isThatOf(Path file) throws IOException {
            if (!Files.isRegularFile(file) || Files.size(file) != size) {
                return false;
            }
            try (InputStream in = Files.newInputStream(file)) {
                return of(in).equals(this);
            }
        }
    }

    /** Copies a library, unless it is there in full; then nothing is written, and the folder may be one that can only be read. */
    static synchronized void unpack(URL source, Path folder, String name) throws IOException {
        Path target = folder.resolve(name);
        Content wanted = Content.of(source);
        if (wanted.isThatOf(target)) {
            return;
        }
        Files.createDirectories(folder);
        try (FileChannel lock =
                FileChannel.open(folder.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            if (isLocked(lock)) {
                removeParts(folder);
            }
            if (!wanted.isThatOf(target)) { // another process may have been here meanwhile
                copy(source, folder, target);
            }
        }
    }

    /** Waits for other processes; false where files cannot be locked, as on some network disks: then each moves its own copy into place. */
    private static boolean isLocked(FileChannel lock) {
        try {
            lock.lock(); // ends with the channel
            return true;
        } catch (IOException | OverlappingFileLockException none) {
            return false;
        }
    }

    private static void removeParts(Path folder) throws IOException {
        try (DirectoryStream<Path> parts = Files.newDirectoryStream(folder, "*" + PART)) {
            for (Path part : parts) {
                Files.deleteIfExists(part);
            }
        }
    }

    private static void copy(URL source, Path folder, Path target) throws IOException {
        Path part = Files.createTempFile(folder, target.getFileName() + ".", PART);
        try {
            try (InputStream in = connection(source).getInputStream()) {
                Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
            }
            move(part, target);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private static URLConnection connection(URL source) throws IOException {
        URLConnection connection = source.openConnection();
        connection.setUseCaches(false); // a cached JarFile would stay open for ever
        return connection;
    }

    private static void move(Path part, Path target) throws IOException {
        try {
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
