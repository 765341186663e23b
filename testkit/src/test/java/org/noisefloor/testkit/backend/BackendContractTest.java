package org.noisefloor.testkit.backend;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.noisefloor.api.Site;
import org.noisefloor.api.backend.LanguageModel;

/** A good backend passes the contract, be it with one site only, and what breaks a rule of splices is refused by that rule. */
class BackendContractTest {

    @Nested
    class AModelOfSeveralSites extends BackendContract {
        @Override
        protected LanguageModel open() {
            return new ToyModel(4);
        }
    }

    @Nested
    class AModelOfOneSite extends BackendContract {
        @Override
        protected LanguageModel open() {
            return new ToyModel(1);
        }
    }

    @Test
    void aBackendWhoseLaterSitesShowTheOriginalIsRefused() {
        refused(
                new ToyModel(3) {
                    @Override
                    float[] shown(float[] inThisPass, float[] original) {
                        return original;
                    }
                },
                BackendContract::showsALaterReplacementTheEffectOfTheEarlierOne);
    }

    @Test
    void aBackendThatAsksAgainstTheFlowOfTheDataIsRefused() {
        refused(
                new ToyModel(3) {
                    @Override
                    List<Site> order(List<Site> inOrder) {
                        List<Site> backwards = new ArrayList<>(inOrder);
                        Collections.reverse(backwards);
                        return backwards;
                    }
                },
                BackendContract::replacesSeveralSitesInTheOrderInWhichTheDataFlows);
    }

    @Test
    void aBackendThatLetsASpliceWriteIntoTheTraceIsRefused() {
        ToyModel model = new ToyModel(3) {
            @Override
            void afterResume(float[] original, float[] replaced) {
                System.arraycopy(replaced, 0, original, 0, replaced.length);
            }
        };
        refused(model, BackendContract::handsASpliceTheOriginalActivationInABufferOfItsOwn);
        refused(model, BackendContract::isASingleResumeAtTheFirstSiteWhereTheOthersAreLeftAsTheyAre);
    }

    @Test
    void aBackendThatResumesAStaleTraceIsRefused() {
        refused(
                new ToyModel(1) {
                    @Override
                    boolean mindsStaleTraces() {
                        return false;
                    }
                },
                BackendContract::startsAfreshWithEachBatch);
    }

    private static void refused(LanguageModel model, Consumer<BackendContract> rule) {
        BackendContract contract = new BackendContract() {
            @Override
            protected LanguageModel open() {
                return model;
            }
        };
        contract.openModel();
        assertThatThrownBy(() -> rule.accept(contract)).isInstanceOf(AssertionError.class);
    }
}
