package org.noisefloor.core.config;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.noisefloor.api.intervention.DrawCount;
import org.noisefloor.core.config.OptionType.Choice;
import org.noisefloor.core.config.OptionType.Drawn;
import org.noisefloor.core.config.OptionType.FilePath;
import org.noisefloor.core.config.OptionType.FirstToken;
import org.noisefloor.core.config.OptionType.Flag;
import org.noisefloor.core.config.OptionType.ListOf;
import org.noisefloor.core.config.OptionType.Maybe;
import org.noisefloor.core.config.OptionType.Real;
import org.noisefloor.core.config.OptionType.Whole;

/** JSON Schema of what an option may hold. */
final class TypeSchema {
    private TypeSchema() {}

    static ObjectNode of(OptionType type) {
        if (type instanceof Maybe maybe) {
            return of(maybe.of());
        }
        if (type instanceof ListOf list) {
            ObjectNode schema = node("array");
            schema.set("items", of(list.of()));
            return schema;
        }
        if (type instanceof Whole whole) {
            return node("integer").put("minimum", whole.min()).put("maximum", whole.max());
        }
        if (type instanceof Real real) {
            return number(real);
        }
        if (type instanceof Flag) {
            return node("boolean");
        }
        if (type instanceof Choice choice) {
            return oneOf(choice.words());
        }
        if (type instanceof FirstToken) {
            ObjectNode schema = JsonNodeFactory.instance.objectNode();
            schema.putArray("anyOf")
                    .add(oneOf(FirstToken.words()))
                    .add(node("integer").put("minimum", 0).put("maximum", Integer.MAX_VALUE));
            return schema;
        }
        if (type instanceof Drawn) {
            ObjectNode schema = JsonNodeFactory.instance.objectNode();
            schema.putArray("anyOf")
                    .add(oneOf(List.of(DrawCount.AUTO.toString())))
                    .add(node("integer").put("minimum", 1).put("maximum", DrawCount.MOST));
            return schema;
        }
        if (type instanceof FilePath) {
            return node("string");
        }
        // a name or an amount may look like a number
        ObjectNode schema = JsonNodeFactory.instance.objectNode();
        schema.putArray("type").add("string").add("number");
        return schema;
    }

    static ObjectNode oneOf(Iterable<String> words) {
        ObjectNode schema = JsonNodeFactory.instance.objectNode();
        words.forEach(schema.putArray("enum")::add);
        return schema;
    }

    static ObjectNode node(String type) {
        return JsonNodeFactory.instance.objectNode().put("type", type);
    }

    /** JSON has no word for infinity, so where the range does not end it may be written as text. */
    private static ObjectNode number(Real real) {
        ObjectNode finite = node("number");
        Bounds bounds = real.bounds();
        if (bounds.low() != Double.NEGATIVE_INFINITY) {
            finite.put(bounds.isLowExcluded() ? "exclusiveMinimum" : "minimum", bounds.low());
        }
        if (bounds.high() != Double.POSITIVE_INFINITY) {
            return finite.put(bounds.isHighExcluded() ? "exclusiveMaximum" : "maximum", bounds.high());
        }
        ObjectNode schema = JsonNodeFactory.instance.objectNode();
        schema.putArray("anyOf")
                .add(finite)
                .addObject()
                .putArray("enum")
                .add(".inf")
                .add("inf");
        return schema;
    }
}
