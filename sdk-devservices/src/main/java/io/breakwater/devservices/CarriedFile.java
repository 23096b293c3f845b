package io.breakwater.devservices;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;

/** A file that a Maven dependency carries: a class path resource with an identity that changes with its content. */
final class CarriedFile {

    private final String name;
    private final URL url;

    private CarriedFile(String name, URL url) {
        this.name = name;
        this.url = url;
    }

    static CarriedFile find(String name, String artifact) {
        URL url = ClassLoader.getSystemResource(name);
        if (url == null) {
            url = CarriedFile.class.getClassLoader().getResource(name);
        }
        if (url == null) {
            throw new DevServicesException("Missing " + name + " on the class path: " + artifact
                    + " is not there or was damaged in the download; delete it from the local Maven repository and build"
                    + " again");
        }
        return at(name, url);
    }

    static CarriedFile at(String name, URL url) {
        return new CarriedFile(name, url);
    }

    /** The name with the checksum that the jar's directory holds: reading it costs no pass over the content. */
    String identity() {
        try {
            URLConnection connection = url.openConnection();
            if (connection instanceof JarURLConnection jar) {
                return name + "-" + Long.toHexString(jar.getJarEntry().getCrc());
            }
            return name + "-" + Long.toHexString(connection.getLastModified());
        } catch (IOException e) {
            throw damaged(e);
        }
    }

    /** Copies the content, and notices when it is not what the jar's directory says. */
    void copyTo(Path target) throws IOException {
        try (CheckedInputStream content = new CheckedInputStream(open(), new CRC32())) {
            Files.copy(content, target);
            if (url.openConnection() instanceof JarURLConnection jar
                    && jar.getJarEntry().getCrc() != content.getChecksum().getValue()) {
                throw damaged(new IOException("checksum mismatch"));
            }
        }
    }

    InputStream open() {
        try {
            return new BufferedInputStream(url.openStream());
        } catch (IOException e) {
            throw damaged(e);
        }
    }

    /** What went wrong in unpacking: the place had no room, or else the content is not right. */
    IOException blame(IOException failure) {
        String reason = String.valueOf(failure.getMessage());
        if (failure instanceof FileSystemException || reason.contains("No space left") || reason.contains("quota")) {
            return failure;
        }
        throw damaged(failure);
    }

    DevServicesException damaged(IOException cause) {
        return new DevServicesException(
                "Damaged download " + url + " (" + cause.getMessage()
                        + "): delete the jar from the local Maven repository and build again",
                cause);
    }
}
