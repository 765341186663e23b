package org.noisefloor.plugin.report.html;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** {@code report.json} as the page asks it. What the run did not measure is empty or NaN, never an error. */
record Report(JsonNode root, List<Case> cases) {
    private static final ObjectMapper JSON = new ObjectMapper();

    static Report of(Map<String, Object> report) {
        JsonNode root = JSON.valueToTree(report);
        List<JsonNode> sites = list(root.path("sites"));
        String common =
                commonEnd(sites.stream().map(site -> site.path("name").asText()).toList());
        boolean severalNames = sites.stream()
                        .flatMap(site -> list(site.path("arms")).stream())
                        .map(Arm::new)
                        .filter(Arm::isIntervention)
                        .map(Arm::name)
                        .distinct()
                        .count()
                > 1;
        Case.Naming naming = !severalNames
                ? Case.Naming.BY_SITE
                : sites.size() > 1 ? Case.Naming.BY_BOTH : Case.Naming.BY_INTERVENTION;
        List<Case> cases = new ArrayList<>();
        for (JsonNode site : sites) {
            String name = site.path("name").asText();
            List<Arm> arms = list(site.path("arms")).stream().map(Arm::new).toList();
            for (Arm arm : arms) {
                if (arm.isIntervention()) {
                    cases.add(Case.of(name, name.substring(0, name.length() - common.length()), naming, arm, arms));
                }
            }
        }
        return new Report(root, List.copyOf(cases));
    }

    /** What several sites' names have in common at their end, in whole parts: {@code .hook_resid_post}. */
    private static String commonEnd(List<String> names) {
        if (names.size() < 2) {
            return "";
        }
        String first = names.get(0);
        for (int dot = first.indexOf('.'); dot >= 0; dot = first.indexOf('.', dot + 1)) {
            String end = first.substring(dot);
            if (names.stream().allMatch(name -> name.endsWith(end) && name.length() > end.length())) {
                return end;
            }
        }
        return "";
    }

    static List<JsonNode> list(JsonNode array) {
        List<JsonNode> list = new ArrayList<>();
        array.forEach(list::add);
        return list;
    }

    /** The divergence that the page is about: KL, or else the run's first. Empty if there is none. */
    String main() {
        if (measures("kl")) {
            return "kl";
        }
        return figures()
                .filter(name -> kind(name).equals("divergence"))
                .findFirst()
                .orElse("");
    }

    /** {@code KL} rather than {@code kl}. */
    String mainInWords() {
        return main().equals("kl") ? "KL" : main();
    }

    Stream<String> figures() {
        return root.path("figures").properties().stream().map(Map.Entry::getKey);
    }

    boolean measures(String figure) {
        return root.path("figures").has(figure);
    }

    String unit(String figure) {
        return root.path("figures").path(figure).path("unit").asText("");
    }

    String kind(String figure) {
        return root.path("figures").path(figure).path("kind").asText("");
    }

    double scored() {
        return root.path("positions").path("scored").asDouble();
    }

    double sequences() {
        return root.path("positions").path("sequences").asDouble();
    }

    /** {@code n = 8,062 positions of 64 sequences; bars are 95 % intervals}. */
    String basis() {
        double level = root.path("bootstrap").path("level").asDouble(0.95);
        return "n = " + Numbers.count(scored()) + " positions of " + Numbers.count(sequences()) + " sequences; bars: "
                + Numbers.percent(level).replace(".0 ", " ") + " intervals";
    }

    boolean any(java.util.function.Predicate<Case> test) {
        return cases.stream().anyMatch(test);
    }
}
