package io.breakwater.devservices;

/** The machines whose binaries we carry. */
enum Platform {
    LINUX_AMD64("postgres-linux-x86_64.txz", "redis-server-7.0.15-linux-amd64"),
    LINUX_ARM64("postgres-linux-arm_64.txz", "redis-server-7.0.15-linux-arm64");

    private final String postgres;
    private final String redis;

    Platform(String postgres, String redis) {
        this.postgres = postgres;
        this.redis = redis;
    }

    static Platform current() {
        return of(System.getProperty("os.name"), System.getProperty("os.arch"));
    }

    static Platform of(String system, String architecture) {
        if (system.equals("Linux")) {
            if (architecture.equals("amd64")) {
                return LINUX_AMD64;
            }
            if (architecture.equals("aarch64")) {
                return LINUX_ARM64;
            }
        }
        throw new DevServicesException("Unsupported platform " + system + " " + architecture
                + ": the servers run on Linux amd64 and aarch64; use one, or a Linux container or virtual machine");
    }

    String postgresArchive() {
        return postgres;
    }

    String redisBinary() {
        return redis;
    }
}
