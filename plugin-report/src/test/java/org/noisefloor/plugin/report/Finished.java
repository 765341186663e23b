package org.noisefloor.plugin.report;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.noisefloor.api.report.RunReport;
import org.noisefloor.api.report.RunResult;
import org.noisefloor.api.report.ScoredPosition;

/** A run of which a test says what it found. Its tokens are their ids in words. */
record Finished(
        RunReport report,
        Map<String, Object> provenance,
        List<SequenceInfo> sequences,
        List<ScoredPosition> all,
        List<List<Integer>> tokensOf)
        implements RunResult {
    Finished(RunReport report) {
        this(report, Map.of(), List.of(), List.of(), List.of());
    }

    Finished withProvenance(Map<String, Object> made) {
        return new Finished(report, made, sequences, all, tokensOf);
    }

    @Override
    public String config() {
        return "";
    }

    @Override
    public Stream<ScoredPosition> positions() {
        return all.stream();
    }

    @Override
    public int[] tokens(int sequence) {
        return tokensOf.get(sequence).stream().mapToInt(Integer::intValue).toArray();
    }

    @Override
    public String text(int token) {
        return "t" + token;
    }
}
