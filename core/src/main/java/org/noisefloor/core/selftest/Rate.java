package org.noisefloor.core.selftest;

/** How often something held, among the repetitions that could tell. */
record Rate(int held, int of) {
    static final Rate NONE = new Rate(0, 0);

    Rate and(boolean holds) {
        return new Rate(held + (holds ? 1 : 0), of + 1);
    }

    double share() {
        return (double) held / of;
    }
}
