package org.noisefloor.plugin.report.html;

import java.util.List;
import java.util.function.BiFunction;
import org.noisefloor.files.plot.Html;

/**
 * A part of what the page says of each site and intervention.
 *
 * @param absent what is not there if the run did not measure it
 * @param toAdd what the config needs for it
 * @param content empty if the run did not measure it
 */
record Part(String title, String absent, String toAdd, BiFunction<Topic, Case, Html> content) {
    static final List<Part> ALL = List.of(
            new Part("Cost and noise floors", "No divergence was measured.", "metrics: [ kl, loss ]", Costs::of),
            new Part(
                    "Dose-response",
                    "No dose-response curve, so nothing says how much noise does the same damage.",
                    "baselines: [ { type: dose_relative, draws: 2 } ]",
                    Doses::of),
            new Part(
                    "At the correct token, or elsewhere",
                    "KL was not split at the correct token.",
                    "metrics: [ kl, kl_split ]",
                    Strata::chainRule),
            new Part(
                    "Classes of positions",
                    "Positions were not put into classes.",
                    "stratify: [ correct_token, original_state ]",
                    Strata::classes),
            new Part(
                    "From right to wrong, and back",
                    "No table of transitions between right and wrong.",
                    "stratify: [ transitions ]",
                    Transitions::of),
            new Part("", "", "", Strata::tables),
            new Part(
                    "What a measure listens to",
                    "No measure was split by the probability of the token.",
                    "metrics: [ kl, tail ]",
                    Tail::of),
            new Part(
                    "Spread over positions",
                    "No histogram of a divergence over positions.",
                    "metrics: [ kl ]",
                    Spread::of),
            new Part(
                    "Agreement of measures",
                    "Fewer than two measures have a value at single positions, so none agree.",
                    "metrics: [ kl, loss, logprob_l2 ]",
                    Agreement::of));
}
