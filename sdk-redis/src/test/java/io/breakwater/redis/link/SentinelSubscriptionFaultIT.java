package io.breakwater.redis.link;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.devservices.RedisSentinel;
import io.breakwater.devservices.RedisSpec;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A Sentinel that has not heard of a failover yet names the old master; a subscription must not settle there. */
class SentinelSubscriptionFaultIT {

    @Test
    void a_subscription_does_not_stay_at_a_replica() throws Exception {
        try (RedisSentinel group = RedisSpec.disposable().startSentinel();
                StaleSentinel sentinel = new StaleSentinel()) {
            sentinel.masterPort = group.replicas().get(0).port();
            try (RedisLink link = RedisLink.open(
                    "redis-sentinel://127.0.0.1:" + sentinel.port() + "?sentinelMasterId=any",
                    Duration.ofMillis(300))) {
                Recorder recorder = new Recorder();
                var unused = link.subscribe(List.of("c".getBytes(UTF_8)), recorder);
                int asked = sentinel.asked.get();
                Awaiting.until("tried several times", () -> sentinel.asked.get() > asked + 5);
                assertThat(link.isConnected()).as("commands go to a replica").isFalse();
                assertThat(recorder.events()).as("subscribed at a replica").isEmpty();
                sentinel.masterPort = group.master().port();
                recorder.awaitCount("subscribed", 1);
                long subscribers = Plain.ask(
                        group.master(), redis -> redis.pubsubNumsub("c").get("c"));
                assertThat(subscribers).as("subscribers at the master").isEqualTo(1);
            }
        }
    }

    private static final class StaleSentinel implements AutoCloseable {
        private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        private final AtomicInteger asked = new AtomicInteger();
        volatile int masterPort;

        StaleSentinel() throws IOException {
            daemon(() -> {
                while (true) {
                    Socket client = socket.accept();
                    daemon(() -> serve(client));
                }
            });
        }

        int port() {
            return socket.getLocalPort();
        }

        private void serve(Socket client) throws IOException {
            BufferedReader in = new BufferedReader(new InputStreamReader(client.getInputStream(), UTF_8));
            OutputStream out = client.getOutputStream();
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                int words = Integer.parseInt(line.substring(1));
                String first = "";
                for (int i = 0; i < words; i++) {
                    in.readLine();
                    String word = in.readLine();
                    first = i == 0 ? word.toUpperCase(Locale.ROOT) : first;
                }
                String reply = "-ERR unknown command\r\n";
                if (first.equals("PING")) {
                    reply = "+PONG\r\n";
                } else if (first.equals("SENTINEL")) {
                    asked.incrementAndGet();
                    String port = Integer.toString(masterPort);
                    reply = "*2\r\n$9\r\n127.0.0.1\r\n$" + port.length() + "\r\n" + port + "\r\n";
                }
                out.write(reply.getBytes(UTF_8));
            }
        }

        private interface Work {
            void run() throws IOException;
        }

        private static void daemon(Work work) {
            Thread thread = new Thread(() -> {
                try {
                    work.run();
                } catch (IOException over) {
                    // closed
                }
            });
            thread.setDaemon(true);
            thread.start();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
