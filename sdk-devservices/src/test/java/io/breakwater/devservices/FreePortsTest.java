package io.breakwater.devservices;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class FreePortsTest {

    @Test
    void the_bus_port_is_free_too_and_not_one_for_outgoing_connections() throws Exception {
        int port = FreePorts.nextWithBus();
        assertThat(port + FreePorts.BUS_OFFSET).isBetween(25_000, 32_000);
        try (ServerSocket bus = new ServerSocket(port + FreePorts.BUS_OFFSET, 1, FreePorts.LOCALHOST)) {
            assertThat(bus.isBound()).isTrue();
        }
    }
}
