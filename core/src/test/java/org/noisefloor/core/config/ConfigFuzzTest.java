package org.noisefloor.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.noisefloor.api.UserError;

/** Whatever is in the file, the answer is a plan or sentences for the user, never another exception. */
class ConfigFuzzTest {
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

    @TempDir
    Path temp;

    @Test
    void givesAPlanOrSentencesForAnyMutationOfAConfig() throws IOException {
        ConfigFolder folder = ConfigFolder.in(temp);
        var random = new Random(1);
        int plans = 0;
        int refusals = 0;
        for (int i = 0; i < 800; i++) {
            byte[] mutated = mutate(ConfigFolder.FULL, random);
            Path file = Files.write(temp.resolve("demo.yaml"), mutated);
            try {
                ConfigReader.read(file, TestPlugins.catalogue(), Map.of());
                plans++;
            } catch (UserError refused) {
                refusals++;
                assertThat(refused.getMessage().lines())
                        .as(new String(mutated, StandardCharsets.UTF_8))
                        .allMatch(line -> line.startsWith("demo.yaml:"));
            } catch (RuntimeException | StackOverflowError defect) {
                throw new AssertionError("mutation " + i + ":\n" + new String(mutated, StandardCharsets.UTF_8), defect);
            }
        }
        assertThat(plans).isPositive();
        assertThat(refusals).isGreaterThan(200);
        assertThat(folder.path()).exists();
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
