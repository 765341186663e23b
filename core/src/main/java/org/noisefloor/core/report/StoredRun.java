package org.noisefloor.core.report;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.noisefloor.api.UserError;
import org.noisefloor.api.report.RunReport;
import org.noisefloor.core.config.Mistakes;
import org.noisefloor.core.figures.FigureCatalogue;
import org.noisefloor.core.figures.FinishedFigures;
import org.noisefloor.core.plugins.Catalogue;
import org.noisefloor.core.record.RecordSource;
import org.noisefloor.core.record.RecordStore;
import org.noisefloor.core.record.RunDescription;
import org.noisefloor.core.summary.Summarizer;

/**
 * A run as its records hold it: enough to make its report anew, on any machine that has its metrics.
 *
 * @param folder where the records lie
 * @param texts of the tokens that the records name; none where the run did not come to write them
 * @param figures what the metrics that are installed here make of the sums
 */
public record StoredRun(
        Path folder,
        RunDescription description,
        Map<Integer, String> texts,
        FigureCatalogue figures,
        RecordSource records) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * Reads the records of a folder; nothing else in it is needed.
     *
     * @throws UserError if there are none, or a metric of the run is not installed
     */
    public static StoredRun open(Path folder, Catalogue catalogue, Path cache) {
        return open(folder, catalogue, cache, texts(folder));
    }

    /** @param texts of the tokens that the records name */
    public static StoredRun open(Path folder, Catalogue catalogue, Path cache, Map<Integer, String> texts) {
        Path file = FinishedRun.records(folder);
        RecordStore.Source content = RecordStore.open(file);
        if (content.isEmpty()) {
            throw new UserError(file + ": holds the description of a run and no record; run the config once more");
        }
        FigureCatalogue figures = FinishedFigures.of(
                content.run(), catalogue, cache, token -> texts.getOrDefault(token, "<" + token + ">"));
        return new StoredRun(folder, content.run(), texts, figures, content.records());
    }

    /** The texts of the tokens that the records name; none where the run did not come to write them. */
    static Map<Integer, String> texts(Path folder) {
        Path file = folder.resolve(RunFolder.TOKENS);
        try {
            return Files.isRegularFile(file)
                    ? JSON.readValue(file.toFile(), new TypeReference<Map<Integer, String>>() {})
                    : Map.of();
        } catch (IOException failed) {
            throw FinishedRun.unusable(file, failed);
        }
    }

    /**
     * The same without some figures.
     *
     * @throws UserError if the run has none of such a name
     */
    public StoredRun without(List<String> names) {
        List<String> known = figures.names();
        Mistakes mistakes = new Mistakes();
        names.stream()
                .filter(name -> !known.contains(name))
                .map(name -> UserError.unknown("--without", "figure", name, known))
                .forEach(mistakes::add);
        mistakes.throwIfAny();
        return new StoredRun(folder, description, texts, figures.without(names), records);
    }

    /** The report, made anew. */
    public RunReport report(Summarizer.Options options) {
        return Summarizer.summarize(description, figures, records, options);
    }
}
