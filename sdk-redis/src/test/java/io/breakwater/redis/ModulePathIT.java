package io.breakwater.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.consumer.UsesRedis;
import io.breakwater.devservices.DevServices;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The other tests run on the class path; here the library and all below it are modules. */
class ModulePathIT {

    @Test
    void the_link_works_on_the_module_path() throws Exception {
        Path classes = Path.of(UsesRedis.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        Process program = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--module-path",
                        System.getProperty("java.class.path"),
                        "--add-modules",
                        "io.breakwater.redis",
                        "-cp",
                        classes.toString(),
                        UsesRedis.class.getName(),
                        DevServices.redis().uri())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String output = new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(output.lines()).contains("io.breakwater.redis true");
        assertThat(program.waitFor()).isZero();
    }
}
