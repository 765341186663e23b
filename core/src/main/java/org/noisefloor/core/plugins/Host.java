package org.noisefloor.core.plugins;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** Versions that the build wrote into {@code host.properties}. */
public final class Host {
    private static final Properties BUILD = read();

    private Host() {}

    /** The version of noisefloor. */
    public static String version() {
        return BUILD.getProperty("version");
    }

    /** The version of the plugin API that this host offers; a plugin names it in its manifest. */
    static ApiVersion apiVersion() {
        return ApiVersion.of(apiVersionText());
    }

    /** The same as it stands in a manifest. */
    public static String apiVersionText() {
        return BUILD.getProperty("api.version");
    }

    private static Properties read() {
        Properties properties = new Properties();
        try (InputStream in = Host.class.getResourceAsStream("host.properties")) {
            if (in == null) {
                throw new IllegalStateException("host.properties is missing from the core jar");
            }
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties;
    }
}
