package io.breakwater.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SessionIdTest {

    @Test
    void ids_are_256_bits_in_43_characters_and_all_different() {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 10_000; i++) {
            String id = SessionId.random().text();
            assertThat(id).hasSize(43);
            assertThat(Base64.getUrlDecoder().decode(id)).hasSize(32);
            assertThat(SessionId.parse(id)).map(SessionId::text).contains(id);
            seen.add(id);
        }
        assertThat(seen).hasSize(10_000);
    }

    @Test
    void every_bit_is_sometimes_set_and_sometimes_not() {
        byte[] set = new byte[32];
        byte[] unset = new byte[32];
        for (int i = 0; i < 200; i++) {
            byte[] id = Base64.getUrlDecoder().decode(SessionId.random().text());
            for (int at = 0; at < 32; at++) {
                set[at] = (byte) (set[at] | id[at]);
                unset[at] = (byte) (unset[at] | ~id[at]);
            }
        }
        assertThat(set).containsOnly(-1);
        assertThat(unset).containsOnly(-1);
    }

    @ParameterizedTest
    @MethodSource("io.breakwater.session.MalformedIds#all")
    void what_cannot_be_an_id_is_none(String text) {
        assertThat(SessionId.parse(text)).isEmpty();
    }

    @Test
    void bytes_have_one_spelling() {
        String id = "A".repeat(42);
        assertThat(SessionId.parse(id + "E")).isPresent();
        assertThat(SessionId.parse(id + "F")).isEmpty();
        assertThat(Base64.getUrlDecoder().decode(id + "F"))
                .isEqualTo(Base64.getUrlDecoder().decode(id + "E"));
    }

    @Test
    void the_hash_is_the_sha_256_of_the_text() {
        String id = "A".repeat(43);
        assertThat(SessionId.parse(id).orElseThrow().sha256()).isEqualTo("DwBzhbb51LfusnSGBa_hqYSgo7-j8BTQnip4TOnlzRo");
    }

    @Test
    void the_text_is_not_shown() {
        SessionId id = SessionId.random();
        assertThat(id.toString()).doesNotContain(id.text()).doesNotContain(id.sha256());
    }
}
