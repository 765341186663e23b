package org.noisefloor.plugin.report.html;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/** One thing that was done at a site: an intervention or a baseline. */
record Arm(JsonNode node) {

    String name() {
        return node.path("name").asText();
    }

    String type() {
        return node.path("type").asText();
    }

    boolean isIntervention() {
        return node.path("role").asText().equals("intervention");
    }

    /** Whether it is another model in the original's place, which has no error at a site. */
    boolean isWholeModel() {
        return type().equals("model");
    }

    /** The intervention whose error it copies; empty if none. */
    String matchedTo() {
        return node.path("matched_to").asText("");
    }

    String family() {
        return node.path("family").asText(name());
    }

    long draws() {
        return node.path("draws").asLong(1);
    }

    /** Its name, and how often it was drawn if it is random. */
    String label() {
        return draws() > 1 ? name() + " ×" + draws() : name();
    }

    double dose() {
        return Estimate.number(node.path("dose"));
    }

    Estimate figure(String name) {
        return Estimate.of(node.path("figures").path(name));
    }

    JsonNode spread(String figure) {
        return node.path("figures").path(figure).path("spread");
    }

    /** Names of the floors that it is compared with, in the report's order. */
    List<String> floors() {
        return keys(node.path("floors"));
    }

    JsonNode against(String floor, String figure) {
        return node.path("floors").path(floor).path(figure);
    }

    Estimate ratio(String floor, String figure) {
        return Estimate.of(against(floor, figure).path("ratio"));
    }

    List<String> stratifiers() {
        return keys(node.path("classes"));
    }

    JsonNode classes(String stratifier) {
        return node.path("classes").path(stratifier);
    }

    /** Share of the scored positions that a class holds; 0 of a class that is absent because it is empty. */
    double share(String stratifier, String name) {
        JsonNode classes = classes(stratifier);
        return classes.isObject() && !classes.has(name)
                ? 0
                : Estimate.number(classes.path(name).path("share").path("value"));
    }

    /** A class of it against the same class under a floor. */
    JsonNode against(String floor, String stratifier, String name) {
        return classes(stratifier).path(name).path("floors").path(floor);
    }

    List<Double> vector(String name) {
        return Report.list(node.path("vectors").path(name)).stream()
                .map(Estimate::number)
                .toList();
    }

    static List<String> keys(JsonNode object) {
        return object.properties().stream().map(Map.Entry::getKey).toList();
    }
}
