package org.noisefloor.core.plugins;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.Properties;

/**
 * Which plugin of the project provides which id, so that the host can say what to put back when a plugin was taken away.
 *
 * <p>{@code shipped.properties} is written by hand; a test of the distribution compares it with what is really shipped.
 */
final class Shipped {
    private static final Properties PLUGIN_BY_ID = read();

    private Shipped() {}

    /** The plugin id, for instance {@code kl} for the metric {@code js}. */
    static Optional<String> pluginOf(Kind kind, String id) {
        return Optional.ofNullable(PLUGIN_BY_ID.getProperty(kind.label() + "." + id));
    }

    private static Properties read() {
        Properties properties = new Properties();
        try (InputStream in = Shipped.class.getResourceAsStream("shipped.properties")) {
            if (in == null) {
                throw new IllegalStateException("shipped.properties is missing from the core jar");
            }
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties;
    }
}
