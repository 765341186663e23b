package org.noisefloor.testkit.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.noisefloor.api.BatchShape;
import org.noisefloor.api.Site;
import org.noisefloor.api.UserError;
import org.noisefloor.api.backend.CutModel;
import org.noisefloor.api.backend.LanguageModel;
import org.noisefloor.api.backend.TokenBatch;
import org.noisefloor.api.backend.Trace;

/**
 * What every backend must do with every model that it opens. A backend's test extends this class and opens a small causal
 * model of at least one site; cases that need two are skipped where there is one:
 *
 * <pre>{@code
 * class MyBackendContractTest extends BackendContract {
 *     @Override
 *     protected LanguageModel open() {
 *         return new MyBackend().open(path, options, TestContext.builder().threads(2).build());
 *     }
 * }
 * }</pre>
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS) // opening and cutting are what takes time
public abstract class BackendContract {
    private static final BatchShape SHAPE = BatchShape.of(3, 6);

    private LanguageModel model;
    private CutModel everywhere;

    /** Opens the model anew; the contract closes it. Called more than once. */
    protected abstract LanguageModel open();

    /**
     * How far two logits may differ that are equal but for the order of float32 sums, relative to the largest logit. Exact
     * equality is asked for where the arithmetic is the same. Enough for a tiny model; for a larger one see {@link Rounding#relative}.
     */
    protected double tolerance() {
        return Rounding.TINY;
    }

    @BeforeAll
    void openModel() {
        model = open();
        everywhere = model.cutAt(model.sites(), SHAPE);
    }

    @AfterAll
    void closeModel() {
        everywhere.close();
        model.close();
    }

    @Test
    void describesItself() {
        assertThat(model.info().architecture()).isNotBlank();
        assertThat(model.info().vocabulary()).isPositive();
        assertThat(model.info().digests()).isNotEmpty();
        assertThat(model.info().digests().values()).allMatch(digest -> digest.matches("[0-9a-f]{64}"));
        assertThat(model.sites()).isNotEmpty().doesNotHaveDuplicates().allMatch(site -> site.width() > 0);
    }

    @Test
    void findsEachSiteByItsNameAndByItsOwnTensorName() {
        for (Site site : model.sites()) {
            assertThat(model.site(site.name())).isEqualTo(site);
            assertThat(model.site(site.tensor()).tensor()).isEqualTo(site.tensor());
            assertThat(model.site(site.tensor()).width()).isEqualTo(site.width());
        }
    }

    @Test
    void namesTheNearestSiteForAnUnknownOne() {
        String name = last(model.sites()).name();
        assertThatThrownBy(() -> model.site(name + "x"))
                .isInstanceOf(UserError.class)
                .hasMessageContaining(name + "x")
                .hasMessageContaining("did you mean '" + name + "'");
    }

    @Test
    void isBitForBitTheOriginalWhenResumedWithTheUnchangedActivationAtEachSite() {
        for (Site site : distinct()) {
            try (CutModel cut = model.cutAt(List.of(site), SHAPE)) {
                Trace trace = cut.run(batch(6, 4, 2));
                float[] resumed = Floats.of(cut.resume(trace, site, trace.activation(site)));
                assertThat(resumed).as(site.name()).isEqualTo(Floats.of(trace.logits()));
            }
        }
    }

    @Test
    void isBitForBitTheOriginalWhenCutAtAllSitesAtOnce() {
        Trace trace = everywhere.run(batch(6, 4, 2));
        float[] original = Floats.of(trace.logits());
        for (Site site : model.sites()) {
            float[] resumed = Floats.of(everywhere.resume(trace, site, Floats.copy(trace.activation(site))));
            assertThat(resumed).as(site.name()).isEqualTo(original);
        }
        assertThat(Floats.of(trace.logits())).as("the trace after resuming").isEqualTo(original);
    }

    @Test
    void givesTheLogitsOfTheWholeModelWhereverItIsCut() {
        float[] whole = logits(List.of(), batch(6, 4, 2));
        for (Site site : some()) {
            assertClose(logits(List.of(site), batch(6, 4, 2)), whole, site.name());
        }
        assertClose(logits(everywhere, batch(6, 4, 2)), whole, "all sites");
    }

    @Test
    void givesTheSameActivationsCutAtManySitesAsCutAtEachAlone() {
        Trace together = everywhere.run(batch(6, 6, 6));
        for (Site site : some()) {
            try (CutModel one = model.cutAt(List.of(site), SHAPE)) {
                Trace alone = one.run(batch(6, 6, 6));
                assertClose(Floats.of(together.activation(site)), Floats.of(alone.activation(site)), site.name());
            }
        }
    }

    @Test
    void givesTheSameSplicedLogitsCutAtManySitesAsCutAtEachAlone() {
        Trace together = everywhere.run(batch(6, 6, 6));
        for (Site site : some()) {
            try (CutModel one = model.cutAt(List.of(site), SHAPE)) {
                Trace alone = one.run(batch(6, 6, 6));
                FloatBuffer replaced = halved(alone.activation(site));
                assertClose(
                        Floats.of(everywhere.resume(together, site, replaced)),
                        Floats.of(one.resume(alone, site, replaced)),
                        site.name());
            }
        }
    }

    @Test
    void doesNotMindTheOrderOfSites() {
        List<Site> backwards = new ArrayList<>(model.sites());
        Collections.reverse(backwards);
        try (CutModel other = model.cutAt(backwards, SHAPE)) {
            Trace a = everywhere.run(batch(5, 3, 6));
            Trace b = other.run(batch(5, 3, 6));
            assertThat(Floats.of(b.logits())).isEqualTo(Floats.of(a.logits()));
            for (Site site : model.sites()) {
                FloatBuffer replaced = Floats.shaken(a.activation(site));
                assertThat(Floats.of(other.resume(b, site, replaced)))
                        .as(site.name())
                        .isEqualTo(Floats.of(everywhere.resume(a, site, replaced)));
            }
        }
    }

    @Test
    void changesTheLogitsOnlyAtAndAfterAReplacedPosition() {
        int position = 3;
        int vocabulary = model.info().vocabulary();
        Trace trace = everywhere.run(batch(6, 6, 6));
        float[] original = Floats.of(trace.logits());
        for (Site site : model.sites()) {
            FloatBuffer replaced = Floats.copy(trace.activation(site));
            int row = SHAPE.length() + position; // in the second sequence
            Floats.shake(replaced, row * site.width(), (row + 1) * site.width());
            float[] spliced = Floats.of(everywhere.resume(trace, site, replaced));
            for (int r = 0; r < SHAPE.rows(); r++) {
                boolean reached = r / SHAPE.length() == 1 && r % SHAPE.length() >= position;
                double distance = Floats.distance(original, spliced, r * vocabulary, (r + 1) * vocabulary);
                if (!reached) {
                    assertThat(distance).as("%s, row %d", site, r).isLessThanOrEqualTo(slack(original));
                } else if (r == row) {
                    assertThat(distance).as("%s, row %d", site, r).isGreaterThan(slack(original));
                }
            }
        }
    }

    @Test
    void dependsOnTheReplacedActivationAlone() {
        Trace trace = everywhere.run(batch(6, 6, 6));
        Map<Site, float[]> first = new LinkedHashMap<>();
        for (int round = 0; round < 2; round++) {
            for (Site site : model.sites()) {
                FloatBuffer replaced = Floats.shaken(trace.activation(site));
                float[] before = Floats.of(replaced);
                float[] spliced = Floats.of(everywhere.resume(trace, site, replaced));
                assertThat(Floats.of(replaced)).as("what was handed in").isEqualTo(before);
                assertThat(spliced).as("round %d, %s", round, site).isEqualTo(first.getOrDefault(site, spliced));
                first.put(site, spliced);
            }
        }
    }

    @Test
    void handsASpliceTheOriginalActivationInABufferOfItsOwn() {
        Trace trace = everywhere.run(batch(6, 4, 2));
        for (Site site : model.sites()) {
            float[] original = Floats.of(trace.activation(site));
            Watching splice = new Watching(List.of(site)) {
                @Override
                public void replace(Site where, FloatBuffer activation) {
                    super.replace(where, activation);
                    assertThat(activation.isDirect()).as(site.name()).isTrue();
                    assertThat(activation.order()).as(site.name()).isEqualTo(ByteOrder.nativeOrder());
                    assertThat(activation.position()).as(site.name()).isZero();
                    assertThat(activation.capacity()).as(site.name()).isEqualTo(SHAPE.rows() * site.width());
                    Floats.shake(activation, 0, activation.capacity());
                }
            };
            everywhere.resume(trace, splice);
            assertThat(splice.asked()).containsExactly(site);
            assertThat(splice.shown(site)).as(site.name()).isEqualTo(original);
            assertThat(Floats.of(trace.activation(site)))
                    .as("the trace at %s after the splice wrote", site)
                    .isEqualTo(original);
        }
    }

    @Test
    void isBitForBitTheOriginalWhenResumedUnchangedAtAllSitesInOnePass() {
        Trace trace = everywhere.run(batch(6, 4, 2));
        Watching splice = new Watching(model.sites());
        assertThat(Floats.of(everywhere.resume(trace, splice))).isEqualTo(Floats.of(trace.logits()));
        assertThat(splice.asked()).containsExactlyInAnyOrderElementsOf(model.sites());
        for (Site site : model.sites()) {
            assertThat(splice.shown(site)).as(site.name()).isEqualTo(Floats.of(trace.activation(site)));
        }
    }

    @Test
    void replacesSeveralSitesInTheOrderInWhichTheDataFlows() {
        assumeTwoSites();
        List<Site> flow = distinct();
        List<Site> backwards = new ArrayList<>(flow);
        Collections.reverse(backwards);
        Trace trace = everywhere.run(batch(6, 4, 2));
        Watching splice = new Watching(backwards);
        everywhere.resume(trace, splice);
        assertThat(splice.asked()).isEqualTo(flow);
    }

    @Test
    void isASingleResumeAtTheFirstSiteWhereTheOthersAreLeftAsTheyAre() {
        assumeTwoSites();
        Trace trace = everywhere.run(batch(6, 6, 6));
        List<Site> sites = distinct();
        for (int i = 0; i < sites.size() - 1; i++) {
            Site first = sites.get(i);
            FloatBuffer replaced = Floats.shaken(trace.activation(first));
            float[] single = Floats.of(everywhere.resume(trace, first, replaced));
            for (List<Site> left : List.of(List.of(sites.get(i + 1)), sites.subList(i + 1, sites.size()))) {
                float[] together = Floats.of(everywhere.resume(trace, new Replacing(Map.of(first, replaced), left)));
                assertThat(together).as("%s, with %s left", first, left).isEqualTo(single);
            }
        }
        for (Site site : sites) {
            assertThat(Floats.of(everywhere.resume(trace, site, trace.activation(site))))
                    .as("%s after all this", site)
                    .isEqualTo(Floats.of(trace.logits()));
        }
    }

    @Test
    void showsALaterReplacementTheEffectOfTheEarlierOne() {
        assumeTwoSites();
        Site first = distinct().get(0);
        Site second = last(distinct());
        Trace trace = everywhere.run(batch(6, 6, 6));
        float[] original = Floats.of(trace.activation(second));
        FloatBuffer replaced = Floats.shaken(trace.activation(first));
        Replacing effect = new Replacing(Map.of(first, replaced), List.of(second));
        everywhere.resume(trace, effect);
        float[] changed = effect.shown(second);
        assertThat(Floats.distance(changed, original, 0, original.length)).isGreaterThan(slack(original));

        Replacing none = new Replacing(Map.of(first, Floats.copy(trace.activation(first))), List.of(second));
        everywhere.resume(trace, none);
        assertThat(none.shown(second)).as("without an earlier change").isEqualTo(original);
    }

    @Test
    void givesTheSameLogitsForTwoReplacementsWhereverElseItIsCut() {
        assumeTwoSites();
        List<Site> two = List.of(distinct().get(0), last(distinct()));
        try (CutModel alone = model.cutAt(two, SHAPE)) {
            Trace trace = alone.run(batch(6, 6, 6));
            Map<Site, FloatBuffer> replaced = new LinkedHashMap<>();
            for (Site site : two) {
                replaced.put(site, Floats.shaken(trace.activation(site)));
            }
            float[] both = Floats.of(alone.resume(trace, new Replacing(replaced, List.of())));
            Trace together = everywhere.run(batch(6, 6, 6));
            assertClose(
                    both, Floats.of(everywhere.resume(together, new Replacing(replaced, List.of()))), two.toString());
        }
    }

    @Test
    void puttingBackTheWholeStreamAtALaterSiteUndoesAnEarlierReplacement() {
        assumeTwoSites();
        Site first = distinct().get(0);
        Trace trace = everywhere.run(batch(6, 6, 6));
        FloatBuffer replaced = Floats.shaken(trace.activation(first));
        List<Site> streams = distinct().stream()
                .filter(site -> site.name().endsWith("hook_resid_post") && !site.equals(first))
                .toList();
        for (Site stream : streams) {
            Map<Site, FloatBuffer> both = Map.of(first, replaced, stream, Floats.copy(trace.activation(stream)));
            assertThat(Floats.of(everywhere.resume(trace, new Replacing(both, List.of()))))
                    .as(stream.name())
                    .isEqualTo(Floats.of(trace.logits()));
        }
    }

    @Test
    void leavesTheStreamAsItIsWhereWhatTheMlpReadsOfItIsReplaced() {
        Trace trace = everywhere.run(batch(6, 6, 6));
        for (Site read : distinct()) {
            if (read.name().endsWith("hook_mlp_in")) {
                String block = read.name().substring(0, read.name().length() - "hook_mlp_in".length());
                Site mlp = model.site(block + "hook_mlp_out");
                Site post = model.site(block + "hook_resid_post");
                FloatBuffer replaced = Floats.shaken(trace.activation(read));
                Replacing effect = new Replacing(Map.of(read, replaced), List.of(mlp, post));
                everywhere.resume(trace, effect);
                float[] before = difference(Floats.of(trace.activation(post)), Floats.of(trace.activation(mlp)));
                float[] after = difference(effect.shown(post), effect.shown(mlp));
                assertThat(effect.shown(mlp)).as(mlp.name()).isNotEqualTo(Floats.of(trace.activation(mlp)));
                assertClose(after, before, post + " without " + mlp);
            }
        }
    }

    @Test
    void takesTheReplacementFromTheBuffersPosition() {
        Site site = last(distinct());
        try (CutModel cut = model.cutAt(List.of(site), SHAPE)) {
            Trace trace = cut.run(batch(6, 6, 6));
            FloatBuffer activation = trace.activation(site);
            FloatBuffer roomy = Floats.direct(activation.remaining() + 10);
            roomy.position(7).put(activation.duplicate()).position(7);
            assertThat(Floats.of(cut.resume(trace, site, roomy))).isEqualTo(Floats.of(trace.logits()));
            assertThat(roomy.position()).isEqualTo(7);
        }
    }

    /**
     * Whether the other sequences of a batch of one shape change not even the last bit of a sequence's logits. A mixture of experts
     * multiplies as many rows at once as were sent to an expert, and may round them in another way than one row alone.
     */
    protected boolean roundsAlikeInEveryBatch() {
        return true;
    }

    @Test
    void givesEachSequenceOfABatchWhatItGetsAlone() {
        TokenBatch together = batch(6, 4, 5);
        float[] logits = logits(everywhere, together);
        int vocabulary = model.info().vocabulary();
        for (int s = 0; s < SHAPE.sequences(); s++) {
            List<int[]> alone = new ArrayList<>(Collections.nCopies(SHAPE.sequences(), new int[0]));
            alone.set(s, together.tokens(s));
            int from = s * SHAPE.length() * vocabulary;
            int to = from + together.length(s) * vocabulary;
            float[] inTheSameShape = Floats.slice(logits(everywhere, TokenBatch.of(SHAPE, alone)), from, to);
            if (roundsAlikeInEveryBatch()) {
                assertThat(inTheSameShape).isEqualTo(Floats.slice(logits, from, to));
            } else {
                assertClose(inTheSameShape, Floats.slice(logits, from, to), "sequence " + s + " without the others");
            }

            BatchShape small = BatchShape.of(1, together.length(s));
            try (CutModel cut = model.cutAt(List.of(), small)) {
                Trace trace = cut.run(TokenBatch.of(small, List.of(together.tokens(s))));
                assertClose(
                        Floats.of(trace.logits()),
                        Floats.slice(logits, from, to),
                        "sequence " + s + " in a batch of its own");
            }
        }
    }

    @Test
    void runsEachSequenceByItselfAsInACutOfItsOwnLength() {
        TokenBatch together = batch(6, 4, 0);
        Trace alone = alone(together);
        float[] logits = Floats.of(alone.logits());
        int vocabulary = model.info().vocabulary();
        for (int s = 0; s < SHAPE.sequences(); s++) {
            int from = s * SHAPE.length();
            int to = from + together.length(s);
            for (float logit : Floats.slice(logits, to * vocabulary, (from + SHAPE.length()) * vocabulary)) {
                assertThat(logit)
                        .as("a logit where sequence %d has no token", s)
                        .isZero();
            }
            if (together.length(s) > 0) {
                BatchShape small = BatchShape.of(1, together.length(s));
                try (CutModel cut = model.cutAt(model.sites(), small)) {
                    Trace trace = cut.run(TokenBatch.of(small, List.of(together.tokens(s))));
                    assertThat(Floats.slice(logits, from * vocabulary, to * vocabulary))
                            .as("sequence %d", s)
                            .isEqualTo(Floats.of(trace.logits()));
                    for (Site site : model.sites()) {
                        float[] activation = Floats.of(alone.activation(site));
                        assertThat(Floats.slice(activation, from * site.width(), to * site.width()))
                                .as("sequence %d at %s", s, site)
                                .isEqualTo(Floats.of(trace.activation(site)));
                    }
                }
            }
        }
    }

    @Test
    void resumesEachSequenceByItselfWhereTheTraceRanSo() {
        Trace alone = alone(batch(6, 4, 2));
        float[] original = Floats.of(alone.logits());
        for (Site site : model.sites()) {
            assertThat(Floats.of(everywhere.resume(alone, site, Floats.copy(alone.activation(site)))))
                    .as(site.name())
                    .isEqualTo(original);
        }
        assertThat(Floats.of(everywhere.resume(alone, new Watching(model.sites()))))
                .as("all sites")
                .isEqualTo(original);
        Site site = model.sites().get(0);
        float[] spliced =
                tokensOnly(Floats.of(everywhere.resume(alone, site, halved(alone.activation(site)))), alone.batch());
        Trace padded = everywhere.run(batch(6, 4, 2));
        assertClose(
                spliced,
                tokensOnly(Floats.of(everywhere.resume(padded, site, halved(padded.activation(site)))), padded.batch()),
                "with another activation, by itself and in the batch");
    }

    /** Half of each number, whatever stands in padding. */
    private static FloatBuffer halved(FloatBuffer activation) {
        FloatBuffer half = Floats.copy(activation);
        for (int i = 0; i < half.limit(); i++) {
            half.put(i, half.get(i) / 2);
        }
        return half;
    }

    private Trace alone(TokenBatch batch) {
        Optional<Trace> trace = everywhere.runAlone(batch);
        assumeTrue(trace.isPresent(), "the backend leaves it to the host to run sequences by themselves");
        return trace.get();
    }

    @Test
    void isFiniteOnTokensBesideEmptySequences() {
        TokenBatch batch = TokenBatch.of(SHAPE, List.of(batch(6, 4, 2).tokens(1)));
        int vocabulary = model.info().vocabulary();
        float[] logits = logits(everywhere, batch);
        for (float logit : Floats.slice(logits, 0, batch.length(0) * vocabulary)) {
            assertThat(logit).isFinite();
        }
    }

    @Test
    void startsAfreshWithEachBatch() {
        Trace first = everywhere.run(batch(6, 4, 2));
        float[] logits = Floats.of(first.logits());
        everywhere.run(batch(3, 6, 1));
        assertThat(Floats.of(everywhere.run(batch(6, 4, 2)).logits())).isEqualTo(logits);
        Site site = model.sites().get(0);
        FloatBuffer replaced = Floats.direct(SHAPE.rows() * site.width());
        assertThatThrownBy(() -> everywhere.resume(first, site, replaced)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(first::logits).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> first.activation(site)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void refusesBatchesAndReplacementsOfAnotherShape() {
        Site site = model.sites().get(0);
        try (CutModel cut = model.cutAt(List.of(site), SHAPE)) {
            assertThat(cut.shape()).isEqualTo(SHAPE);
            TokenBatch longer = TokenBatch.of(BatchShape.of(3, 7), List.of());
            assertThatThrownBy(() -> cut.run(longer)).isInstanceOf(IllegalArgumentException.class);
            Trace trace = cut.run(batch(6, 4, 2));
            FloatBuffer small = Floats.direct(SHAPE.rows() * site.width() - 1);
            assertThatThrownBy(() -> cut.resume(trace, site, small)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void refusesToResumeAtASiteAtWhichItIsNotCut() {
        Site site = model.sites().get(0);
        try (CutModel whole = model.cutAt(List.of(), SHAPE)) {
            Trace trace = whole.run(batch(6, 4, 2));
            FloatBuffer replaced = Floats.direct(SHAPE.rows() * site.width());
            assertThatThrownBy(() -> whole.resume(trace, site, replaced)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> trace.activation(site)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void replacesNothingIfOneOfSeveralSitesIsNoneOfTheCut() {
        assumeTwoSites();
        Site cutSite = distinct().get(0);
        Site other = last(distinct());
        try (CutModel cut = model.cutAt(List.of(cutSite), SHAPE)) {
            Trace trace = cut.run(batch(6, 4, 2));
            Watching splice = new Watching(List.of(cutSite, other));
            assertThatThrownBy(() -> cut.resume(trace, splice)).isInstanceOf(IllegalArgumentException.class);
            assertThat(splice.asked()).isEmpty();
            FloatBuffer replaced = Floats.direct(SHAPE.rows() * other.width());
            assertThatThrownBy(() -> cut.resume(trace, other, replaced)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> trace.activation(other)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void refusesASpliceWithoutSites() {
        Trace trace = everywhere.run(batch(6, 4, 2));
        assertThatThrownBy(() -> everywhere.resume(trace, new Watching(List.of())))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesATokenThatItDoesNotKnow() {
        TokenBatch unknown = TokenBatch.of(SHAPE, List.of(new int[] {Integer.MAX_VALUE}));
        assertThatThrownBy(() -> everywhere.run(unknown))
                .isInstanceOf(UserError.class)
                .hasMessageContaining(Integer.toString(Integer.MAX_VALUE));
    }

    @Test
    void mayBeClosedTwice() {
        LanguageModel own = open();
        CutModel cut = own.cutAt(List.of(own.sites().get(0)), SHAPE);
        cut.run(batch(6, 4, 2));
        cut.close();
        assertThatCode(cut::close).doesNotThrowAnyException();
        own.close();
        assertThatCode(own::close).doesNotThrowAnyException();
    }

    @Test
    void refusesToBeUsedAfterItIsClosed() {
        LanguageModel own = open();
        Site site = own.sites().get(0);
        CutModel cut = own.cutAt(List.of(site), SHAPE);
        Trace trace = cut.run(batch(6, 4, 2));
        FloatBuffer replaced = Floats.copy(trace.activation(site));
        cut.close();
        assertThatThrownBy(() -> cut.run(batch(6, 4, 2))).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> cut.resume(trace, site, replaced)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(trace::logits).isInstanceOf(IllegalStateException.class);
        own.close();
        assertThatThrownBy(() -> own.cutAt(List.of(), SHAPE)).isInstanceOf(IllegalStateException.class);
    }

    private void assumeTwoSites() {
        assumeTrue(distinct().size() > 1, "the model has one site");
    }

    private static <T> T last(List<T> all) {
        return all.get(all.size() - 1);
    }

    /** The sites without those that are another name of an earlier one's tensor. */
    private List<Site> distinct() {
        Map<String, Site> byTensor = new LinkedHashMap<>();
        model.sites().forEach(site -> byTensor.putIfAbsent(site.tensor(), site));
        return List.copyOf(byTensor.values());
    }

    /** Four sites from beginning to end, where cutting at each alone would take long and tell nothing new. */
    private List<Site> some() {
        List<Site> sites = distinct();
        Map<String, Site> some = new LinkedHashMap<>();
        for (int i = 0; i < 4; i++) {
            Site site = sites.get(i * (sites.size() - 1) / 3);
            some.put(site.tensor(), site);
        }
        return List.copyOf(some.values());
    }

    /** Sequences of these lengths, the same tokens every time; a shorter one is a prefix of a longer one. */
    private TokenBatch batch(int... lengths) {
        Random random = new Random(7);
        List<int[]> sequences = new ArrayList<>();
        for (int length : lengths) {
            int[] tokens = new int[SHAPE.length()];
            for (int t = 0; t < tokens.length; t++) {
                tokens[t] = random.nextInt(model.info().vocabulary());
            }
            sequences.add(Arrays.copyOf(tokens, length));
        }
        return TokenBatch.of(SHAPE, sequences);
    }

    private float[] logits(List<Site> sites, TokenBatch batch) {
        try (CutModel cut = model.cutAt(sites, batch.shape())) {
            return logits(cut, batch);
        }
    }

    private float[] logits(CutModel cut, TokenBatch batch) {
        return tokensOnly(Floats.of(cut.run(batch).logits()), batch);
    }

    /** With 0 on padding, where logits mean nothing. */
    private float[] tokensOnly(float[] logits, TokenBatch batch) {
        int vocabulary = model.info().vocabulary();
        for (int s = 0; s < batch.shape().sequences(); s++) {
            int row = s * batch.shape().length();
            Arrays.fill(
                    logits,
                    (row + batch.length(s)) * vocabulary,
                    (row + batch.shape().length()) * vocabulary,
                    0);
        }
        return logits;
    }

    private static float[] difference(float[] a, float[] b) {
        float[] difference = new float[a.length];
        for (int i = 0; i < a.length; i++) {
            difference[i] = a[i] - b[i];
        }
        return difference;
    }

    private void assertClose(float[] found, float[] expected, String where) {
        assertThat(found).as(where).hasSameSizeAs(expected);
        assertThat(Floats.distance(found, expected, 0, found.length)).as(where).isLessThanOrEqualTo(slack(expected));
    }

    private double slack(float[] values) {
        double largest = 0;
        for (float value : values) {
            largest = Math.max(largest, Math.abs(value));
        }
        return tolerance() * Math.max(largest, 1e-30);
    }
}
