package org.noisefloor.core.run.prepare;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.noisefloor.api.intervention.Intervention;
import org.noisefloor.api.intervention.Needs;
import org.noisefloor.core.record.Arm;
import org.noisefloor.core.run.batch.BatchActivations;

/**
 * An intervention once for each group of calibration texts, each of which knows its own group alone; draw k is made by that of group
 * k mod their number. So draws differ as floors that were calibrated on other texts would, and a resample of the groups carries that
 * into every interval. What is calibrated and not random has no draws to deal texts to: draw 0 knows all texts, and draw 1 + g those of
 * group g, which count in resamples alone. What is drawn once, or is not calibrated, has one group: all texts.
 *
 * @param made by draw
 * @param whole whether the first knows all texts, and the groups are those of the others
 */
record Dealt(List<Intervention> made, boolean whole) {
    /** Of fewer groups nothing can be said. */
    private static final int FEWEST = 4;

    /** More of them would know little each. */
    private static final int MOST = 8;

    /**
     * How many groups.
     *
     * @param draws how often it is drawn
     * @param documents of which calibration sequences are
     */
    static int groups(Needs needs, int draws, int documents) {
        if (!needs.isCalibrated()) {
            return 0;
        }
        // each group of what is not random costs a pass that is no draw
        int wanted = needs.draws() == 0 ? FEWEST : Math.min(draws, MOST);
        int groups = Math.min(wanted, documents);
        return groups < FEWEST || needs.isSharingDraws() ? 1 : groups;
    }

    /**
     * @param first made already
     * @param again makes one more
     */
    static Dealt of(Intervention first, Supplier<Intervention> again, Arm.Draws draws) {
        List<Intervention> all = new ArrayList<>(List.of(first));
        boolean whole = draws.recalibrations() > 0;
        try {
            while (all.size() < (whole ? draws.passes() : draws.calibrations())) {
                all.add(again.get());
            }
            return new Dealt(List.copyOf(all), whole);
        } catch (RuntimeException failed) {
            all.subList(1, all.size()).forEach(Intervention::close);
            throw failed;
        }
    }

    /** How many were made. */
    int count() {
        return made.size();
    }

    /** Whether one of them is calibrated on a text. */
    boolean knows(int which, int text) {
        return whole ? which == 0 || text % groups() == which - 1 : text % groups() == which;
    }

    private int groups() {
        return whole ? made.size() - 1 : made.size();
    }

    void replace(int draw, BatchActivations acts) {
        made.get(draw % made.size()).replace(acts);
    }

    void calibrate(int which, BatchActivations acts) {
        made.get(which).calibrate(acts);
    }

    void calibrated() {
        made.forEach(Intervention::calibrated);
    }

    /** What is the same in all groups as it is, and what differs as a list; of what knows all texts, that alone. */
    Map<String, Object> provenance() {
        List<Intervention> groups = whole ? made.subList(0, 1) : made;
        Map<String, List<Object>> values = new TreeMap<>();
        groups.forEach(each -> each.provenance()
                .forEach((key, value) ->
                        values.computeIfAbsent(key, name -> new ArrayList<>()).add(value)));
        Map<String, Object> all = new TreeMap<>();
        values.forEach((key, of) ->
                all.put(key, of.stream().distinct().count() == 1 && of.size() == groups.size() ? of.get(0) : of));
        if (groups() > 1) {
            all.put("calibration_groups", groups());
        }
        return all;
    }

    /** By name, of each group; of what knows all texts, that alone. */
    Map<String, List<Double>> calibratedTo() {
        Map<String, List<Double>> all = new TreeMap<>();
        (whole ? made.subList(0, 1) : made)
                .forEach(each -> each.calibratedTo()
                        .forEach((name, value) -> all.computeIfAbsent(name, key -> new ArrayList<>())
                                .add(value)));
        return all;
    }

    List<String> notes() {
        return made.stream().flatMap(each -> each.notes().stream()).distinct().toList();
    }

    void close() {
        made.forEach(Intervention::close);
    }
}
