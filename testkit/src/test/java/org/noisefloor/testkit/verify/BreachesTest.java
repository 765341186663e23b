package org.noisefloor.testkit.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.noisefloor.api.NoOptions;
import org.noisefloor.api.Provider;
import org.noisefloor.api.backend.ModelBackend;
import org.noisefloor.api.corpus.CorpusReader;
import org.noisefloor.testkit.backend.AskedBackend;
import org.noisefloor.testkit.corpus.CorpusReaderContract;

/** Each breach is told by the rule that the page names, and what is sound by none; the page says which are not told. */
class BreachesTest {
    /** These providers are classes of a test, which no services file names. */
    private static final List<String> OF_TESTS =
            List.of("has a public constructor without arguments", "is found by the service loader");

    private static final Pattern ROW = Pattern.compile("\\| ([^|]+) \\| ([^|]+) \\| ([^|]+) \\| ([^|]+) \\|");

    @TempDir
    Path temp;

    static List<Breach> all() {
        return Breaches.all();
    }

    static List<Breach> told() {
        return all().stream().filter(breach -> !breach.rule().isEmpty()).toList();
    }

    static List<Breach> untold() {
        return all().stream().filter(breach -> breach.rule().isEmpty()).toList();
    }

    static List<Provider<?>> sound() {
        return Breaches.sound();
    }

    @ParameterizedTest
    @MethodSource
    void told(Breach breach) throws IOException {
        assertThat(broken(breach.provider().get())).contains(breach.rule());
    }

    /** So that the page does not say so of what a new rule tells. */
    @ParameterizedTest
    @MethodSource
    void untold(Breach breach) throws IOException {
        assertThat(broken(breach.provider().get())).isSubsetOf(OF_TESTS);
    }

    @ParameterizedTest
    @MethodSource
    void sound(Provider<?> provider) throws IOException {
        assertThat(broken(provider)).isSubsetOf(OF_TESTS);
    }

    @Test
    void thePageHasEachBreachWithItsRule() throws IOException {
        List<String> rows = new ArrayList<>();
        for (String line : Files.readAllLines(Path.of("../docs/plugins/breaches.md"))) {
            var row = ROW.matcher(line);
            if (row.matches() && !row.group(1).equals("plugin") && !row.group(1).startsWith("---")) {
                rows.add(row.group(1) + " | " + row.group(2) + " | " + row.group(3));
            }
        }
        assertThat(rows)
                .containsExactlyElementsOf(all().stream()
                        .map(breach -> breach.kind() + " | " + breach.deed() + " | "
                                + (breach.rule().isEmpty() ? "–" : breach.rule()))
                        .toList());
    }

    @Test
    void noTwoBreachesAreTheSame() {
        assertThat(all()).extracting(Breach::toString).doesNotHaveDuplicates();
    }

    private List<String> broken(Provider<?> provider) throws IOException {
        List<String> broken = new ArrayList<>();
        List<String> sentences = provider instanceof CorpusReader<?> reader
                ? Contracts.breaches(reading(reader))
                : provider.options() == NoOptions.class
                        ? Contracts.breaches(provider, new NoOptions())
                        : Contracts.breachesOf(provider);
        for (String sentence : sentences) {
            broken.add(sentence.substring(sentence.indexOf('\'') + 1, sentence.indexOf("' of ")));
        }
        if (provider instanceof ModelBackend<?>) {
            @SuppressWarnings("unchecked") // all of these have no options
            ModelBackend<NoOptions> backend = (ModelBackend<NoOptions>) provider;
            Path model = Files.writeString(temp.resolve("toy"), "a toy");
            AskedBackend.broken(backend, new NoOptions(), model).stream()
                    .map(Contracts::inWords)
                    .forEach(broken::add);
        }
        return broken;
    }

    private CorpusReaderContract<NoOptions> reading(CorpusReader<?> reader) {
        return new CorpusReaderContract<>() {
            @Override
            @SuppressWarnings("unchecked") // all of these have no options
            public CorpusReader<NoOptions> provider() {
                return (CorpusReader<NoOptions>) reader;
            }

            @Override
            public NoOptions corpusOptions() {
                return new NoOptions();
            }

            @Override
            public Path sample() throws IOException {
                Path folder = temp.resolve("corpus");
                if (Files.exists(folder)) {
                    try (Stream<Path> files = Files.list(folder)) {
                        for (Path each : files.toList()) {
                            Files.delete(each);
                        }
                    }
                }
                return Files.writeString(Files.createDirectories(folder).resolve("sample.lines"), "one\ntwo\n");
            }
        };
    }
}
