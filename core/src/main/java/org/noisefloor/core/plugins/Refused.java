package org.noisefloor.core.plugins;

/** A plugin that cannot be used as a whole; the message says why, in one sentence without its name. */
final class Refused extends Exception {
    private static final long serialVersionUID = 1;

    Refused(String why) {
        super(why);
    }
}
