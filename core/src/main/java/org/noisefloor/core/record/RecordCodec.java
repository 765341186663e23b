package org.noisefloor.core.record;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.noisefloor.core.record.ArmPositions.Ranks;
import org.noisefloor.core.record.ArmPositions.Shown;
import org.noisefloor.core.record.ArmSums.ClassSums;
import org.noisefloor.core.record.FloorDraws.Halves;
import org.noisefloor.core.record.FloorDraws.Standing;

/**
 * A record as bytes, in parts that are read one without the other: what the sequence is, all that is summed up of it, and by arm the values
 * at single positions and what else is shown of these.
 */
final class RecordCodec {
    private static final int HEAD = 0;
    private static final int SUMS = 1;
    private static final int ARMS = 2;
    private static final int OF_ARM = 2;

    private RecordCodec() {}

    static byte[] bytes(SequenceRecord record) {
        List<byte[]> parts = new ArrayList<>();
        parts.add(head(record));
        parts.add(sums(record));
        for (ArmPositions arm : record.single()) {
            parts.add(values(arm.values()));
            parts.add(shown(arm.shown()));
        }
        int all = parts.stream().mapToInt(part -> part.length).sum();
        ByteBuffer bytes = ByteBuffer.allocate((1 + parts.size()) * Integer.BYTES + all);
        bytes.putInt(parts.size());
        parts.forEach(part -> bytes.putInt(part.length));
        parts.forEach(bytes::put);
        return bytes.array();
    }

    /** Where the parts of a record start, and the end of the last. */
    record Places(int[] ends) {

        /** @param bytes of a record */
        static Places of(ByteBuffer bytes) throws DamagedRecord {
            int count = bytes.remaining() < Integer.BYTES ? -1 : bytes.getInt(0);
            if (count < ARMS || count % OF_ARM != 0 || count > bytes.limit() / Integer.BYTES - 1) {
                throw new DamagedRecord("it says that it has " + count + " parts");
            }
            int[] ends = new int[1 + count];
            ends[0] = (1 + count) * Integer.BYTES;
            for (int p = 0; p < count; p++) {
                int length = bytes.getInt((1 + p) * Integer.BYTES);
                if (length < 0 || length > bytes.limit() - ends[p]) {
                    throw new DamagedRecord("its parts are longer than it is");
                }
                ends[1 + p] = ends[p] + length;
            }
            return new Places(ends);
        }

        int arms() {
            return (ends.length - 1 - ARMS) / OF_ARM;
        }
    }

    /** Some bytes of a record. */
    interface Source {
        ByteBuffer bytes(int from, int length) throws IOException;
    }

    /** A record of which nothing but the places of its parts has been read. */
    record Parts(Places places, Source source) {

        /** @param bytes of a record */
        static Parts of(ByteBuffer bytes) throws DamagedRecord {
            return new Parts(Places.of(bytes), bytes::slice);
        }

        private @Nullable NumberReader part(int p) throws DamagedRecord, IOException {
            int from = places.ends()[p];
            int length = places.ends()[p + 1] - from;
            return length == 0 ? null : new NumberReader(source.bytes(from, length));
        }

        private NumberReader needed(int p) throws DamagedRecord, IOException {
            NumberReader part = part(p);
            if (part == null) {
                throw new DamagedRecord("a part of it is empty");
            }
            return part;
        }

        /** The record without sums and single positions. */
        SequenceRecord head() throws DamagedRecord, IOException {
            NumberReader in = needed(HEAD);
            return new SequenceRecord(
                    in.integer(),
                    in.numbers(),
                    in.integer(),
                    in.integer(),
                    in.integer(),
                    in.integer(),
                    in.integer(),
                    in.numbers(),
                    in.numbers(),
                    predictions(in),
                    List.of(),
                    List.of(),
                    List.of(),
                    List.of());
        }

        double[][] values(int arm) throws DamagedRecord, IOException {
            NumberReader in = part(ARMS + OF_ARM * arm);
            double[][] values = new double[in == null ? 0 : in.count()][];
            for (int p = 0; in != null && p < values.length; p++) {
                values[p] = in.doubles();
            }
            return values;
        }

