package org.noisefloor.api.report;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A finished run, as a {@link ReportWriter} sees it. */
public interface RunResult {

    /** What was found: the content of {@code report.json}. */
    RunReport report();

    /** What the run was made with, as {@code provenance.json} says it. */
    Map<String, Object> provenance();

    /** The resolved config, as YAML. */
    String config();

    /** What was run, in order. */
    List<SequenceInfo> sequences();

    /**
     * Every scored position under every intervention (not under baselines), by site, intervention, sequence and position. Read from
     * disk while it is consumed, so that memory does not grow with the run; close it.
     */
    Stream<ScoredPosition> positions();

    /** The token ids of a sequence, BOS included. */
    int[] tokens(int sequence);

    /** A token as text; {@code <id>} if there is no tokenizer. May hold anything that a corpus holds. */
    String text(int token);

    /**
     * One sequence of the run.
     *
     * @param index its place in the run, from 0
     * @param length tokens, BOS included
     * @param scored positions that were scored
     */
    record SequenceInfo(int index, int length, int scored) {}
}
