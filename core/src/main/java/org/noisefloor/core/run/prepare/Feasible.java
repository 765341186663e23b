package org.noisefloor.core.run.prepare;

import java.util.Iterator;
import java.util.List;
import org.noisefloor.api.UserError;
import org.noisefloor.api.intervention.InterventionProvider;
import org.noisefloor.core.config.Chosen;
import org.noisefloor.core.config.Plan;
import org.noisefloor.core.corpus.SequenceSource;
import org.noisefloor.core.corpus.TokenSequence;
import org.noisefloor.core.run.batch.Mask;

/** Whether a run that is ready to start can end well: what its sequences alone tell, before anything is computed. */
public final class Feasible {
    private final Plan plan;
    private final SequenceSource source;
    private final int vocabulary;

    /** @param vocabulary entries of a logit vector in use */
    Feasible(Plan plan, SequenceSource source, int vocabulary) {
        this.plan = plan;
        this.source = source;
        this.vocabulary = vocabulary;
    }

    /** @throws UserError in one sentence, if the run would fail or have no result */
    void check(Mask.Rule rule, List<OpenedArm> arms) {
        checkCalibration(arms);
        source.calibration().forEach(this::checkTokens);
        boolean scored = false;
        Iterator<TokenSequence> sequences = source.scored();
        // a corpus of unknown size is read up to the first position that is scored, which is nearly always at its start
        while (sequences.hasNext() && !(scored && source.size() < 0)) {
            TokenSequence sequence = sequences.next();
            checkTokens(sequence);
            scored |= scores(rule, sequence);
        }
        if (!scored) {
            throw new UserError(
                    plan.file().getFileName() + ": no position would be scored: every one is special, skipped"
                            + " (positions) or the last of its sequence (corpus.length is "
                            + plan.corpus().length() + ")");
        }
    }

    private void checkCalibration(List<OpenedArm> arms) {
        if (!source.calibration().isEmpty()) {
            return;
        }
        arms.stream()
                .filter(arm -> arm.change().needs().isCalibrated())
                .findFirst()
                .ifPresent(arm -> {
                    throw new UserError(place(arm) + "'" + arm.arm().family()
                            + "' is made from calibration sequences, but corpus.calibration.sequences is 0; give some, 24 for"
                            + " instance");
                });
    }

    private String place(OpenedArm arm) {
        List<Chosen<InterventionProvider<?>>> chosen = arm.arm().asks() ? plan.interventions() : plan.baselines();
        return chosen.stream()
                .filter(each -> each.name().equals(arm.arm().family()))
                .findFirst()
                .map(each -> each.place() + ": ")
                .orElse("");
    }

    private static boolean scores(Mask.Rule rule, TokenSequence sequence) {
        for (int t = rule.skipFirst(); t + 1 < sequence.length(); t++) {
            if (!rule.special().contains(sequence.token(t))) {
                return true;
            }
        }
        return false;
    }

    /** @throws UserError if a token has no entry in the logits that are in use */
    public void checkTokens(TokenSequence sequence) {
        for (int t = 0; t < sequence.length(); t++) {
            if (sequence.token(t) >= vocabulary) {
                throw new UserError(plan.places().of("positions.vocab") + ": positions.vocab is " + vocabulary
                        + ", but the corpus has the token id " + sequence.token(t));
            }
        }
    }
}
