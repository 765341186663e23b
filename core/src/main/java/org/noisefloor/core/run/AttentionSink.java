package org.noisefloor.core.run;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.noisefloor.api.Site;
import org.noisefloor.core.run.score.ScoringBatch;

/**
 * Warns when the first position of a sequence, which models use as an attention sink, is inside the mask with an activation
 * whose norm is more than ten times the median: it would dominate every variance and many divergences.
 */
final class AttentionSink {
    private static final double FACTOR = 10;

    private AttentionSink() {}

    /** Judged by the first batch. */
    static Optional<String> find(List<Site> sites, ScoringBatch batch) {
        Map<String, Double> sinks = new LinkedHashMap<>();
        for (Site site : sites) {
            double times = timesTheMedian(site, batch);
            if (times > FACTOR) {
                sinks.put(site.name(), times);
            }
        }
        if (sinks.isEmpty()) {
            return Optional.empty();
        }
        String where = sinks.entrySet().stream()
                .map(each -> String.format(Locale.ROOT, "%s (%.0f times)", each.getKey(), each.getValue()))
                .collect(Collectors.joining(", "));
        return Optional.of("the activation of the first position is far above the median norm, an attention sink, at "
                + where + " and is intervened on; positions.skip_first: 1 leaves it out");
    }

    private static double timesTheMedian(Site site, ScoringBatch batch) {
        int length = batch.sequences().shape().length();
        FloatBuffer activations = batch.original().trace().activation(site);
        List<Double> norms = new ArrayList<>();
        double first = 0;
        for (int row = 0; row < batch.sequences().shape().rows(); row++) {
            if (batch.mask().intervened(row)) {
                double norm = norm(activations, row * site.width(), site.width());
                norms.add(norm);
                first = row % length == 0 ? Math.max(first, norm) : first;
            }
        }
        Collections.sort(norms);
        return norms.isEmpty() ? 0 : first / norms.get(norms.size() / 2);
    }

    private static double norm(FloatBuffer values, int from, int width) {
        double sum = 0;
        for (int i = from; i < from + width; i++) {
            sum += (double) values.get(i) * values.get(i);
        }
        return Math.sqrt(sum);
    }
}
