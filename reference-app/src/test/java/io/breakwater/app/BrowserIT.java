package io.breakwater.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.support.ui.ExpectedConditions;
import org.openqa.selenium.support.ui.Select;
import org.openqa.selenium.support.ui.WebDriverWait;

/** A person with a browser, on a telephone and at a desk. */
class BrowserIT {

    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
    private static final Path SCREENSHOTS = Path.of("target", "screenshots");

    private static TestForum forum;

    @BeforeAll
    static void start() throws Exception {
        boolean there = Files.isExecutable(CHROMIUM) && Files.isExecutable(DRIVER);
        if (!there) {
            System.out.println(
                    "Skipped: no browser. Install Debian's packages chromium and chromium-driver to run BrowserIT.");
        }
        assumeTrue(there, "no " + CHROMIUM + " and " + DRIVER);
        forum = TestForum.shared();
        Files.createDirectories(SCREENSHOTS);
    }

    @AfterAll
    static void stop() {
        if (forum != null) {
            forum.close();
        }
    }

    @Test
    void somebody_joins_founds_a_community_posts_and_another_reads_it_elsewhere() throws Exception {
        String name = Browserless.freshName();
        String postPath;
        try (Browser browser = new Browser(1440)) {
            browser.open(0, "/register");
            browser.type("username", name);
            browser.type("email", name + "@example.org");
            browser.type("password", "long enough");
            browser.submit();
            browser.awaitText(".me", name);

            browser.open(0, "/communities");
            browser.type("name", name);
            browser.type("title", "Harbour talk");
            browser.type("description", "Ships, gulls and weather");
            browser.submit();
            browser.awaitText("h1", "Harbour talk");

            browser.open(0, "/submit?community=" + name);
            new Select(browser.driver.findElement(By.name("community"))).selectByValue(name);
            browser.type("title", "First light over the pier <3");
            browser.type("body", "Two seals.\n\nAnd a very proud gull.");
            browser.submit();
            browser.awaitText("h1", "First light over the pier <3");
            postPath = browser.path();
            browser.shoot("post-1440");

            browser.driver.findElement(By.linkText("Edit")).click();
            browser.type("body", " Edited.");
            browser.submit();
            browser.awaitText(".text", "Edited.");

            browser.driver
                    .findElement(By.cssSelector("form[action='/logout'] button"))
                    .click();
            browser.awaitText(".bar-nav", "Log in");
        }
        try (Browser browser = new Browser(360)) {
            browser.open(1, "/login");
            browser.shoot("login-360");
            browser.type("username", name);
            browser.type("password", "long enough");
            browser.submit();
            browser.awaitText(".me", name);
            browser.open(1, postPath);
            browser.awaitText(".text", "And a very proud gull.");
            browser.shoot("post-360");
            browser.open(1, "/");
            browser.awaitText("h1", "All communities");
            browser.shoot("feed-360");
        }
    }

    @Test
    void a_wrong_password_is_said_on_the_page_and_the_name_is_kept() throws Exception {
        try (Browser browser = new Browser(360)) {
            browser.open(0, "/login");
            browser.type("username", "somebody");
            browser.type("password", "wrong password");
            browser.submit();
            browser.awaitText("[role=alert]", "The name or the password is wrong.");
            assertThat(browser.driver.findElement(By.name("username")).getAttribute("value"))
                    .isEqualTo("somebody");
        }
    }

    @Test
    void a_page_that_is_not_there_says_so() throws Exception {
        try (Browser browser = new Browser(1440)) {
            browser.open(0, "/c/none_such");
            browser.awaitText("h1", "Not found");
            browser.shoot("error-1440");
        }
    }

    private static final class Browser implements AutoCloseable {

        private final ChromeDriver driver;
        private final Path profile;

        Browser(int width) throws Exception {
            profile = Files.createTempDirectory("breakwater-browser-");
            ChromeOptions options = new ChromeOptions();
            options.setBinary(CHROMIUM.toFile());
            options.addArguments(
                    "--headless",
                    "--no-sandbox",
                    "--disable-gpu",
                    "--disable-quic",
                    "--no-first-run",
                    "--disable-background-networking",
                    "--disable-component-update",
                    "--disable-sync",
                    "--user-data-dir=" + profile);
            ChromeDriverService service = new ChromeDriverService.Builder()
                    .usingDriverExecutable(new File(DRIVER.toString()))
                    .usingAnyFreePort()
                    .build();
            driver = new ChromeDriver(service, options);
            driver.executeCdpCommand(
                    "Emulation.setDeviceMetricsOverride",
                    Map.of("width", width, "height", 900, "deviceScaleFactor", 1, "mobile", width < 500));
        }

        void open(int instance, String path) {
            driver.get("http://localhost:" + forum.instance(instance).port() + path);
        }

        String path() {
            return URI.create(driver.getCurrentUrl()).getPath();
        }

        void type(String field, String text) {
            driver.findElement(By.cssSelector("main [name=" + field + "]")).sendKeys(text);
        }

        void submit() {
            driver.findElement(By.cssSelector("main form.form button[type=submit]"))
                    .click();
        }

        void awaitText(String selector, String text) {
            new WebDriverWait(driver, Duration.ofSeconds(20))
                    .until(ExpectedConditions.textToBePresentInElementLocated(By.cssSelector(selector), text));
        }

        /** Saves what is seen; no page may be wider than its screen. */
        void shoot(String name) throws Exception {
            Object overflow = driver.executeScript(
                    "return document.documentElement.scrollWidth - document.documentElement.clientWidth");
            assertThat(overflow).as("pixels beyond the screen on " + name).isEqualTo(0L);
            Files.write(SCREENSHOTS.resolve(name + ".png"), driver.getScreenshotAs(OutputType.BYTES));
        }

        @Override
        public void close() throws Exception {
            driver.quit();
            try (var files = Files.walk(profile)) {
                files.sorted(Comparator.reverseOrder())
                        .forEach(file -> file.toFile().delete());
            }
        }
    }
}
