package io.breakwater.app.web;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.io.EndPoint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a client is still sending when its answer stands. A connection that closes on bytes nobody read is reset, and the reset
 * can overtake the answer (RFC 9112, 9.6): so they are taken before the answer goes out, within bounds of size and time.
 */
final class UnreadBody {

    private static final Logger LOG = LoggerFactory.getLogger(UnreadBody.class);
    private static final long MOST = 4 * 1024 * 1024;
    private static final Duration LONGEST = Duration.ofSeconds(5);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    private UnreadBody() {}

    static void take(Context context) {
        if (!isSending(context)) {
            return;
        }
        EndPoint client = ServletContextRequest.getServletContextRequest(context.req())
                .getConnectionMetaData()
                .getConnection()
                .getEndPoint();
        long patience = client.getIdleTimeout();
        client.setIdleTimeout(LONGEST_PAUSE.toMillis());
        try {
            skip(context.req().getInputStream());
        } catch (IOException | IllegalStateException goneOrReadOtherwise) {
            LOG.debug("The rest of a body could not be read", goneOrReadOtherwise);
        } finally {
            client.setIdleTimeout(patience);
        }
    }

    /** Who waits for 100 Continue sends nothing before it. */
    private static boolean isSending(Context context) {
        boolean declared = context.req().getContentLengthLong() > 0 || context.header("Transfer-Encoding") != null;
        return declared && context.header("Expect") == null;
    }

    private static void skip(InputStream body) throws IOException {
        long end = System.nanoTime() + LONGEST.toNanos();
        byte[] ignored = new byte[8 * 1024];
        long taken = 0;
        for (int read = 0; read >= 0 && taken < MOST && System.nanoTime() - end < 0; read = body.read(ignored)) {
            taken += read;
        }
    }
}
