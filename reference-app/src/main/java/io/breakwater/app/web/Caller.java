package io.breakwater.app.web;

/**
 * Who sent a request.
 *
 * @param accountId the account
 * @param username its name
 * @param sessionId the secret of the login, never to be shown
 * @param byCookie whether it came in a cookie, which a browser sends by itself, or in a header, which only the caller's own code
 *     sends
 */
public record Caller(long accountId, String username, String sessionId, boolean byCookie) {

    /** What a session keeps about its owner, so that a request needs no further look-up. */
    public static String subject(long accountId, String username) {
        return accountId + "/" + username;
    }

    static Caller of(String subject, String sessionId, boolean byCookie) {
        int slash = subject.indexOf('/');
        return new Caller(
                Long.parseLong(subject.substring(0, slash)), subject.substring(slash + 1), sessionId, byCookie);
    }

    @Override
    public String toString() {
        return "Caller[" + username + "]";
    }
}
