package org.noisefloor.core.report;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
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
import org.noisefloor.api.Context;
import org.noisefloor.api.UserError;
import org.noisefloor.api.report.RunReport;

/** Writes what a run leaves behind, besides its records. */
public final class RunFiles {
    private static final ObjectMapper COMPACT = new ObjectMapper();
    private static final ObjectMapper YAML =
            new ObjectMapper(new YAMLFactory().disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER));

    /** Where provenance.json lists the files of the run, so that nothing else is ever taken for one of them. */
    static final String FILES = "files";

    private RunFiles() {}

    /**
     * What is written of a run beside its records.
     *
     * @param config the resolved config
     * @param texts of the tokens that the records name, so that no tokenizer is needed to show them
     */
    public record Content(
            RunReport report, Map<String, Object> config, Map<String, Object> provenance, Map<Integer, String> texts) {}

    /** Writes all but the records and further forms of the report. */
    public static void write(Path folder, Content run) {
        try {
            Files.writeString(folder.resolve(RunFolder.REPORT), ReportJson.text(run.report()));
            write(folder, run.config(), run.provenance(), run.texts());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** What stands beside the records and is no report. */
    static void write(
            Path folder, Map<String, Object> config, Map<String, Object> provenance, Map<Integer, String> texts)
            throws IOException {
        Files.writeString(folder.resolve(RunFolder.CONFIG), yaml(config));
        Files.writeString(folder.resolve(RunFolder.TOKENS), COMPACT.writeValueAsString(texts) + "\n");
        provenance(folder, provenance, names(folder));
    }

    /** A resolved config as YAML. */
    static String yaml(Map<String, Object> config) throws IOException {
        return YAML.writeValueAsString(config);
    }

    /** What a report writer is told by the host; made for each entry of the config, by its name. */
    @FunctionalInterface
    public interface ContextMaker {
        Context of(String entry);
    }

    /** A provenance.json as it was written. */
    static Map<String, Object> provenance(Path file) throws IOException {
        return COMPACT.readValue(file.toFile(), new TypeReference<LinkedHashMap<String, Object>>() {});
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
        Files.writeString(folder.resolve(RunFolder.PROVENANCE), ReportJson.text(last));
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
            COMPACT.readTree(folder.resolve(RunFolder.PROVENANCE).toFile())
                    .path(FILES)
                    .forEach(name -> names.add(name.asText()));
            return names;
        } catch (IOException noRun) {
            return Set.of();
        }
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
    public static void writeComparison(Path folder, RankingTables tables) {
        Path target = RunFolder.check(folder, RunFolder.Existing.NEVER);
        try {
            Files.createDirectories(target);
            Files.writeString(target.resolve("comparison.json"), ReportJson.text(tables.json()));
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
