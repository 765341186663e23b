package org.noisefloor.core.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.noisefloor.api.Provider;
import org.noisefloor.core.plugins.Catalogue;

/**
 * The JSON Schema of a config, made from the same descriptions that bind it, so that an editor completes and checks what this
 * installation understands.
 */
public final class ConfigSchema {
    private final Catalogue catalogue;
    private final ObjectNode definitions = JsonNodeFactory.instance.objectNode();

    private ConfigSchema(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    /** JSON Schema, draft 2020-12. */
    public static JsonNode json(Catalogue catalogue) {
        return new ConfigSchema(catalogue).config();
    }

    private ObjectNode config() {
        ObjectNode schema = JsonNodeFactory.instance.objectNode();
        schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.put("title", "noisefloor config");
        ObjectNode properties = object(schema);
        properties.set("model", model());
        properties.set("corpus", corpus());
        properties.set("sites", described(words(1), "site names, or patterns with *"));
        properties.set("interventions", interventions());
        properties.set("baselines", list(Kind.INTERVENTION, "what the interventions are compared with"));
        properties.set(
                "metrics",
                list(
                                Kind.METRIC,
                                "measures of distance; without it, "
                                        + String.join(
                                                ", ",
                                                Defaults.of(Plan.Conventions.NOISEFLOOR)
                                                        .metrics()))
                        .put("minItems", 1));
        properties.set("stratify", list(Kind.STRATIFIER, "ways to divide positions into classes"));
        properties.set(
                "floors",
                described(
                        words(0),
                        "names of baselines that count as noise; without it, the random ones that copy an error"));
        ObjectNode floor = properties.putObject(ModelSections.FLOOR);
        described(floor, "what arithmetic alone does, measured with more than the cut of the model");
        object(floor).set(ModelSections.NUMERIC, models(Sections.NumericFloor.class));
        properties.set("reports", list(Kind.REPORT, "further forms of the report"));
        properties.set("gate", described(words(0), "conditions on the result, such as kl.ratio.eps_random.upper < 3"));
        properties.set("positions", section(Sections.Positions.class));
        properties.set("run", section(Sections.Run.class));
        options(properties, OptionTable.of(Sections.Top.class));
        require(schema, List.of("model", "corpus", "sites"));
        ArrayNode either = schema.putArray("anyOf");
        require(either.addObject(), List.of("interventions"));
        require(either.addObject(), List.of("baselines"));
        schema.set("$defs", definitions);
        return schema;
    }

    /** Providers of interventions, and whole models. */
    private ObjectNode interventions() {
        ObjectNode schema = list(Kind.INTERVENTION, "what is put in an activation's place");
        ObjectNode models = models(Sections.OtherModel.class);
        for (JsonNode each : models.withArray("anyOf")) {
            ObjectNode properties = (ObjectNode) each.get("properties");
            properties
                    .putObject(Choices.TYPE)
                    .put("const", Plan.OtherModel.TYPE)
                    .put("description", "a whole model, compared with the original");
            name(properties, Choices.Naming.ANY);
            require((ObjectNode) each, List.of(Choices.TYPE));
        }
        JsonNode providers = schema.get("items");
        schema.putObject("items").putArray("anyOf").add(providers).add(models);
        return schema;
    }

    private ObjectNode model() {
        return models(Sections.Model.class);
    }

    /** One variant for each engine; which one applies without {@code backend} depends on the path, so any may. */
    private ObjectNode models(Class<? extends Record> hostKeys) {
        return variants(Kind.BACKEND, "backend", List.of(ModelSections.AUTO), OptionTable.of(hostKeys), null);
    }

    /** One variant for each reader; which one applies without {@code reader} depends on the path, so any may. */
    private ObjectNode corpus() {
        return variants(
                Kind.READER,
                "reader",
                List.of(),
                OptionTable.of(Sections.Corpus.class),
                section(Sections.Calibration.class));
    }

    private <P extends Provider<?>> ObjectNode variants(
            Kind<P> kind,
            String idKey,
            List<String> otherIds,
            OptionTable<?> hostKeys,
            @Nullable ObjectNode calibration) {
        ObjectNode schema = JsonNodeFactory.instance.objectNode();
        ArrayNode variants = schema.putArray("anyOf");
        for (P provider : catalogue.all(kind.type())) {
            ObjectNode variant = variants.addObject();
            ObjectNode properties = object(variant);
            List<String> required = options(properties, hostKeys);
            if (calibration != null) {
                properties.set(CorpusSection.CALIBRATION, calibration.deepCopy());
            }
            required.addAll(options(properties, OptionTable.of(provider.options())));
            ObjectNode id = properties.putObject(idKey).put("description", provider.summary());
            ArrayNode ids = id.putArray("enum").add(provider.id());
            otherIds.forEach(ids::add);
            require(variant, required);
        }
        return schema;
    }

    private <P extends Provider<?>> ObjectNode list(Kind<P> kind, String doc) {
        String name = kind.type().getSimpleName();
        if (!definitions.has(name)) {
            definitions.set(name, entry(kind));
        }
        ObjectNode schema = described(TypeSchema.node("array"), doc);
        schema.putObject("items").put("$ref", "#/$defs/" + name);
        return schema;
    }

    /** An id, if its provider needs no options, or a mapping with the id as its type. */
    private <P extends Provider<?>> ObjectNode entry(Kind<P> kind) {
        ObjectNode schema = JsonNodeFactory.instance.objectNode();
        ArrayNode variants = schema.putArray("anyOf");
        ArrayNode bare = JsonNodeFactory.instance.arrayNode();
        for (P provider : catalogue.all(kind.type())) {
            ObjectNode variant = variants.addObject().put("description", provider.summary());
            ObjectNode properties = object(variant);
            properties.putObject(Choices.TYPE).put("const", provider.id());
            name(properties, Choices.Naming.of(kind));
            List<String> required = options(properties, OptionTable.of(provider.options()));
            if (required.isEmpty()) {
                bare.add(provider.id());
            }
            required.add(Choices.TYPE);
            require(variant, required);
        }
        if (!bare.isEmpty()) {
            variants.insertObject(0).set("enum", bare);
        }
        if (variants.isEmpty()) {
            variants.add(false);
        }
        return schema;
    }

    private static void name(ObjectNode properties, Choices.Naming naming) {
        properties.putObject(Choices.NAME).put("type", "string").put("pattern", naming.pattern());
    }

    private static <R extends Record> ObjectNode section(Class<R> type) {
        ObjectNode schema = JsonNodeFactory.instance.objectNode();
        List<String> required = options(object(schema), OptionTable.of(type));
        require(schema, required);
        return schema;
    }

    /** Makes a schema one of an object without other keys than those added to what is returned. */
    private static ObjectNode object(ObjectNode schema) {
        schema.put("type", "object");
        schema.put("additionalProperties", false);
        return schema.putObject("properties");
    }

    /** @return the keys that must be given, as a list that may grow */
    private static List<String> options(ObjectNode properties, OptionTable<?> table) {
        List<String> required = new ArrayList<>();
        for (OptionTable.Slot slot : table.slots()) {
            String fallback = slot.fallback().orElse("");
            String doc = slot.option().doc() + (fallback.isEmpty() ? "" : " (default " + fallback + ")");
            properties.set(slot.key(), described(TypeSchema.of(slot.type()), doc));
            if (slot.fallback().isEmpty()) {
                required.add(slot.key());
            }
        }
        return required;
    }

    private static ObjectNode words(int atLeast) {
        ObjectNode schema = TypeSchema.node("array").put("minItems", atLeast);
        schema.putObject("items").put("type", "string");
        return schema;
    }

    private static ObjectNode described(ObjectNode schema, String doc) {
        return schema.put("description", doc);
    }

    private static void require(ObjectNode schema, List<String> keys) {
        if (!keys.isEmpty()) {
            keys.forEach(schema.putArray("required")::add);
        }
    }
}
