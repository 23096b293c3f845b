package io.breakwater.devservices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PlatformTest {

    @Test
    void linux_on_both_architectures() {
        assertThat(Platform.of("Linux", "amd64")).isEqualTo(Platform.LINUX_AMD64);
        assertThat(Platform.of("Linux", "aarch64")).isEqualTo(Platform.LINUX_ARM64);
    }

    @Test
    void another_platform_is_refused_with_what_to_do() {
        assertThatThrownBy(() -> Platform.of("Windows 11", "amd64"))
                .isInstanceOf(DevServicesException.class)
                .hasMessage(
                        "Unsupported platform Windows 11 amd64: the servers run on Linux amd64 and aarch64; use one,"
                                + " or a Linux container or virtual machine");
    }

    @Test
    void the_binaries_of_this_platform_are_on_the_class_path() {
        Platform platform = Platform.current();
        assertThat(ClassLoader.getSystemResource(platform.postgresArchive())).isNotNull();
        assertThat(ClassLoader.getSystemResource(platform.redisBinary())).isNotNull();
    }
}
