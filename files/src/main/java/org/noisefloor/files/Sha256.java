package org.noisefloor.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a file holds, byte for byte. */
public final class Sha256 {
    private static final int CHUNK_BYTES = 1 << 20;

    private Sha256() {}

    /**
     * In hexadecimal.
     *
     * @throws org.noisefloor.api.UserError if the file cannot be read
     */
    public static String of(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[CHUNK_BYTES];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                digest.update(buffer, 0, n);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (IOException failed) {
            throw Unreadable.file(file, failed);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }

    /** Of several files, by their names without folders, in the order given. */
    public static Map<String, String> byName(Iterable<Path> files) {
        Map<String, String> digests = new LinkedHashMap<>();
        files.forEach(file -> digests.put(String.valueOf(file.getFileName()), of(file)));
        return digests;
    }
}
