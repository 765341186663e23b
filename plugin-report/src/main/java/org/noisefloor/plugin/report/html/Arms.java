package org.noisefloor.plugin.report.html;

import java.util.List;
import java.util.Map;
import org.noisefloor.api.report.ArmReport;
import org.noisefloor.api.report.ClassReport;
import org.noisefloor.api.report.Estimate;
import org.noisefloor.api.report.FigureReport;
import org.noisefloor.api.report.FloorContrast;
import org.noisefloor.files.plot.Html;

/** What the page asks of an arm. What it does not have is empty, never an error. */
final class Arms {
    private Arms() {}

    /** Its name, and how often it was drawn if it is random. */
    static String label(ArmReport arm) {
        return arm.draws() > 1 ? arm.name() + " ×" + arm.draws() : arm.name();
    }

    static Estimate figure(ArmReport arm, String figure) {
        return arm.estimate(figure).orElse(Words.ABSENT);
    }

    /** A table's cell with a figure, marked where arithmetic alone could have caused it. */
    static Html cell(ArmReport arm, String figure, String unit) {
        boolean marked = arm.figure(figure).map(FigureReport::belowNumericFloor).orElse(false);
        return Words.markedCell(figure(arm, figure), unit, marked ? "below the numeric floor" : "");
    }

    static Estimate ratio(ArmReport arm, String floor, String figure) {
        return arm.against(floor, figure).map(FloorContrast::ratio).orElse(Words.ABSENT);
    }

    static Estimate excess(ArmReport arm, String floor, String figure) {
        return arm.against(floor, figure).map(FloorContrast::excess).orElse(Words.ABSENT);
    }

    static Estimate lossRecovered(ArmReport arm, String ablation) {
        return arm.recovered().getOrDefault("loss_recovered", Map.of()).getOrDefault(ablation, Words.ABSENT);
    }

    /** The classes of a stratifier by name; empty if the run does not have it. */
    static Map<String, ClassReport> classes(ArmReport arm, String stratifier) {
        return arm.classes().getOrDefault(stratifier, Map.of());
    }

    /** Share of the scored positions that a class holds; 0 of a class that is absent because it is empty. */
    static double share(ArmReport arm, String stratifier, String name) {
        double empty = arm.classes().containsKey(stratifier) ? 0 : Double.NaN;
        return arm.inClass(stratifier, name).map(each -> each.share().value()).orElse(empty);
    }

    /** How many positions a class holds; 0 of an empty one. */
    static double positions(ArmReport arm, String stratifier, String name) {
        return arm.inClass(stratifier, name).map(each -> each.n().value()).orElse(0.0);
    }

    static List<Double> vector(ArmReport arm, String name) {
        return arm.vectors().getOrDefault(name, List.of());
    }
}
