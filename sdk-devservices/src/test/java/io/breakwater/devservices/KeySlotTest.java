package io.breakwater.devservices;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeySlotTest {

    /** The first is the check value of CRC16/XMODEM in the Cluster specification, 0x31C3. */
    @ParameterizedTest
    @CsvSource({
        "123456789,12739",
        "foo,12182",
        "'',0",
        "{foo},12182",
        "bar{foo}{zap},12182",
        "{}foo,9500",
        "{a,10276",
        "a}b{,6027",
        "{}{a},13650"
    })
    void the_slot_is_that_of_the_hash_tag_or_of_the_whole_key(String key, int slot) {
        assertThat(KeySlot.of(key)).isEqualTo(slot);
    }
}
