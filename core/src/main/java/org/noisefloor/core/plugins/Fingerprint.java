package org.noisefloor.core.plugins;

import java.io.EOFException;
import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;
import org.noisefloor.api.Provider;

/**
 * What tells one state of some jars from another without reading them: of each its name, size, time of last change, and the checksum of its
 * directory, in which a jar has the names, sizes and checksums of all that it holds.
 *
 * <p>So a jar with other classes is another one even if its size and time are the same. Not seen is what nobody wrote: a class that was
 * damaged on the disk. A SHA-256 of all that the jars hold would see it, and take longer than the rest of a start.
 */
final class Fingerprint {
    private static final int END = 0x06054b50;
    private static final int SIZE_OF_DIRECTORY = 12;
    private static final int START_OF_DIRECTORY = 16;

    /** Of the end of a zip file that has no comment. */
    private static final int END_BYTES = 22;

    private static final int MOST_BYTES = 1 << 26;

    /** This noisefloor and this Java, since others may find something else in the same jars. */
    private static final String HOST = host();

    private Fingerprint() {}

    /** Of all jars of a plugin, on this host; empty for none, and if one cannot be read or is no zip file of the usual form. */
    static Optional<String> of(Candidate candidate) {
        StringBuilder all = new StringBuilder(HOST).append('/').append(candidate.file());
        try {
            for (Path jar : candidate.jars()) {
                all.append('/').append(of(jar.toFile()));
            }
        } catch (IOException unknown) {
            return Optional.empty();
        }
        return candidate.jars().isEmpty() ? Optional.empty() : Optional.of(all.toString());
    }

    private static String of(File jar) throws IOException {
        return jar.getName() + " " + jar.length() + " " + jar.lastModified() + " " + directory(jar);
    }

    private static String directory(File jar) throws IOException {
        try (RandomAccessFile in = new RandomAccessFile(jar, "r")) {
            long behind = in.length() - END_BYTES;
            ByteBuffer end = ByteBuffer.wrap(read(in, behind, END_BYTES)).order(ByteOrder.LITTLE_ENDIAN);
            long size = Integer.toUnsignedLong(end.getInt(SIZE_OF_DIRECTORY));
            long start = Integer.toUnsignedLong(end.getInt(START_OF_DIRECTORY));
            if (end.getInt(0) != END || size > MOST_BYTES || start + size != behind) {
                throw new IOException("no zip file of the usual form");
            }
            return checksum(read(in, start, (int) size));
        }
    }

    private static byte[] read(RandomAccessFile in, long from, int size) throws IOException {
        if (from < 0) {
            throw new EOFException();
        }
        byte[] bytes = new byte[size];
        in.seek(from);
        in.readFully(bytes);
        return bytes;
    }

    static String checksum(byte[] bytes) {
        CRC32 sum = new CRC32();
        sum.update(bytes);
        return Long.toHexString(sum.getValue());
    }

    private static String host() {
        StringBuilder host = new StringBuilder(Host.version() + " " + Runtime.version());
        for (Class<?> part : List.of(Host.class, Provider.class)) {
            try {
                host.append(' ')
                        .append(of(new File(part.getProtectionDomain()
                                .getCodeSource()
                                .getLocation()
                                .toURI())));
            } catch (IOException | URISyntaxException noJar) {
                // a folder of classes, where it is built; versions must do
            }
        }
        return checksum(host.toString().getBytes(StandardCharsets.UTF_8));
    }
}
