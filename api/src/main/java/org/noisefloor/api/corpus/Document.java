package org.noisefloor.api.corpus;

/** What a corpus reader reads: a text, or the tokens of a text that was tokenised before. */
public abstract sealed class Document {
    private final String place;

    private Document(String place) {
        this.place = place;
    }

    /**
     * A text.
     *
     * @param place file and line, for error messages
     */
    public static Document text(String place, String text) {
        return new Text(place, text);
    }

    /**
     * The token ids of a text.
     *
     * @param place file and line, for error messages
     */
    public static Document tokens(String place, int... ids) {
        return new Tokens(place, ids.clone());
    }

    /** File and line, for error messages. */
    public String place() {
        return place;
    }

    /** A text that the model's tokenizer has to take apart. */
    public static final class Text extends Document {
        private final String text;

        private Text(String place, String text) {
            super(place);
            this.text = text;
        }

        public String text() {
            return text;
        }
    }

    /** Token ids. */
    public static final class Tokens extends Document {
        private final int[] ids;

        private Tokens(String place, int[] ids) {
            super(place);
            this.ids = ids;
        }

        /** A copy. */
        public int[] ids() {
            return ids.clone();
        }
    }
}
