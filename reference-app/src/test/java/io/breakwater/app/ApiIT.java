package io.breakwater.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The contract: what each operation answers to good and to bad input. */
class ApiIT {

    private static TestForum forum;
    private static Browserless owner;
    private static String ownerName;
    private static Browserless stranger;
    private static Browserless anonymous;
    private static String community;
    private static String post;

    @BeforeAll
    static void start() throws Exception {
        forum = TestForum.shared();
        owner = forum.client(0);
        ownerName = owner.signUp();
        stranger = forum.client(0);
        stranger.signUp();
        anonymous = forum.client(0);
        community = Browserless.freshName();
        owner.send("POST", "/api/communities", "{\"name\":\"" + community + "\",\"title\":\"Tests\"}");
        post = Browserless.json(owner.send(
                        "POST", "/api/communities/" + community + "/posts", "{\"title\":\"First\",\"body\":\"Text\"}"))
                .path("id")
                .asString();
    }

    @AfterAll
    static void stop() {
        forum.close();
    }

    @Test
    void an_account_is_made_once() throws Exception {
        String name = Browserless.freshName();
        String account = "{\"username\":\"%s\",\"email\":\"%s@example.org\",\"password\":\"long enough\"}";
        HttpResponse<String> made = anonymous.send("POST", "/api/auth/register", account.formatted(name, name));
        assertThat(made.statusCode()).isEqualTo(201);
        assertThat(fields(made)).containsExactly("id", "username", "email");
        problem(anonymous.send("POST", "/api/auth/register", account.formatted(name, "other" + name)), 409, "conflict");
        HttpResponse<String> sameMail =
                anonymous.send("POST", "/api/auth/register", account.formatted("x" + name.substring(1), name));
        assertThat(problem(sameMail, 409, "conflict")
                        .path("errors")
                        .get(0)
                        .path("field")
                        .asString())
                .isEqualTo("email");
    }

    @Test
    void a_login_gives_a_token_and_an_http_only_cookie() throws Exception {
        Browserless client = forum.client(0);
        String name = client.signUp();
        HttpResponse<String> login = client.token("")
                .send("POST", "/api/auth/login", "{\"username\":\"" + name + "\",\"password\":\"long enough\"}");
        assertThat(login.statusCode()).isEqualTo(200);
        assertThat(fields(login)).containsExactlyInAnyOrder("accessToken", "expiresIn", "tokenType");
        assertThat(login.headers().firstValue("Set-Cookie").orElseThrow())
                .matches("sid=[A-Za-z0-9_-]{43}; Path=/; HttpOnly; SameSite=Lax; Max-Age=28800");
        assertThat(login.headers().firstValue("Cache-Control")).contains("no-store");
    }

    @ParameterizedTest
    @CsvSource({"wrong password,%s", "long enough,nobody_of_this_name"})
    void a_wrong_name_or_password_looks_the_same(String password, String name) throws Exception {
        String body = "{\"username\":\"" + name.formatted(ownerName) + "\",\"password\":\"" + password + "\"}";
        JsonNode problem = problem(anonymous.send("POST", "/api/auth/login", body), 401, "unauthorized");
        assertThat(problem.path("detail").asString()).isEqualTo("The name or the password is wrong.");
    }

    @Test
    void a_logout_ends_the_token_on_every_instance() throws Exception {
        Browserless client = forum.client(0);
        client.signUp();
        Browserless elsewhere = forum.client(1).token(client.token());
        assertThat(elsewhere.get("/api/auth/csrf").statusCode()).isEqualTo(200);
        assertThat(client.send("POST", "/api/auth/logout", "").statusCode()).isEqualTo(204);
        problem(elsewhere.get("/api/auth/csrf"), 401, "unauthorized");
        problem(elsewhere.get("/api/feed"), 401, "unauthorized");
    }

