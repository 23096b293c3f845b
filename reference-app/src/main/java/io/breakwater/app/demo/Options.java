package io.breakwater.app.demo;

/**
 * What {@code ./demo} was asked for.
 *
 * @param instances how many app instances
 * @param port the port of the first one; 0 for any free ports
 * @param check whether to exercise the app and end
 */
record Options(int instances, int port, boolean check) {

    private static final int DEFAULT_PORT = 8080;
    private static final int MOST_INSTANCES = 8;
    private static final int HIGHEST_PORT = 65_535;

    static final String USAGE = """
            ./demo                runs the app: PostgreSQL with two replicas, two Redis, two instances
              --instances N       so many instances, 1 to 8 (2)
              --port N            the port of the first, the others follow (8080)
              --check             exercises every operation once, on free ports, and exits 0 or 1
              --help              this text
            """;

    static Options of(String[] arguments) {
        int instances = 2;
        int port = -1;
        boolean check = false;
        for (int i = 0; i < arguments.length; i++) {
            switch (arguments[i]) {
                case "--instances" -> instances = number(arguments, ++i, "instances", 1, MOST_INSTANCES);
                case "--port" -> port = number(arguments, ++i, "port", 1, HIGHEST_PORT - MOST_INSTANCES);
                case "--check" -> check = true;
                default ->
                    throw new IllegalArgumentException(
                            "Invalid option (" + arguments[i] + "): must be one of these:\n" + USAGE);
            }
        }
        int otherwise = check ? 0 : DEFAULT_PORT;
        return new Options(instances, port < 0 ? otherwise : port, check);
    }

    private static int number(String[] arguments, int index, String name, int lowest, int highest) {
        String value = index < arguments.length ? arguments[index] : "";
        boolean valid =
                value.matches("[0-9]{1,5}") && Integer.parseInt(value) >= lowest && Integer.parseInt(value) <= highest;
        if (!valid) {
            throw new IllegalArgumentException(
                    "Invalid " + name + " (" + value + "): must be " + lowest + " to " + highest);
        }
        return Integer.parseInt(value);
    }

    int portOf(int instance) {
        return port == 0 ? 0 : port + instance;
    }
}
