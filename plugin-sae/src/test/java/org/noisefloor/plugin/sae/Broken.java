package org.noisefloor.plugin.sae;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Copies of a sound SAE in which one thing is wrong. */
final class Broken {
    private Broken() {}

    /** A copy to break. */
    static Path copy(String name, Path folder) throws IOException {
        for (String file : new String[] {"cfg.json", "sae_weights.safetensors"}) {
            Files.copy(Tiny.at(name).resolve(file), folder.resolve(file));
        }
        return folder;
    }

    static Path weights(Path folder) {
        return folder.resolve("sae_weights.safetensors");
    }

    static Path config(Path folder) {
        return folder.resolve("cfg.json");
    }

    static void replaceInConfig(Path folder, String from, String to) throws IOException {
        replace(config(folder), from, to);
    }

    private static void replace(Path file, String from, String to) throws IOException {
        String text = Files.readString(file);
        if (!text.contains(from)) {
            throw new IllegalArgumentException(file + " does not hold " + from);
        }
        Files.writeString(file, text.replace(from, to));
    }

    /** The JSON header of the weights. */
    static String header(Path folder) throws IOException {
        byte[] bytes = Files.readAllBytes(weights(folder));
        return new String(bytes, 8, headerLength(bytes), StandardCharsets.UTF_8).strip();
    }

    /** Writes another header before the same data. */
    static void writeHeader(Path folder, String header) throws IOException {
        byte[] old = Files.readAllBytes(weights(folder));
        int start = 8 + headerLength(old);
        write(folder, header, Arrays.copyOfRange(old, start, old.length));
    }

    static void write(Path folder, String header, byte[] data) throws IOException {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        ByteBuffer file = ByteBuffer.allocate(8 + json.length + data.length).order(ByteOrder.LITTLE_ENDIAN);
        Files.write(
                weights(folder), file.putLong(json.length).put(json).put(data).array());
    }

    static void replaceInHeader(Path folder, String from, String to) throws IOException {
        String header = header(folder);
        if (!header.contains(from)) {
            throw new IllegalArgumentException(header + " does not hold " + from);
        }
        writeHeader(folder, header.replace(from, to));
    }

    private static int headerLength(byte[] bytes) {
        return (int) ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
    }
}
