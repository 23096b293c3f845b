package io.breakwater.devservices;

import java.security.SecureRandom;
import java.util.HexFormat;

/** The name that a sentinel or a cluster node bears all its life: 40 hexadecimal digits. */
final class NodeId {

    private static final SecureRandom RANDOM = new SecureRandom();

    private NodeId() {}

    static String random() {
        byte[] bytes = new byte[20];
        RANDOM.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