        Shown shown(int arm) throws DamagedRecord, IOException {
            NumberReader in = part(ARMS + OF_ARM * arm + 1);
            return in == null ? Shown.NONE : RecordCodec.shown(in);
        }

        /** @param shown whether with what no figure is made from */
        SequenceRecord record(boolean shown) throws DamagedRecord, IOException {
            SequenceRecord head = head();
            NumberReader in = needed(SUMS);
            int arms = in.count();
            if (arms != places.arms()) {
                throw new DamagedRecord("it has sums of " + arms + " arms and positions of " + places.arms());
            }
            List<List<ArmSums>> draws = new ArrayList<>();
            List<List<ArmSums>> recalibrated = new ArrayList<>();
            sums(in, arms, draws, recalibrated);
            List<FeatureCounts> features = new ArrayList<>();
            List<ArmPositions> single = new ArrayList<>();
            for (int a = 0; a < arms; a++) {
                features.add(new FeatureCounts(in.integer(), in.numbers(), in.numbers()));
                single.add(new ArmPositions(histograms(in), values(a), ranks(in), shown ? shown(a) : Shown.NONE));
            }
            return new SequenceRecord(
                    head.index(),
                    head.documents(),
                    head.length(),
                    head.intervened(),
                    head.scored(),
                    head.ends(),
                    head.nonfinite(),
                    shown ? head.tokens() : new int[0],
                    head.positions(),
                    shown ? head.original() : Predictions.NONE,
                    draws,
                    recalibrated,
                    single,
                    features);
        }
    }

    private static byte[] head(SequenceRecord record) {
        NumberWriter out = new NumberWriter();
        out.number(record.index());
        out.numbers(record.documents());
        out.number(record.length());
        out.number(record.intervened());
        out.number(record.scored());
        out.number(record.ends());
        out.number(record.nonfinite());
        out.numbers(record.tokens());
        out.numbers(record.positions());
        predictions(out, record.original());
        return out.bytes();
    }

    private static byte[] sums(SequenceRecord record) {
        NumberWriter out = new NumberWriter();
        out.number(record.arms().size());
        for (int a = 0; a < record.arms().size(); a++) {
            out.number(record.arms().get(a).size());
            out.number(record.recalibrated().get(a).size());
        }
        List<ArmSums> all = Stream.concat(record.arms().stream(), record.recalibrated().stream())
                .flatMap(List::stream)
                .toList();
        out.rows(all.stream().map(each -> each.scored().sums()).toList());
        all.forEach(each -> sums(out, each));
        classes(out, all);
        for (int a = 0; a < record.arms().size(); a++) {
            FeatureCounts features = record.features().get(a);
            out.number(features.features());
            out.numbers(features.active());
            out.numbers(features.positions());
            histograms(out, record.single().get(a).histograms());
            ranks(out, record.single().get(a).ranks());
        }
        return out.bytes();
    }

    private static void sums(NumberReader in, int arms, List<List<ArmSums>> draws, List<List<ArmSums>> recalibrated)
            throws DamagedRecord {
        int[] counts = new int[2 * arms];
        for (int a = 0; a < arms; a++) {
            counts[a] = in.count();
            counts[arms + a] = in.count();
        }
        List<double[]> rows = in.rows();
        List<ArmSums> all = new ArrayList<>();
        for (double[] row : rows) {
            all.add(new ArmSums(
                    new ArmSums.Scored(row, in.doubles(), in.numbers(), in.doubles()),
                    new ArmSums.Intervened(in.doubles(), in.doubles(), in.doubles(), norms(in)),
                    List.of()));
        }
        List<ArmSums> whole = classes(in, all);
        int next = 0;
        for (int each = 0; each < counts.length; each++) {
            if (counts[each] > whole.size() - next) {
                throw new DamagedRecord("it has fewer sums than draws");
            }
            (each < arms ? draws : recalibrated).add(List.copyOf(whole.subList(next, next + counts[each])));
            next += counts[each];
        }
    }

