package org.noisefloor.core.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.noisefloor.api.UserError;
import org.noisefloor.core.plugins.Catalogue;
import org.noisefloor.testkit.fuzz.Campaign;
import org.noisefloor.testkit.fuzz.Mutator;

/**
 * Reads configs that are nearly right, in turns with other words and lines, and with other bytes: each is a plan, or sentences that begin with
 * the file. {@code ConfigFuzz FIRST COUNT}; the same number is always the same config.
 */
public final class ConfigFuzz {
    private static final List<String> WORDS = List.of(
            "null",
            "[]",
            "{}",
            "-",
            ":",
            "\t",
            "  ",
            "1e3",
            "-1",
            "yes",
            ".nan",
            "&a",
            "*a",
            "!t",
            "'",
            "\"",
            "{site}",
            "%",
            "#",
            "|",
            ">",
            "<<",
            "? ",
            "\u0000",
            "\u00e9",
            "999999999999",
            "[[[[",
            "}",
            "\n",
            "..",
            "/",
            "type");

    private static final Mutator BYTES = new Mutator(List.of(
            ConfigFolder.FULL.getBytes(StandardCharsets.UTF_8), ConfigFolder.MINIMAL.getBytes(StandardCharsets.UTF_8)));

    private final Path file;
    private final Catalogue catalogue = TestPlugins.catalogue();

    /** @param folder an empty folder */
    ConfigFuzz(Path folder) throws IOException {
        this.file = ConfigFolder.in(folder).path().resolve("demo.yaml");
    }

    public static void main(String[] args) throws IOException {
        Campaign.run(
                "configs",
                Long.parseLong(args[0]),
                Long.parseLong(args[1]),
                1,
                new ConfigFuzz(Files.createTempDirectory("noisefloor-config-fuzz"))::check);
    }

    /** @return how many were refused */
    long check(long first, long count) throws IOException {
        long refused = 0;
        for (long number = first; number < first + count; number++) {
            Files.deleteIfExists(file);
            Files.write(file, config(number));
            try {
                ConfigReader.read(file, catalogue, Map.of());
            } catch (UserError refusal) {
                refused++;
                requireSentences(number, refusal);
            } catch (RuntimeException | Error defect) {
                throw new AssertionError("config number " + number + ": " + defect, defect);
            }
        }
        return refused;
    }

    private static void requireSentences(long number, UserError refusal) {
        for (String sentence : refusal.getMessage().split("\n")) {
            if (!sentence.startsWith("demo.yaml:") || sentence.codePoints().anyMatch(Character::isISOControl)) {
                throw new AssertionError("config number " + number + ", not one sentence: " + sentence);
            }
        }
    }

    private static byte[] config(long number) {
        return number % 2 == 0 ? BYTES.file(number) : mutate(ConfigFolder.FULL, new Random(number));
    }

    private static byte[] mutate(String yaml, Random random) {
        List<String> lines = new ArrayList<>(List.of(yaml.split("\n")));
        int changes = 1 + random.nextInt(3);
        for (int i = 0; i < changes; i++) {
            int at = random.nextInt(lines.size());
            String line = lines.get(at);
            int column = line.isEmpty() ? 0 : random.nextInt(line.length());
            switch (random.nextInt(6)) {
                case 0 -> lines.set(at, line.substring(0, column) + word(random) + line.substring(column));
                case 1 -> lines.set(at, line.substring(0, column));
                case 2 -> lines.set(at, line.replaceFirst(":.*", ": " + word(random)));
                case 3 -> Collections.swap(lines, at, random.nextInt(lines.size()));
                case 4 -> lines.add(at, lines.get(random.nextInt(lines.size())));
                default ->
                    lines.set(at, line.isEmpty() ? line : line.substring(0, column) + line.substring(column + 1));
            }
        }
        byte[] bytes = String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
        if (random.nextInt(10) == 0) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return bytes;
    }

    private static String word(Random random) {
        return WORDS.get(random.nextInt(WORDS.size()));
    }
}
