package org.noisefloor.testkit.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.noisefloor.api.BatchShape;
import org.noisefloor.api.CutModel;
import org.noisefloor.api.LanguageModel;
import org.noisefloor.api.Site;
import org.noisefloor.api.TokenBatch;
import org.noisefloor.api.Trace;
import org.noisefloor.api.UserError;

/**
 * What every backend must do with every model that it opens. A backend's test extends this class and opens a small causal
 * model of at least two sites:
 *
 * <pre>{@code
 * class MyBackendContractTest extends BackendContract {
 *     @Override
 *     protected LanguageModel open() {
 *         return new MyBackend().open(path, options, new Environment(2, Path.of("target", "cache")));
 *     }
 * }
 * }</pre>
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS) // opening and cutting are what takes time
public abstract class BackendContract {
    private static final BatchShape SHAPE = new BatchShape(3, 6);

    private LanguageModel model;
    private CutModel everywhere;

    /** Opens the model anew; the contract closes it. Called more than once. */
    protected abstract LanguageModel open();

    /**
     * How far two logits may differ that are equal but for the order of float32 sums, relative to the largest logit. Exact
     * equality is asked for where the arithmetic is the same.
     */
    protected double tolerance() {
        return 1e-5;
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
        assertThat(model.sites()).hasSizeGreaterThan(1).doesNotHaveDuplicates().allMatch(site -> site.width() > 0);
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
        String name = model.sites().get(model.sites().size() - 1).name();
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
                float[] resumed = floats(cut.resume(trace, site, trace.activation(site)));
                assertThat(resumed).as(site.name()).isEqualTo(floats(trace.logits()));
            }
        }
    }

    @Test
    void isBitForBitTheOriginalWhenCutAtAllSitesAtOnce() {
        Trace trace = everywhere.run(batch(6, 4, 2));
        float[] original = floats(trace.logits());
        for (Site site : model.sites()) {
            float[] resumed = floats(everywhere.resume(trace, site, copy(trace.activation(site))));
            assertThat(resumed).as(site.name()).isEqualTo(original);
        }
        assertThat(floats(trace.logits())).as("the trace after resuming").isEqualTo(original);
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
                assertClose(floats(together.activation(site)), floats(alone.activation(site)), site.name());
            }
        }
    }

    @Test
    void givesTheSameSplicedLogitsCutAtManySitesAsCutAtEachAlone() {
        Trace together = everywhere.run(batch(6, 6, 6));
        for (Site site : some()) {
            try (CutModel one = model.cutAt(List.of(site), SHAPE)) {
                Trace alone = one.run(batch(6, 6, 6));
                FloatBuffer replaced = copy(alone.activation(site));
                shake(replaced, 0, replaced.limit());
                assertClose(
                        floats(everywhere.resume(together, site, replaced)),
                        floats(one.resume(alone, site, replaced)),
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
            assertThat(floats(b.logits())).isEqualTo(floats(a.logits()));
            for (Site site : model.sites()) {
                FloatBuffer replaced = copy(a.activation(site));
                shake(replaced, 0, replaced.limit());
                assertThat(floats(other.resume(b, site, replaced)))
                        .as(site.name())
                        .isEqualTo(floats(everywhere.resume(a, site, replaced)));
            }
        }
    }

    @Test
    void changesTheLogitsOnlyAtAndAfterAReplacedPosition() {
        int position = 3;
        int vocabulary = model.info().vocabulary();
        Trace trace = everywhere.run(batch(6, 6, 6));
        float[] original = floats(trace.logits());
        for (Site site : model.sites()) {
            FloatBuffer replaced = copy(trace.activation(site));
            int row = SHAPE.length() + position; // in the second sequence
            shake(replaced, row * site.width(), (row + 1) * site.width());
            float[] spliced = floats(everywhere.resume(trace, site, replaced));
            for (int r = 0; r < SHAPE.rows(); r++) {
                boolean reached = r / SHAPE.length() == 1 && r % SHAPE.length() >= position;
                double distance = distance(original, spliced, r * vocabulary, (r + 1) * vocabulary);
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
                FloatBuffer replaced = copy(trace.activation(site));
                shake(replaced, 0, replaced.limit());
                float[] before = floats(replaced);
                float[] spliced = floats(everywhere.resume(trace, site, replaced));
                assertThat(floats(replaced)).as("what was handed in").isEqualTo(before);
                assertThat(spliced).as("round %d, %s", round, site).isEqualTo(first.getOrDefault(site, spliced));
                first.put(site, spliced);
            }
        }
    }

    @Test
    void takesTheReplacementFromTheBuffersPosition() {
        Site site = model.sites().get(1);
        try (CutModel cut = model.cutAt(List.of(site), SHAPE)) {
            Trace trace = cut.run(batch(6, 6, 6));
            FloatBuffer activation = trace.activation(site);
            FloatBuffer roomy = direct(activation.remaining() + 10);
            roomy.position(7).put(activation.duplicate()).position(7);
            assertThat(floats(cut.resume(trace, site, roomy))).isEqualTo(floats(trace.logits()));
            assertThat(roomy.position()).isEqualTo(7);
        }
    }

    @Test
    void givesEachSequenceOfABatchWhatItGetsAlone() {
        TokenBatch together = batch(6, 4, 5);
        float[] logits = logits(everywhere, together);
        int vocabulary = model.info().vocabulary();
        for (int s = 0; s < SHAPE.sequences(); s++) {
            List<int[]> alone = new ArrayList<>(Collections.nCopies(SHAPE.sequences(), new int[0]));
            alone.set(s, tokens(together, s));
            int from = s * SHAPE.length() * vocabulary;
            int to = from + together.length(s) * vocabulary;
            // the same shape: the same arithmetic
            assertThat(slice(logits(everywhere, new TokenBatch(SHAPE, alone)), from, to))
                    .isEqualTo(slice(logits, from, to));

            BatchShape small = new BatchShape(1, together.length(s));
            try (CutModel cut = model.cutAt(List.of(), small)) {
                Trace trace = cut.run(new TokenBatch(small, List.of(tokens(together, s))));
                assertClose(
                        floats(trace.logits()), slice(logits, from, to), "sequence " + s + " in a batch of its own");
            }
        }
    }

    @Test
    void isFiniteOnTokensBesideEmptySequences() {
        TokenBatch batch = new TokenBatch(SHAPE, List.of(tokens(batch(6, 4, 2), 1)));
        int vocabulary = model.info().vocabulary();
        float[] logits = logits(everywhere, batch);
        for (float logit : slice(logits, 0, batch.length(0) * vocabulary)) {
            assertThat(logit).isFinite();
        }
    }

    @Test
    void startsAfreshWithEachBatch() {
        Trace first = everywhere.run(batch(6, 4, 2));
        float[] logits = floats(first.logits());
        everywhere.run(batch(3, 6, 1));
        assertThat(floats(everywhere.run(batch(6, 4, 2)).logits())).isEqualTo(logits);
        Site site = model.sites().get(0);
        FloatBuffer replaced = direct(SHAPE.rows() * site.width());
        assertThatThrownBy(() -> everywhere.resume(first, site, replaced)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesBatchesAndReplacementsOfAnotherShape() {
        Site site = model.sites().get(0);
        try (CutModel cut = model.cutAt(List.of(site), SHAPE)) {
            assertThat(cut.shape()).isEqualTo(SHAPE);
            TokenBatch longer = new TokenBatch(new BatchShape(3, 7), List.of());
            assertThatThrownBy(() -> cut.run(longer)).isInstanceOf(IllegalArgumentException.class);
            Trace trace = cut.run(batch(6, 4, 2));
            FloatBuffer small = direct(SHAPE.rows() * site.width() - 1);
            assertThatThrownBy(() -> cut.resume(trace, site, small)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void refusesToResumeAtASiteAtWhichItIsNotCut() {
        Site cutSite = model.sites().get(0);
        Site other = model.sites().stream()
                .filter(site -> !site.tensor().equals(cutSite.tensor()))
                .findFirst()
                .orElseThrow();
        try (CutModel cut = model.cutAt(List.of(cutSite), SHAPE)) {
            Trace trace = cut.run(batch(6, 4, 2));
            FloatBuffer replaced = direct(SHAPE.rows() * other.width());
            assertThatThrownBy(() -> cut.resume(trace, other, replaced)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> trace.activation(other)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void refusesATokenThatItDoesNotKnow() {
        TokenBatch unknown = new TokenBatch(SHAPE, List.of(new int[] {Integer.MAX_VALUE}));
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
        FloatBuffer replaced = copy(trace.activation(site));
        cut.close();
        assertThatThrownBy(() -> cut.run(batch(6, 4, 2))).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> cut.resume(trace, site, replaced)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(trace::logits).isInstanceOf(IllegalStateException.class);
        own.close();
        assertThatThrownBy(() -> own.cutAt(List.of(), SHAPE)).isInstanceOf(IllegalStateException.class);
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
        return new TokenBatch(SHAPE, sequences);
    }

    private float[] logits(List<Site> sites, TokenBatch batch) {
        try (CutModel cut = model.cutAt(sites, batch.shape())) {
            return logits(cut, batch);
        }
    }

    /** With 0 on padding, where logits mean nothing. */
    private float[] logits(CutModel cut, TokenBatch batch) {
        float[] logits = floats(cut.run(batch).logits());
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

    private void assertClose(float[] found, float[] expected, String where) {
        assertThat(found).as(where).hasSameSizeAs(expected);
        assertThat(distance(found, expected, 0, found.length)).as(where).isLessThanOrEqualTo(slack(expected));
    }

    private double slack(float[] values) {
        double largest = 0;
        for (float value : values) {
            largest = Math.max(largest, Math.abs(value));
        }
        return tolerance() * Math.max(largest, 1e-30);
    }

    /** The largest absolute difference; infinite where one is NaN. */
    private static double distance(float[] a, float[] b, int from, int to) {
        double distance = 0;
        for (int i = from; i < to; i++) {
            double difference = Math.abs((double) a[i] - b[i]);
            distance = Math.max(distance, Double.isNaN(difference) ? Double.POSITIVE_INFINITY : difference);
        }
        return distance;
    }

    /** Changes values by something of their own order of magnitude that is not a shift of the whole row. */
    private static void shake(FloatBuffer values, int from, int to) {
        Random random = new Random(11);
        double square = 0;
        for (int i = from; i < to; i++) {
            square += values.get(i) * (double) values.get(i);
        }
        double scale = Math.sqrt(square / (to - from)) + 1e-3;
        for (int i = from; i < to; i++) {
            values.put(i, (float) (values.get(i) + scale * random.nextGaussian()));
        }
    }

    private static int[] tokens(TokenBatch batch, int sequence) {
        int[] tokens = new int[batch.length(sequence)];
        Arrays.setAll(tokens, t -> batch.token(sequence, t));
        return tokens;
    }

    private static float[] floats(FloatBuffer buffer) {
        float[] values = new float[buffer.remaining()];
        buffer.duplicate().get(values);
        return values;
    }

    private static float[] slice(float[] values, int from, int to) {
        return Arrays.copyOfRange(values, from, to);
    }

    private static FloatBuffer copy(FloatBuffer buffer) {
        return direct(buffer.remaining()).put(buffer.duplicate()).rewind();
    }

    private static FloatBuffer direct(int size) {
        return ByteBuffer.allocateDirect(size * Float.BYTES)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
    }
}
