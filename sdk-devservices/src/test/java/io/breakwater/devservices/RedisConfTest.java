package io.breakwater.devservices;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class RedisConfTest {

    @Test
    void values_are_quoted_so_that_they_stay_one_word_on_one_line() {
        assertThat(new RedisConf().set("dir", "/a b\"\\\n", 7, "é"))
                .hasToString("dir \"/a b\\x22\\x5c\\x0a\" \"7\" \"\\xc3\\xa9\"\n");
    }

    @Test
    void lines_of_the_user_stand_as_they_are() {
        assertThat(new RedisConf().setAll(Map.of("save", "3600 1"))).hasToString("save 3600 1\n");
    }

    @Test
    void a_password_stands_in_no_declaration_of_a_user() {
        RedisUser user = RedisUser.withAllRights("u", "secret");
        assertThat(new RedisConf().set("user", user.declaration()).toString())
                .contains(
                        "\"u\" \"reset\" \"on\" \"#2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b\"")
                .doesNotContain("secret");
    }
}
