package org.noisefloor.core.run;

import java.util.Iterator;
import java.util.List;
import org.noisefloor.api.InterventionProvider;
import org.noisefloor.api.UserError;
import org.noisefloor.core.config.Chosen;
import org.noisefloor.core.config.Plan;
import org.noisefloor.core.corpus.SequenceSource;

/** Whether a run that is ready to start can end well: what its sequences alone tell, before anything is computed. */
final class Feasible {
    private final Plan plan;
    private final SequenceSource source;

    Feasible(Plan plan, SequenceSource source) {
        this.plan = plan;
        this.source = source;
    }

    /** @throws UserError in one sentence, if the run would fail or have no result */
    void check(Mask.Rule rule, int vocabulary, List<LiveArm> arms) {
        checkCalibration(arms);
        source.calibration().forEach(sequence -> checkTokens(plan, sequence, vocabulary));
        boolean scored = false;
        Iterator<int[]> sequences = source.scored();
        // a corpus of unknown size is read up to the first position that is scored, which is nearly always at its start
        while (sequences.hasNext() && !(scored && source.size() < 0)) {
            int[] sequence = sequences.next();
            checkTokens(plan, sequence, vocabulary);
            scored |= scores(rule, sequence);
        }
        if (!scored) {
            throw new UserError(
                    plan.file().getFileName() + ": no position would be scored: every one is special, skipped"
                            + " (positions) or the last of its sequence (corpus.length is "
                            + plan.corpus().length() + ")");
        }
    }

    private void checkCalibration(List<LiveArm> arms) {
        if (!source.calibration().isEmpty()) {
            return;
        }
        arms.stream()
                .filter(arm -> arm.intervention().needs().calibration())
                .findFirst()
                .ifPresent(arm -> {
                    throw new UserError(place(arm) + "'" + arm.arm().family()
                            + "' is made from calibration sequences, but corpus.calibration.sequences is 0; give some, 24 for"
                            + " instance");
                });
    }

    private String place(LiveArm arm) {
        List<Chosen<InterventionProvider<?>>> chosen = arm.arm().baseline() ? plan.baselines() : plan.interventions();
        return chosen.stream()
                .filter(each -> each.name().equals(arm.arm().family()))
                .findFirst()
                .map(each -> each.place() + ": ")
                .orElse("");
    }

    private static boolean scores(Mask.Rule rule, int[] sequence) {
        for (int t = rule.skipFirst(); t + 1 < sequence.length; t++) {
            if (!rule.special().contains(sequence[t])) {
                return true;
            }
        }
        return false;
    }

    /** @throws UserError if a token has no entry in the logits that are in use */
    static void checkTokens(Plan plan, int[] sequence, int vocabulary) {
        for (int token : sequence) {
            if (token >= vocabulary) {
                throw new UserError(plan.places().of("positions.vocab") + ": positions.vocab is " + vocabulary
                        + ", but the corpus has the token id " + token);
            }
        }
    }
}
