package org.noisefloor.core.plugins;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A version of the plugin API: a plugin built for 2.n runs on a host of 2.m for every m ≥ n.
 *
 * @param major another one means that old plugins no longer fit
 * @param minor a higher one means that there is more to call
 */
record ApiVersion(int major, int minor) {
    private static final Pattern FORM = Pattern.compile("([0-9]{1,6})\\.([0-9]{1,6})");

    /** @throws IllegalArgumentException if it is not of the form {@code 2.0} */
    static ApiVersion of(String written) {
        Matcher parts = FORM.matcher(written);
        if (!parts.matches()) {
            throw new IllegalArgumentException(written);
        }
        return new ApiVersion(Integer.parseInt(parts.group(1)), Integer.parseInt(parts.group(2)));
    }

    /** Refuses a plugin that a host of this version cannot run. */
    void check(String key, String written) throws Refused {
        if (written.isEmpty()) {
            throw new Refused("its manifest does not have " + key + "; this noisefloor has plugin API version " + this);
        }
        if (!FORM.matcher(written).matches()) {
            throw new Refused(
                    key + " '" + written + "' is not a version; expected two numbers with a dot between them, and this"
                            + " noisefloor has plugin API version " + this);
        }
        ApiVersion plugins = of(written);
        if (plugins.major != major) {
            throw new Refused("it was built for plugin API version " + plugins + ", but this noisefloor has version "
                    + this + "; get a build of it for version " + major);
        }
        if (plugins.minor > minor) {
            throw new Refused("it was built for plugin API version " + plugins + ", newer than the " + this
                    + " of this noisefloor; get a newer noisefloor, or an older version of the plugin");
        }
    }

    @Override
    public String toString() {
        return major + "." + minor;
    }
}
