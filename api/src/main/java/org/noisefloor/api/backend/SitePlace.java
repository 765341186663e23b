package org.noisefloor.api.backend;

import org.noisefloor.api.Site;

/** A tensor at which a model can be cut, and where it lies; for a listing. Immutable; each method that adds something gives a new one. */
public final class SitePlace {
    private final Site site;
    private final String element;
    private final String place;
    private final String maker;

    private SitePlace(Site site, String element, String place, String maker) {
        this.site = site;
        this.element = element;
        this.place = place;
        this.maker = maker;
    }

    /**
     * A tensor of float32 of which nothing else is known.
     *
     * @param site by the name that a config has it by
     */
    public static SitePlace of(Site site) {
        return new SitePlace(site, "float32", "", "");
    }

    /** The same of other numbers in the model, {@code float16} for instance; they are handed out as float32 all the same. */
    public SitePlace element(String type) {
        return new SitePlace(site, type, place, maker);
    }

    /** The same with where it lies in words, {@code block 3, attention}. */
    public SitePlace place(String inWords) {
        return new SitePlace(site, element, inWords, maker);
    }

    /** The same with what computes it, as the model's file calls it. */
    public SitePlace maker(String operation) {
        return new SitePlace(site, element, place, operation);
    }

    public Site site() {
        return site;
    }

    /** What its numbers are in the model. */
    public String element() {
        return element;
    }

    /** In words; empty where it is not known. */
    public String place() {
        return place;
    }

    /** As the model's file calls it; empty where it is not known. */
    public String maker() {
        return maker;
    }
}
