package io.breakwater.devservices.testcontainers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;

/** How a plan becomes a container of Testcontainers; no engine is asked. */
class ContainerTest {

    private static final ContainerPlan PLAN = new ContainerPlan(
            "pg1",
            "postgres:18.6-alpine",
            "postgres",
            List.of("sh", "/run.sh"),
            5432,
            15_001,
            "pg1-15001",
            Map.of("/run.sh", "exec postgres"));

    @Test
    void the_port_is_fixed_and_leads_from_this_machine_alone() {
        GenericContainer<?> container = new Container(PLAN).configured(new Unmade());
        assertThat(container.getPortBindings()).containsExactly("127.0.0.1:15001:5432/tcp");
        assertThat(container.getCommandParts()).containsExactly("sh", "/run.sh");
        assertThat(container.getNetworkAliases()).contains("pg1-15001");
    }

    @Test
    void a_container_that_was_not_launched_does_not_run_and_closes() {
        Container container = new Container(PLAN);
        container.put("/order", "1");
        assertThat(container.runs()).isFalse();
        assertThat(container.log()).isEmpty();
        container.close();
        assertThat(container.plan()).isEqualTo(PLAN);
    }

    @Test
    void an_engine_of_another_machine_will_not_do() {
        assertThat(Container.isThisMachine("localhost")).isTrue();
        assertThat(Container.isThisMachine("127.0.0.1")).isTrue();
        assertThat(Container.isThisMachine("build.example.org")).isFalse();
    }

    /** A network that no engine has made. */
    private static final class Unmade implements Network {

        @Override
        public String getId() {
            return "unmade";
        }

        @Override
        public void close() {}
    }
}