    @Test
    void a_write_by_cookie_needs_the_csrf_token() throws Exception {
        Browserless client = forum.client(0);
        client.signUp();
        client.token("");
        String path = "/api/communities/" + community + "/membership";
        problem(client.send("POST", path, ""), 403, "forbidden");
        problem(client.send("POST", path, "", Map.of("X-CSRF-Token", "wrong")), 403, "forbidden");
        String token =
                Browserless.json(client.get("/api/auth/csrf")).path("token").asString();
        assertThat(client.send("POST", path, "", Map.of("X-CSRF-Token", token)).statusCode())
                .isEqualTo(204);
        assertThat(Browserless.json(client.get("/api/communities/" + community))
                        .path("joined")
                        .asBoolean())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Bearer garbage", "Bearer ", "Basic YTpi", "Bearer AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"})
    void a_bad_token_is_refused_even_on_public_reads(String header) throws Exception {
        for (String path : List.of("/api/feed", "/api/posts/" + post, "/api/users/" + ownerName, "/api/communities")) {
            HttpResponse<String> refused = anonymous.send("GET", path, "", Map.of("Authorization", header));
            problem(refused, 401, "unauthorized");
            assertThat(refused.headers().firstValue("WWW-Authenticate")).contains("Bearer");
        }
    }

    @Test
    void a_post_has_the_fields_of_the_contract() throws Exception {
        assertThat(fields(anonymous.get("/api/posts/" + post)))
                .containsExactly(
                        "id",
                        "community",
                        "author",
                        "title",
                        "body",
                        "score",
                        "views",
                        "commentCount",
                        "createdAt",
                        "editedAt",
                        "myVote");
        JsonNode shown = Browserless.json(anonymous.get("/api/posts/" + post));
        assertThat(shown.path("id").isString()).isTrue();
        assertThat(shown.path("createdAt").asString()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z");
        assertThat(shown.path("editedAt").isNull()).isTrue();
    }

    @Test
    void a_community_has_the_fields_of_the_contract() throws Exception {
        assertThat(fields(owner.get("/api/communities/" + community)))
                .containsExactly("name", "title", "description", "rules", "owner", "members", "createdAt", "joined");
    }

    @Test
    void a_user_has_the_fields_of_the_contract() throws Exception {
        assertThat(fields(anonymous.get("/api/users/" + ownerName)))
                .containsExactly("id", "username", "karma", "createdAt");
    }

    @Test
    void an_edit_is_seen_at_once_where_it_was_made_and_marks_the_post() throws Exception {
        String id = newPost("Before");
        assertThat(Browserless.json(owner.get("/api/posts/" + id)).path("title").asString())
                .isEqualTo("Before");
        HttpResponse<String> edited = owner.send("PATCH", "/api/posts/" + id, "{\"title\":\"After\"}");
        assertThat(edited.statusCode()).isEqualTo(200);
        JsonNode shown = Browserless.json(owner.get("/api/posts/" + id));
        assertThat(shown.path("title").asString()).isEqualTo("After");
        assertThat(shown.path("body").asString()).isEqualTo("Text");
        assertThat(shown.path("editedAt").isNull()).isFalse();
    }

    @Test
    void a_deleted_post_is_gone() throws Exception {
        String id = newPost("Short-lived");
        assertThat(owner.send("DELETE", "/api/posts/" + id, "").statusCode()).isEqualTo(204);
        problem(owner.get("/api/posts/" + id), 404, "not-found");
        problem(owner.send("PATCH", "/api/posts/" + id, "{\"title\":\"x\"}"), 404, "not-found");
        problem(owner.send("DELETE", "/api/posts/" + id, ""), 404, "not-found");
    }

    @Test
    void others_may_not_change_what_is_not_theirs_and_moderators_may() throws Exception {
        problem(stranger.send("PATCH", "/api/posts/" + post, "{\"title\":\"Mine\"}"), 403, "forbidden");
        problem(stranger.send("DELETE", "/api/posts/" + post, ""), 403, "forbidden");
        problem(stranger.send("PATCH", "/api/communities/" + community, "{\"title\":\"Mine\"}"), 403, "forbidden");
        String theirs = Browserless.json(stranger.send(
                        "POST", "/api/communities/" + community + "/posts", "{\"title\":\"Theirs\",\"body\":\"\"}"))
                .path("id")
                .asString();
        assertThat(owner.send("DELETE", "/api/posts/" + theirs, "").statusCode())
                .isEqualTo(204);
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /api/communities",
        "PATCH, /api/communities/%c",
        "POST, /api/communities/%c/membership",
        "DELETE, /api/communities/%c/membership",
        "POST, /api/communities/%c/posts",
        "PATCH, /api/posts/%p",
        "DELETE, /api/posts/%p",
        "POST, /api/auth/logout",
        "GET, /api/auth/csrf",
        "GET, /api/feed?joined=true",
    })
    void what_needs_a_user_refuses_nobody(String method, String path) throws Exception {
        problem(anonymous.send(method, fill(path), method.equals("GET") ? "" : "{}"), 401, "unauthorized");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "POST|/api/auth/register",
                "POST|/api/auth/login",
                "POST|/api/communities",
                "PATCH|/api/communities/%c",
                "POST|/api/communities/%c/posts",
                "PATCH|/api/posts/%p",
            })
    void a_body_that_is_not_exactly_right_is_refused(String method, String path) throws Exception {
        String target = fill(path);
        for (String body : List.of("", "{", "[]", "null", "\"text\"", "{\"title\":\"a\",\"title\":\"b\"}", "{} {}")) {
            problem(owner.send(method, target, body), 400, "validation");
        }
        JsonNode unknown = problem(owner.send(method, target, "{\"surprise\":1}"), 400, "validation");
        assertThat(unknown.path("errors").get(0).path("field").asString()).isEqualTo("surprise");
        String field = path.contains("auth") ? "password" : "title";
        for (String value : List.of("1", "true", "{}", "[\"a\"]", "1.5")) {
            JsonNode wrongType =
                    problem(owner.send(method, target, "{\"" + field + "\":" + value + "}"), 400, "validation");
            assertThat(wrongType.path("errors").get(0).path("field").asString()).isEqualTo(field);
        }
        problem(owner.send(method, target, "{}", Map.of("Content-Type", "text/plain")), 415, "unsupported-media-type");
        String large = "{\"title\":\"" + "x".repeat(300 * 1024) + "\"}";
        problem(owner.send(method, target, large), 413, "content-too-large");
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /api/posts/%p, 200, 405",
        "PATCH, /api/posts/%p, 200, 401",
        "PATCH, /api/nothing, 200, 404",
        "POST, /api/auth/login, 2000, 413",
        "POST, /api/communities/%c/membership, 200, 204",
    })
    void an_answer_arrives_although_the_client_is_still_sending(String method, String path, int kibibytes, int status)
            throws Exception {
        int length = kibibytes * 1024;
        String head = method + " " + fill(path) + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + (status == 401 ? "" : "Authorization: Bearer " + stranger.token() + "\r\n")
                + "Content-Length: " + length + "\r\n\r\n";
        for (int turn = 0; turn < 20; turn++) {
            try (Socket socket = new Socket("localhost", forum.instance(0).port())) {
                OutputStream out = socket.getOutputStream();
                out.write(head.getBytes(StandardCharsets.US_ASCII));
                out.write(new byte[length]);
                assertThat(firstLine(socket)).startsWith("HTTP/1.1 " + status);
            }
        }
    }

    @Test
    void an_answer_does_not_wait_long_for_a_body_that_stalls_or_trickles() throws Exception {
        try (Socket stalled = new Socket("localhost", forum.instance(0).port());
                Socket trickling = new Socket("localhost", forum.instance(0).port())) {
            byte[] head = "PATCH /api/posts/1 HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\nfew"
                    .getBytes(StandardCharsets.US_ASCII);
            stalled.getOutputStream().write(head);
            trickling.getOutputStream().write(head);
            ScheduledExecutorService drops = Executors.newSingleThreadScheduledExecutor();
            var unused = drops.scheduleAtFixedRate(() -> drip(trickling), 0, 100, TimeUnit.MILLISECONDS);
            assertThat(firstLine(stalled)).startsWith("HTTP/1.1 401");
            assertThat(firstLine(trickling)).startsWith("HTTP/1.1 401");
            drops.shutdownNow();
        }
    }

    @Test
    void who_asks_before_sending_a_body_is_refused_without_it() throws Exception {
        try (Socket socket = new Socket("localhost", forum.instance(0).port())) {
            String head = """
                    POST /api/auth/login HTTP/1.1
                    Host: localhost
                    Content-Type: application/json
                    Expect: 100-continue
                    Content-Length: 2000000

                    """.replace("\n", "\r\n");
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            assertThat(firstLine(socket)).startsWith("HTTP/1.1 413");
        }
    }

    private static void drip(Socket socket) {
        try {
            socket.getOutputStream().write('x');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String firstLine(Socket socket) throws IOException {
        socket.setSoTimeout(20_000);
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII)).readLine();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "POST|/api/auth/register|username|ab",
                "POST|/api/auth/register|username|Upper",
                "POST|/api/auth/register|username|%x21",
                "POST|/api/auth/register|email|no address",
                "POST|/api/auth/register|email|%x260@example.org",
                "POST|/api/auth/register|password|short",
                "POST|/api/auth/register|password|%x73",
                "POST|/api/auth/register|password|%e19",
                "POST|/api/communities|name|a-b",
                "POST|/api/communities|title|%x101",
                "POST|/api/communities|title|''",
                "POST|/api/communities|description|%x1001",
                "POST|/api/communities|rules|%x5001",
                "PATCH|/api/communities/%c|title|%x101",
                "PATCH|/api/communities/%c|name|renamed",
                "POST|/api/communities/%c/posts|title|%x301",
                "POST|/api/communities/%c/posts|title|'  '",
                "POST|/api/communities/%c/posts|body|%x40001",
                "POST|/api/communities/%c/posts|body|\\u0000",
                "POST|/api/communities/%c/posts|body|\\ud800",
                "PATCH|/api/posts/%p|title|%x301",
                "PATCH|/api/posts/%p|body|%x40001",
            })
    void a_value_outside_its_limits_is_named(String method, String path, String field, String value) throws Exception {
        String body = "{\"" + field + "\":\"" + repeat(value) + "\"}";
        JsonNode problem = problem(owner.send(method, fill(path), body), 400, "validation");
        assertThat(problem.path("errors").findValuesAsString("field")).contains(field);
    }

    @Test
    void values_at_their_limits_are_taken_and_characters_count_as_people_count() throws Exception {
        String title = "🌊".repeat(300);
        String created = "{\"title\":\"" + title + "\",\"body\":\"" + "é".repeat(40_000) + "\"}";
        HttpResponse<String> made = owner.send("POST", "/api/communities/" + community + "/posts", created);
        assertThat(made.statusCode()).isEqualTo(201);
        assertThat(Browserless.json(made).path("title").asString()).isEqualTo(title);
        assertThat(made.headers().firstValue("Location").orElseThrow())
                .isEqualTo("/api/posts/" + Browserless.json(made).path("id").asString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/posts/0",
                "/api/posts/-1",
                "/api/posts/abc",
                "/api/posts/99999999999999999999",
                "/api/posts/999999999",
                "/api/users/nobody_here",
                "/api/users/%27%20OR%201=1",
                "/api/communities/none_such",
                "/api/communities/none_such/posts",
                "/api/nothing",
                "/nothing",
            })
    void what_does_not_exist_is_not_found(String path) throws Exception {
        problem(anonymous.get(path), 404, "not-found");
    }

    @ParameterizedTest
    @CsvSource({
        "/api/feed?limit=0, limit",
        "/api/feed?limit=101, limit",
        "/api/feed?limit=ten, limit",
        "/api/feed?sort=best, sort",
        "/api/feed?joined=maybe, joined",
        "/api/feed?cursor=garbage, cursor",
        "/api/feed?cursor=aG90fE5hTnwx, cursor",
        "/api/feed?sort=top&cursor=aG90fDF8MQ, cursor",
        "/api/communities?cursor=aG90fDF8MQ, cursor",
        "/api/communities?cursor=Y29tbXVuaXRpZXN8fGEAYg, cursor",
    })
    void a_bad_parameter_is_named(String path, String parameter) throws Exception {
        JsonNode problem = problem(anonymous.get(path), 400, "validation");
        assertThat(problem.path("errors").get(0).path("field").asString()).isEqualTo(parameter);
    }

    @ParameterizedTest
    @CsvSource({"PUT, /api/feed", "DELETE, /api/auth/login", "POST, /health/live"})
    void a_method_that_is_not_there_is_refused(String method, String path) throws Exception {
        problem(anonymous.send(method, path, ""), 405, "method-not-allowed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"hot", "new", "top"})
    void cursors_walk_a_feed_once_and_to_its_end(String sort) throws Exception {
        String name = Browserless.freshName();
        owner.send("POST", "/api/communities", "{\"name\":\"" + name + "\",\"title\":\"Walked\"}");
        List<String> written = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            written.add(
                    0,
                    Browserless.json(owner.send(
                                    "POST",
                                    "/api/communities/" + name + "/posts",
                                    "{\"title\":\"" + i + "\",\"body\":\"\"}"))
                            .path("id")
                            .asString());
        }
        String base = "/api/communities/" + name + "/posts?limit=3&sort=" + sort;
        Eventually.holds(() -> assertThat(Browserless.json(anonymous.get(base.replace("limit=3", "limit=100")))
                        .path("items"))
                .hasSize(7));
        List<String> walked = new ArrayList<>();
        JsonNode page = Browserless.json(anonymous.get(base));
        while (true) {
            walked.addAll(page.path("items").findValuesAsString("id"));
            if (page.path("nextCursor").isNull()) {
                break;
            }
            page = Browserless.json(
                    anonymous.get(base + "&cursor=" + page.path("nextCursor").asString()));
        }
        assertThat(walked).isEqualTo(written);
    }

    @Test
    void the_joined_feed_shows_what_the_caller_has_joined() throws Exception {
        Browserless member = forum.client(1);
        member.signUp();
        assertThat(Browserless.json(member.get("/api/feed?joined=true")).path("items"))
                .isEmpty();
        member.send("POST", "/api/communities/" + community + "/membership", "");
        member.send("POST", "/api/communities/" + community + "/membership", "");
        Eventually.holds(() -> assertThat(Browserless.json(member.get("/api/feed?joined=true"))
                        .path("items")
                        .findValuesAsString("id"))
                .contains(post));
        member.send("DELETE", "/api/communities/" + community + "/membership", "");
        Eventually.holds(() -> assertThat(
                        Browserless.json(member.get("/api/feed?joined=true")).path("items"))
                .isEmpty());
    }

    @Test
    void cursors_walk_posts_of_different_scores() throws Exception {
        String name = Browserless.freshName();
        owner.send("POST", "/api/communities", "{\"name\":\"" + name + "\",\"title\":\"Scored\"}");
        List<String> best = new ArrayList<>();
        for (int score : new int[] {-3, 7, 7, 40, 2_000_000}) {
            String id = newPost(name, "Scored " + score);
            forum.execute("UPDATE post SET score = " + score + ", hot = hot_rank(" + score + ", created_at) WHERE id = "
                    + id);
            best.add(0, id);
        }
        for (String sort : List.of("top", "hot")) {
            String base = "/api/communities/" + name + "/posts?limit=1&sort=" + sort;
            Eventually.holds(() -> assertThat(walk(base)).isEqualTo(best));
        }
        problem(anonymous.get("/api/feed?sort=top&cursor=dG9wfDB4MXAzfDU"), 400, "validation");
    }

    private static List<String> walk(String base) throws Exception {
        List<String> walked = new ArrayList<>();
        JsonNode page = Browserless.json(anonymous.get(base));
        walked.addAll(page.path("items").findValuesAsString("id"));
        while (!page.path("nextCursor").isNull()) {
            page = Browserless.json(
                    anonymous.get(base + "&cursor=" + page.path("nextCursor").asString()));
            walked.addAll(page.path("items").findValuesAsString("id"));
        }
        return walked;
    }

    @Test
    void members_are_counted_once_each() throws Exception {
        String name = Browserless.freshName();
        owner.send("POST", "/api/communities", "{\"name\":\"" + name + "\",\"title\":\"Counted\"}");
        String path = "/api/communities/" + name + "/membership";
        for (int i = 0; i < 3; i++) {
            stranger.send("POST", path, "");
        }
        assertThat(members(name)).isEqualTo(2);
        stranger.send("DELETE", path, "");
        stranger.send("DELETE", path, "");
        assertThat(members(name)).isEqualTo(1);
    }

    private static int members(String name) throws Exception {
        return Browserless.json(owner.get("/api/communities/" + name))
                .path("members")
                .asInt();
    }

    @Test
    void a_name_is_taken_once_by_many_who_want_it_at_the_same_time() throws Exception {
        String name = Browserless.freshName();
        String account =
                "{\"username\":\"" + name + "\",\"email\":\"%d" + name + "@example.org\",\"password\":\"long enough\"}";
        List<Integer> answers = Race.of(
                8,
                number -> forum.client(number % 2)
                        .send("POST", "/api/auth/register", account.formatted(number))
                        .statusCode());
        assertThat(answers).containsOnlyOnce(201).containsOnly(201, 409);
    }

    @Test
    void what_is_cached_is_what_was_written_last_however_writes_cross() throws Exception {
        Browserless[] writers = {
            forum.client(0).token(owner.token()), forum.client(1).token(owner.token())
        };
        for (int round = 0; round < 15; round++) {
            String id = newPost(community, "Fought over");
            String path = "/api/posts/" + id;
            Race.of(
                    6,
                    number -> writers[number % 2]
                            .send("PATCH", path, "{\"title\":\"By " + number + "\"}")
                            .statusCode());
            String last = forum.value("SELECT title FROM post WHERE id = " + id);
            for (Browserless reader : writers) {
                Eventually.holds(() -> assertThat(
                                Browserless.json(reader.get(path)).path("title").asString())
                        .isEqualTo(last));
            }
            Race.of(
                    3,
                    number -> number == 0
                            ? writers[0].send("DELETE", path, "").statusCode()
                            : writers[1]
                                    .send("PATCH", path, "{\"title\":\"Late\"}")
                                    .statusCode());
            for (Browserless reader : writers) {
                Eventually.holds(() -> assertThat(reader.get(path).statusCode()).isEqualTo(404));
            }
        }
    }

    @Test
    void a_large_body_is_refused_also_where_none_is_read_and_in_any_wrapping() throws Exception {
        String large = "x".repeat(300 * 1024);
        problem(owner.send("POST", "/api/communities/" + community + "/membership", large), 413, "content-too-large");
        Map<String, String> multipart = Map.of("Content-Type", "multipart/form-data; boundary=b");
        assertThat(anonymous.send("POST", "/login", large, multipart).statusCode())
                .isEqualTo(413);
        assertThat(anonymous.send("POST", "/login", "--b--", multipart).statusCode())
                .isEqualTo(415);
    }

    @Test
    void head_answers_as_get_would() throws Exception {
        for (String path : List.of("/api/posts/" + post, "/api/posts/999999", "/health/live", "/login")) {
            HttpResponse<String> head = anonymous.send("HEAD", path, "");
            assertThat(head.statusCode()).as(path).isEqualTo(anonymous.get(path).statusCode());
            assertThat(head.body()).isEmpty();
        }
    }

    @Test
    void what_the_server_itself_refuses_is_a_problem_too() throws Exception {
        HttpResponse<String> refused = anonymous.send("GET", "/api/feed", "", Map.of("X-Large", "x".repeat(20_000)));
        assertThat(refused.statusCode()).isEqualTo(431);
        assertThat(refused.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(refused.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        HttpResponse<String> method = anonymous.send("PUT", "/api/feed", "");
        assertThat(method.headers().firstValue("Allow").orElseThrow()).contains("GET");
    }

    @Test
    void a_method_of_the_clients_own_makes_no_meter() throws Exception {
        anonymous.send("INVENTED", "/api/feed", "");
        Eventually.holds(() -> assertThat(anonymous.get("/metrics").body()).contains("method=\"OTHER\""));
        assertThat(anonymous.get("/metrics").body()).doesNotContain("INVENTED");
    }

    @Test
    void no_answer_tells_of_the_inside() throws Exception {
        for (String path : List.of("/api/posts/abc", "/api/feed?cursor=x", "/nothing", "/api/users/'")) {
            assertThat(anonymous.get(path.replace("'", "%27")).body())
                    .doesNotContain("Exception")
                    .doesNotContain("\tat ")
                    .doesNotContain("org.")
                    .doesNotContain("SELECT");
        }
    }

    private static String newPost(String title) throws Exception {
        return newPost(community, title);
    }

    private static String newPost(String where, String title) throws Exception {
        return Browserless.json(owner.send(
                        "POST",
                        "/api/communities/" + where + "/posts",
                        "{\"title\":\"" + title + "\",\"body\":\"Text\"}"))
                .path("id")
                .asString();
    }

    private static String fill(String path) {
        return path.replace("%c", community).replace("%p", post);
    }

    /** {@code %x301} is 301 letters, {@code %e19} nineteen emoji. */
    private static String repeat(String value) {
        if (value.matches("%[xe]\\d+.*")) {
            String digits = value.replaceAll("%[xe](\\d+).*", "$1");
            String rest = value.substring(2 + digits.length());
            return (value.charAt(1) == 'x' ? "x" : "🌊").repeat(Integer.parseInt(digits)) + rest;
        }
        return value;
    }

    private static List<String> fields(HttpResponse<String> response) {
        return List.copyOf(Browserless.json(response).propertyNames());
    }

    private static JsonNode problem(HttpResponse<String> response, int status, String name) {
        assertThat(response.statusCode())
                .as(response.request().uri() + " " + response.body())
                .isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
        JsonNode problem = Browserless.json(response);
        assertThat(problem.path("type").asString()).isEqualTo("/problems/" + name);
        assertThat(problem.path("status").asInt()).isEqualTo(status);
        assertThat(problem.path("title").asString()).isNotBlank();
        assertThat(problem.path("detail").asString()).isNotBlank();
        return problem;
    }
}
