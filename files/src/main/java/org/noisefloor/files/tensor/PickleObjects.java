package org.noisefloor.files.tensor;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.noisefloor.api.UserError;

/**
 * What a {@link Pickle} may name and how that is made. Nothing is ever looked up in a program: a name that is not known here is refused.
 *
 * <p>Values are {@link Long}, {@link Double}, {@link Boolean}, {@link String}, {@code byte[]}, lists, and the types below.
 */
interface PickleObjects {
    /** A name of Python, as far as it is known. */
    record Global(String name) {}

    /** Values of which nothing is kept: None, sets, whatever else a known name makes. */
    enum Plain {
        NONE,
        OTHER
    }

    /** A tuple; equal to itself alone, so that no depth of tuples costs anything. */
    final class Tuple {
        final List<Object> items;

        Tuple(List<Object> items) {
            this.items = List.copyOf(items);
        }
    }

    /** A dict. Keys that are not text or number are equal to themselves alone. */
    final class Dict {
        final Map<Object, Object> entries = new LinkedHashMap<>();

        void put(Object key, Object value) {
            boolean simple = key instanceof String || key instanceof Long || key instanceof Boolean;
            entries.put(simple ? key : new Unnamed(), value);
        }

        private static final class Unnamed {
            @Override
            public String toString() {
                return "?";
            }
        }
    }

    /** A list; equal to itself alone. */
    final class Items {
        final List<Object> items = new ArrayList<>();
    }

    /**
     * Looks a name up.
     *
     * @throws UserError if it is not allowed
     */
    Global global(String module, String name);

    /** Calls what a name stands for. */
    Object call(Global function, List<Object> arguments);

    /** What a name that the pickle leaves to its reader stands for. */
    Object persistent(Object id);

    /** Gives an object the state with which it was saved. */
    void state(Object object, Object state);
}
