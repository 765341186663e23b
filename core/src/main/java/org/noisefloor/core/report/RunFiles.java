package org.noisefloor.core.report;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.noisefloor.api.ReportWriter;
import org.noisefloor.api.RunResult;
import org.noisefloor.api.UserError;
import org.noisefloor.core.config.Chosen;
import org.noisefloor.core.config.Plan;

/** Writes what a run leaves behind, besides its records. */
public final class RunFiles {
    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .setDefaultPrettyPrinter(new DefaultPrettyPrinter()
                    .withObjectIndenter(new OuterLevels())
                    .withArrayIndenter(new OuterLevels()));
    private static final ObjectMapper COMPACT = new ObjectMapper();
    private static final ObjectMapper YAML =
            new ObjectMapper(new YAMLFactory().disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER));

    /** Where provenance.json lists the files of the run, so that nothing else is ever taken for one of them. */
    private static final String FILES = "files";

    private RunFiles() {}

    /** Lines for the outer levels alone: thousands of classes and estimates are easier to read, and smaller, a line each. */
    private static final class OuterLevels extends DefaultIndenter {
        private static final long serialVersionUID = 1;
        private static final int DEEPEST = 7;

        @Override
        public void writeIndentation(JsonGenerator json, int level) throws IOException {
            if (level <= DEEPEST) {
                super.writeIndentation(json, level);
            } else {
                json.writeRaw(' ');
            }
        }
    }

    /** @param texts of the tokens that the records name, so that no tokenizer is needed to show them */
    public static void write(
            Path folder,
            Plan plan,
            Map<String, Object> report,
            Map<String, Object> provenance,
            Map<Integer, String> texts) {
        try {
            Files.writeString(folder.resolve(RunFolder.REPORT), JSON.writeValueAsString(report) + "\n");
            Files.writeString(folder.resolve(RunFolder.CONFIG), YAML.writeValueAsString(plan.resolved()));
            Files.writeString(folder.resolve(RunFolder.TOKENS), COMPACT.writeValueAsString(texts) + "\n");
            provenance(folder, provenance, names(folder));
            if (!plan.reports().isEmpty()) {
                further(FinishedRun.open(folder), plan.reports(), folder);
                provenance(folder, provenance, names(folder));
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Writes further forms of a run's report. */
    static void further(RunResult run, List<Chosen<ReportWriter<?>>> writers, Path folder) throws IOException {
        for (Chosen<ReportWriter<?>> writer : writers) {
            write(writer.provider(), writer.options(), run, folder);
        }
    }

    /** @param files what the run wrote, beside this */
    static void provenance(Path folder, Map<String, Object> provenance, Collection<String> files) throws IOException {
        Map<String, Object> last = new LinkedHashMap<>(provenance);
        last.put(
                FILES,
                Stream.concat(files.stream(), Stream.of(RunFolder.PROVENANCE))
                        .distinct()
                        .sorted()
                        .toList());
        Files.writeString(folder.resolve(RunFolder.PROVENANCE), JSON.writeValueAsString(last) + "\n");
    }

    static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .sorted()
                    .toList();
        }
    }

    /** What the run whose folder this is wrote into it; nothing if it is not a run's folder. */
    static Set<String> writtenTo(Path folder) {
        try {
            Set<String> names = new HashSet<>();
            JSON.readTree(folder.resolve(RunFolder.PROVENANCE).toFile())
                    .path(FILES)
                    .forEach(name -> names.add(name.asText()));
            return names;
        } catch (IOException noRun) {
            return Set.of();
        }
    }

    private static <O extends Record> void write(ReportWriter<O> writer, Record options, RunResult run, Path folder)
            throws IOException {
        writer.write(run, folder, writer.options().cast(options));
    }

    /** The text of a run's {@code report.json}. */
    public static String report(Path folder) {
        try {
            return Files.readString(folder.resolve(RunFolder.REPORT));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /**
     * Writes a comparison into a new or empty folder.
     *
     * @throws UserError if there is something in it, or it cannot be written
     */
    public static void writeComparison(Path folder, ContestTables tables) {
        Path target = RunFolder.check(folder, false);
        try {
            Files.createDirectories(target);
            Files.writeString(target.resolve("comparison.json"), JSON.writeValueAsString(tables.json()) + "\n");
            Files.writeString(target.resolve("comparison.md"), tables.markdown());
            Files.writeString(target.resolve("comparison.html"), tables.html());
        } catch (IOException failed) {
            throw new UserError("--output: " + folder + " cannot be written: " + failed.getMessage(), failed);
        }
    }

    /** The JSON Schema of {@code report.json}. */
    public static String schema() {
        try (InputStream schema = RunFiles.class.getResourceAsStream("report.schema.json")) {
            if (schema == null) {
                throw new IllegalStateException("report.schema.json is missing from the jar");
            }
            return new String(schema.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
