package org.noisefloor.core.config;

import java.util.List;

/** Ids that stand for a list which the config leaves out: what a run needs to say what its conventions are for. */
record Defaults(List<String> baselines, List<String> metrics, List<String> reports) {

    static Defaults of(Plan.Conventions conventions) {
        return switch (conventions) {
            case NOISEFLOOR -> new Defaults(List.of(), List.of("kl", "loss"), List.of());
            case SAELENS ->
                new Defaults(
                        List.of("zero_all"),
                        List.of("kl", "loss", "reconstruction", "explained_variance_legacy"),
                        List.of("saelens"));
        };
    }
}
