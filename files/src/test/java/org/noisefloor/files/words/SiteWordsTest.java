package org.noisefloor.files.words;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SiteWordsTest {
    @Test
    void whatTransformerLensNamesHasWords() {
        assertThat(SiteWords.where("blocks.3.hook_resid_post")).isEqualTo("after block 3");
        assertThat(SiteWords.where("blocks.11.hook_mlp_out")).isEqualTo("at the MLP output of block 11");
        assertThat(SiteWords.label("blocks.11.hook_mlp_out")).isEqualTo("MLP output of block 11");
    }

    @Test
    void anotherSiteIsCalledByItsName() {
        assertThat(SiteWords.where("/model/layers.3/add")).isEqualTo("at /model/layers.3/add");
        assertThat(SiteWords.label("/model/layers.3/add")).isEqualTo("/model/layers.3/add");
        assertThat(SiteWords.label("blocks.3.hook_unheard_of")).isEqualTo("blocks.3.hook_unheard_of");
    }
}
