package org.noisefloor.plugin.report;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.noisefloor.api.RunResult;
import org.noisefloor.api.ScoredPosition;

/** A run of which a test says what it found. Its tokens are their ids in words. */
record Finished(
        Map<String, Object> report,
        List<SequenceInfo> sequences,
        List<ScoredPosition> all,
        List<List<Integer>> tokensOf)
        implements RunResult {
    Finished(Map<String, Object> report) {
        this(report, List.of(), List.of(), List.of());
    }

    @Override
    public Map<String, Object> provenance() {
        return Map.of();
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