    private static void sums(NumberWriter out, ArmSums sums) {
        out.doubles(sums.scored().ends());
        out.numbers(sums.scored().infinite());
        out.doubles(sums.scored().finite());
        out.doubles(sums.intervened().sums());
        out.doubles(sums.intervened().observed());
        out.doubles(sums.intervened().relativeError());
        LargeNorms norms = sums.intervened().largeNorms();
        out.floats(norms.norms());
        out.numbers(norms.large());
        out.rows(List.of(norms.intervened()));
        out.rows(List.of(norms.observed()));
    }

    private static LargeNorms norms(NumberReader in) throws DamagedRecord {
        return new LargeNorms(
                in.floats(),
                in.numbers(),
                in.rows().toArray(double[][]::new),
                in.rows().toArray(double[][]::new));
    }

    /** One class of one stratifier after the other, since draws of an arm are alike in it. */
    private static void classes(NumberWriter out, List<ArmSums> all) {
        List<double[]> rows = new ArrayList<>();
        for (ArmSums each : all) {
            out.numbers(each.classes().stream().mapToInt(List::size).toArray());
            each.classes().forEach(classes -> classes.forEach(of -> out.number(of.count())));
        }
        int most = all.stream().mapToInt(each -> flat(each).size()).max().orElse(0);
        for (int c = 0; c < most; c++) {
            for (ArmSums each : all) {
                List<ClassSums> classes = flat(each);
                if (c < classes.size()) {
                    rows.add(classes.get(c).sums());
                }
            }
        }
        out.rows(rows);
    }

    private static List<ClassSums> flat(ArmSums sums) {
        return sums.classes().stream().flatMap(List::stream).toList();
    }

    private static List<ArmSums> classes(NumberReader in, List<ArmSums> all) throws DamagedRecord {
        List<int[]> sizes = new ArrayList<>();
        List<long[]> counts = new ArrayList<>();
        int most = 0;
        for (int each = 0; each < all.size(); each++) {
            int[] classes = in.numbers();
            long number = 0;
            for (int size : classes) {
                number += Math.max(0, size);
            }
            if (number > Integer.MAX_VALUE / 2) {
                throw new DamagedRecord("it has " + number + " classes");
            }
            List<Long> ofEach = new ArrayList<>();
            for (long c = 0; c < number; c++) {
                ofEach.add(in.number());
            }
            sizes.add(classes);
            counts.add(ofEach.stream().mapToLong(count -> count).toArray());
            most = (int) Math.max(most, number);
        }
        List<double[]> rows = in.rows();
        double[][][] sums =
                counts.stream().map(each -> new double[each.length][]).toArray(double[][][]::new);
        int next = 0;
        for (int c = 0; c < most; c++) {
            for (double[][] each : sums) {
                if (c < each.length) {
                    if (next == rows.size()) {
                        throw new DamagedRecord("it has fewer sums than classes");
                    }
                    each[c] = rows.get(next++);
                }
            }
        }
        List<ArmSums> whole = new ArrayList<>();
        for (int each = 0; each < all.size(); each++) {
            List<List<ClassSums>> classes = new ArrayList<>();
            int at = 0;
            for (int size : sizes.get(each)) {
                List<ClassSums> ofStratifier = new ArrayList<>();
                for (int c = 0; c < size; c++, at++) {
                    ofStratifier.add(new ClassSums(counts.get(each)[at], sums[each][at]));
                }
                classes.add(ofStratifier);
            }
            whole.add(new ArmSums(all.get(each).scored(), all.get(each).intervened(), classes));
        }
        return whole;
    }

    private static void histograms(NumberWriter out, List<SortedMap<Integer, Integer>> histograms) {
        out.number(histograms.size());
        for (SortedMap<Integer, Integer> each : histograms) {
            out.numbers(each.keySet().stream().mapToInt(bin -> bin).toArray());
            out.numbers(each.values().stream().mapToInt(n -> n).toArray());
        }
    }

