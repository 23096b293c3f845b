package io.breakwater.devservices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.breakwater.devservices.testcontainers.Container;
import java.io.File;
import java.lang.reflect.InvocationTargetException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EngineTest {

    @AfterEach
    void forgetTheChoice() {
        System.clearProperty(Engine.PROPERTY);
    }

    @Test
    void servers_are_native_unless_docker_is_asked_for() {
        assertThat(Engine.chosen()).isEqualTo(Engine.NATIVE);
        System.setProperty(Engine.PROPERTY, "native");
        assertThat(Engine.chosen()).isEqualTo(Engine.NATIVE);
        Engine.requireNative("Redis Cluster");
    }

    @Test
    void another_choice_is_refused() {
        System.setProperty(Engine.PROPERTY, "podman");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PostgresSpec.primaryWithReplicas(0).start())
                .withMessage("Invalid breakwater.devservices (podman): must be native or docker");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RedisSpec.disposable().start())
                .withMessage("Invalid breakwater.devservices (podman): must be native or docker");
    }

    @Test
    void docker_without_an_engine_is_refused() {
        assumeFalse(Container.engineAnswers(), "a Docker engine is here");
        System.setProperty(Engine.PROPERTY, "docker");
        String message =
                "-Dbreakwater.devservices=docker, but no Docker engine of this machine answers: start one, or leave"
                        + " the property out for native servers";
        assertThatThrownBy(() -> PostgresSpec.primaryWithReplicas(0).start())
                .isInstanceOf(DevServicesException.class)
                .hasMessage(message);
        assertThatThrownBy(() -> RedisSpec.disposable().start())
                .isInstanceOf(DevServicesException.class)
                .hasMessage(message);
    }

    @Test
    void what_containers_cannot_do_is_refused() {
        System.setProperty(Engine.PROPERTY, "docker");
        assertThatThrownBy(() -> Engine.requireNative("Redis Cluster"))
                .isInstanceOf(DevServicesException.class)
                .hasMessage("Redis Cluster runs in native servers only: leave out -Dbreakwater.devservices=docker");
    }

    @Test
    void what_only_native_redis_can_be_is_refused() {
        System.setProperty(Engine.PROPERTY, "docker");
        String rest = " runs in native servers only: leave out -Dbreakwater.devservices=docker";
        assertThatThrownBy(() -> RedisSpec.durable().startSentinel()).hasMessage("Redis Sentinel" + rest);
        assertThatThrownBy(() -> RedisSpec.durable().startCluster()).hasMessage("Redis Cluster" + rest);
        assertThatThrownBy(() -> RedisSpec.durable().tls().start())
                .isInstanceOf(DevServicesException.class)
                .hasMessage("Redis with users, TLS or a proxy" + rest);
        assertThatThrownBy(() -> RedisSpec.durable().password("secret").start())
                .hasMessage("Redis with users, TLS or a proxy" + rest);
        assertThatThrownBy(() -> RedisSpec.durable().proxied().start())
                .hasMessage("Redis with users, TLS or a proxy" + rest);
    }

    @Test
    void docker_without_testcontainers_on_the_class_path_is_refused_and_native_needs_none() throws Exception {
        URL[] classPath = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.contains("testcontainers") && !entry.contains("docker-java"))
                .map(EngineTest::url)
                .toArray(URL[]::new);
        try (URLClassLoader without = new URLClassLoader(classPath, ClassLoader.getPlatformClassLoader())) {
            Class<?> engine = without.loadClass(Engine.class.getName());
            var chosen = engine.getDeclaredMethod("chosen");
            chosen.setAccessible(true);
            assertThat(chosen.invoke(null)).hasToString("NATIVE");
            System.setProperty(Engine.PROPERTY, "docker");
            assertThatThrownBy(() -> chosen.invoke(null))
                    .isInstanceOf(InvocationTargetException.class)
                    .cause()
                    .hasMessage(
                            "-Dbreakwater.devservices=docker needs org.testcontainers:testcontainers, which is optional:"
                                    + " add that dependency");
        }
    }

    private static URL url(String entry) {
        try {
            return new File(entry).toURI().toURL();
        } catch (MalformedURLException e) {
            throw new AssertionError(e);
        }
    }
}
