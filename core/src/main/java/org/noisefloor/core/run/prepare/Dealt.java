package org.noisefloor.core.run.prepare;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.noisefloor.api.intervention.Intervention;
import org.noisefloor.api.intervention.Needs;
import org.noisefloor.core.run.batch.BatchActivations;

/**
 * An intervention once for each group of calibration texts, each of which knows its own group alone; draw k is made by that of group
 * k mod their number. So draws differ as floors that were calibrated on other texts would, and a resample of the groups carries that
 * into every interval. What is drawn once, or is not calibrated, has one group: all texts.
 */
record Dealt(List<Intervention> groups) {
    /** Of fewer groups nothing can be said. */
    private static final int FEWEST = 4;

    /** More of them would know little each. */
    private static final int MOST = 8;

    /**
     * How many groups.
     *
     * @param documents of which calibration sequences are
     */
    static int groups(Needs needs, int documents) {
        if (!needs.isCalibrated()) {
            return 0;
        }
        int groups = Math.min(Math.min(needs.draws(), documents), MOST);
        return groups < FEWEST || needs.isSharingDraws() ? 1 : groups;
    }

    /**
     * @param first that of the first group, which is made already
     * @param groups 0 for what is not calibrated
     */
    static Dealt of(Intervention first, Supplier<Intervention> again, int groups) {
        List<Intervention> all = new ArrayList<>(List.of(first));
        try {
            while (all.size() < groups) {
                all.add(again.get());
            }
            return new Dealt(List.copyOf(all));
        } catch (RuntimeException failed) {
            all.subList(1, all.size()).forEach(Intervention::close);
            throw failed;
        }
    }

    int count() {
        return groups.size();
    }

    void replace(int draw, BatchActivations acts) {
        groups.get(draw % groups.size()).replace(acts);
    }

    void calibrate(int group, BatchActivations acts) {
        groups.get(group).calibrate(acts);
    }

    void calibrated() {
        groups.forEach(Intervention::calibrated);
    }

    /** What is the same in all groups as it is, and what differs as a list. */
    Map<String, Object> provenance() {
        Map<String, List<Object>> values = new TreeMap<>();
        groups.forEach(each -> each.provenance()
                .forEach((key, value) ->
                        values.computeIfAbsent(key, name -> new ArrayList<>()).add(value)));
        Map<String, Object> all = new TreeMap<>();
        values.forEach((key, of) ->
                all.put(key, of.stream().distinct().count() == 1 && of.size() == groups.size() ? of.get(0) : of));
        if (groups.size() > 1) {
            all.put("calibration_groups", groups.size());
        }
        return all;
    }

    List<String> notes() {
        return groups.stream().flatMap(each -> each.notes().stream()).distinct().toList();
    }

    void close() {
        groups.forEach(Intervention::close);
    }
}
