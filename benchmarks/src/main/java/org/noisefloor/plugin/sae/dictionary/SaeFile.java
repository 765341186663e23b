package org.noisefloor.plugin.sae.dictionary;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A random JumpReLU in a {@code params.npz} as Gemma Scope's, stored as it is. Thresholds are 1, pre-activations of standard normal rows too. */
final class SaeFile {
    private SaeFile() {}

    static void write(Path file, int dIn, int dSae) throws IOException {
        SplittableRandom random = new SplittableRandom(1);
        try (OutputStream out = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            float scale = (float) (1 / Math.sqrt(dIn));
            array(zip, "W_enc", "(" + dIn + ", " + dSae + ")", gaussian(random, dIn * dSae, scale));
            array(zip, "W_dec", "(" + dSae + ", " + dIn + ")", gaussian(random, dSae * dIn, scale));
            array(zip, "b_enc", "(" + dSae + ",)", values(dSae, 0));
            array(zip, "b_dec", "(" + dIn + ",)", values(dIn, 0));
            array(zip, "threshold", "(" + dSae + ",)", values(dSae, 1));
        }
    }

    private static ByteBuffer gaussian(SplittableRandom random, int count, float scale) {
        ByteBuffer values = values(count, 0);
        for (int i = 0; i < count; i++) {
            values.putFloat(i * Float.BYTES, scale * (float) random.nextGaussian());
        }
        return values;
    }

    private static ByteBuffer values(int count, float value) {
        ByteBuffer values = ByteBuffer.allocate(count * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < count; i++) {
            values.putFloat(i * Float.BYTES, value);
        }
        return values;
    }

    private static void array(ZipOutputStream zip, String name, String shape, ByteBuffer values) throws IOException {
        String dictionary = "{'descr': '<f4', 'fortran_order': False, 'shape': " + shape + ", }";
        // behind ten bytes, and filled up to a multiple of 64
        String header = String.format("%-117s\n", dictionary);
        byte[] start = ("\u0093NUMPY\u0001\u0000" + (char) header.length() + "\u0000" + header)
                .getBytes(StandardCharsets.ISO_8859_1);
        CRC32 crc = new CRC32();
        crc.update(start);
        crc.update(values.array());
        ZipEntry entry = new ZipEntry(name + ".npy");
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(start.length + (long) values.capacity());
        entry.setCrc(crc.getValue());
        zip.putNextEntry(entry);
        zip.write(start);
        zip.write(values.array());
        zip.closeEntry();
    }
}
