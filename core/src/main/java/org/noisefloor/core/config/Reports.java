package org.noisefloor.core.config;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import org.noisefloor.api.ReportWriter;
import org.noisefloor.core.config.Choices.Choice;
import org.noisefloor.core.config.Value.Items;
import org.noisefloor.core.plugins.Catalogue;

/** Report writers that the command line names, as {@code reports:} in a config would. */
public final class Reports {
    private Reports() {}

    /**
     * @param list the entries of a YAML list without its brackets: {@code csv,saelens}
     * @param place what they were given by, for messages: {@code --as}
     */
    public static List<Chosen<ReportWriter<?>>> named(String list, String place, Catalogue catalogue) {
        Problems problems = new Problems();
        Place at = new Place(place, 1);
        Choices choices = new Choices(catalogue, new OptionBinder(Path.of("")), problems);
        Value value = YamlReader.value("[" + list + "]", at, problems);
        List<Choice<ReportWriter<?>>> chosen = choices.list(
                Kind.REPORT,
                "reports",
                value instanceof Items items ? items.values() : List.of(),
                new LinkedHashMap<>());
        if (chosen.isEmpty() && problems.count() == 0) {
            problems.add(at, "expected report writers, found none; " + choices.installed(Kind.REPORT));
        }
        problems.throwIfAny();
        return chosen.stream().<Chosen<ReportWriter<?>>>map(Choice::chosen).toList();
    }
}