    private static List<SortedMap<Integer, Integer>> histograms(NumberReader in) throws DamagedRecord {
        int count = in.count();
        List<SortedMap<Integer, Integer>> histograms = new ArrayList<>();
        for (int p = 0; p < count; p++) {
            int[] bins = in.numbers();
            int[] positions = in.numbers();
            if (bins.length != positions.length) {
                throw new DamagedRecord("a histogram in it has other counts than bins");
            }
            SortedMap<Integer, Integer> histogram = new TreeMap<>();
            for (int b = 0; b < bins.length; b++) {
                histogram.put(bins[b], positions[b]);
            }
            histograms.add(histogram);
        }
        return histograms;
    }

    private static void ranks(NumberWriter out, List<List<Ranks>> ranks) {
        out.number(ranks.size());
        for (List<Ranks> each : ranks) {
            out.doubles(each.stream().mapToDouble(Ranks::midRank).toArray());
            each.forEach(of -> out.numbers(new int[] {of.above(), of.below(), of.tied()}));
        }
    }

    private static List<List<Ranks>> ranks(NumberReader in) throws DamagedRecord {
        int count = in.count();
        List<List<Ranks>> ranks = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            List<Ranks> points = new ArrayList<>();
            for (double midRank : in.doubles()) {
                int[] of = in.numbers();
                if (of.length != 3) {
                    throw new DamagedRecord("a rank in it is not three numbers");
                }
                points.add(new Ranks(of[0], of[1], of[2], midRank));
            }
            ranks.add(points);
        }
        return ranks;
    }

    private static byte[] values(double[][] values) {
        NumberWriter out = new NumberWriter();
        if (values.length > 0) {
            out.number(values.length);
            for (double[] each : values) {
                out.doubles(each);
            }
        }
        return out.bytes();
    }

    private static byte[] shown(Shown shown) {
        NumberWriter out = new NumberWriter();
        if (shown.equals(Shown.NONE)) {
            return out.bytes();
        }
        predictions(out, shown.spliced());
        numbers(out, shown.classes());
        FloorDraws draws = shown.draws();
        floats(out, draws.means());
        out.number(draws.standings().size());
        draws.standings().forEach(standing -> {
            numbers(out, standing.below());
            numbers(out, standing.tied());
        });
        Halves halves = draws.halves();
        out.number(halves == null ? 0 : 1);
        if (halves != null) {
            out.floats(halves.picking());
            out.floats(halves.telling());
            numbers(out, halves.below().toArray(int[][]::new));
        }
        return out.bytes();
    }

    private static Shown shown(NumberReader in) throws DamagedRecord {
        Predictions spliced = predictions(in);
        int[][] classes = numbers(in);
        float[][] means = floats(in);
        int count = in.count();
        List<Standing> standings = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            standings.add(new Standing(numbers(in), numbers(in)));
        }
        Halves halves = in.integer() == 0 ? null : new Halves(in.floats(), in.floats(), List.of(numbers(in)));
        return new Shown(spliced, classes, new FloorDraws(means, standings, halves));
    }

    private static void predictions(NumberWriter out, Predictions predictions) {
        out.floats(predictions.correct());
        out.numbers(predictions.likely());
        out.floats(predictions.probabilities());
    }

    private static Predictions predictions(NumberReader in) throws DamagedRecord {
        return new Predictions(in.floats(), in.numbers(), in.floats());
    }

    private static void floats(NumberWriter out, float[][] values) {
        out.number(values.length);
        for (float[] each : values) {
            out.floats(each);
        }
    }

    private static float[][] floats(NumberReader in) throws DamagedRecord {
        float[][] values = new float[in.count()][];
        for (int i = 0; i < values.length; i++) {
            values[i] = in.floats();
        }
        return values;
    }

    private static void numbers(NumberWriter out, int[][] values) {
        out.number(values.length);
        for (int[] each : values) {
            out.numbers(each);
        }
    }

    private static int[][] numbers(NumberReader in) throws DamagedRecord {
        int[][] values = new int[in.count()][];
        for (int i = 0; i < values.length; i++) {
            values[i] = in.numbers();
        }
        return values;
    }
}
