package org.noisefloor.core.config;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.noisefloor.api.report.ReportWriter;
import org.noisefloor.core.config.Choices.Choice;
import org.noisefloor.core.config.Value.Items;
import org.noisefloor.core.plugins.Catalogue;

/** Report writers that the command line names, as {@code reports:} in a config would. */
public final class Reports {
    private Reports() {}

    /** The report writers of a run that is over, from its resolved config. */
    public static List<Chosen<ReportWriter<?>>> ofRun(Map<String, Object> resolved, Catalogue catalogue) {
        return Choices.ofRun(Kind.REPORT, "reports", resolved, catalogue);
    }

    /**
     * @param list the entries of a YAML list without its brackets: {@code csv,saelens}
     * @param place what they were given by, for messages: {@code --as}
     */
    public static List<Chosen<ReportWriter<?>>> named(String list, String place, Catalogue catalogue) {
        Mistakes mistakes = new Mistakes();
        Place at = new Place(place, 1);
        Choices choices = new Choices(catalogue, new OptionBinder(Path.of("")), mistakes);
        Value value = YamlReader.value("[" + list + "]", at, mistakes);
        List<Choice<ReportWriter<?>>> chosen = choices.list(
                Kind.REPORT,
                "reports",
                value instanceof Items items ? items.values() : List.of(),
                new LinkedHashMap<>());
        if (chosen.isEmpty() && mistakes.count() == 0) {
            mistakes.add(at, "expected report writers, found none; " + choices.installed(Kind.REPORT));
        }
        mistakes.throwIfAny();
        return chosen.stream().<Chosen<ReportWriter<?>>>map(Choice::chosen).toList();
    }
}
