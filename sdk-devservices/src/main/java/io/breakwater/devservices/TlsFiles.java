package io.breakwater.devservices;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * A self-signed certificate of this JVM's servers, for 127.0.0.1 and localhost, and its key: as PEM files, and as what a
 * client trusts.
 *
 * @param certificate a PEM file
 * @param key a PEM file that only this user may read
 * @param context trusts that certificate alone
 */
record TlsFiles(Path certificate, Path key, SSLContext context) {

    private static final String ALIAS = "redis";

    private static @Nullable TlsFiles ofThisJvm;

    static synchronized TlsFiles ofThisJvm() {
        TlsFiles files = ofThisJvm;
        if (files == null) {
            files = make(WorkFolder.temporary("tls"));
            ofThisJvm = files;
        }
        return files;
    }

    void copyTo(RedisFolder folder) {
        try {
            Files.copy(certificate, folder.certificate());
            Files.copy(key, folder.key(), StandardCopyOption.COPY_ATTRIBUTES);
        } catch (IOException e) {
            throw WorkFolder.unwritable(folder.path(), e);
        }
    }

    private static TlsFiles make(Path folder) {
        try {
            String password = UUID.randomUUID().toString();
            KeyStore store = generate(folder, password);
            Certificate certificate = store.getCertificate(ALIAS);
            Path certificateFile = folder.resolve("redis.crt");
            Path keyFile = folder.resolve("redis.key");
            WorkFolder.write(certificateFile, pem("CERTIFICATE", certificate.getEncoded()));
            byte[] key = store.getKey(ALIAS, password.toCharArray()).getEncoded();
            WorkFolder.writeSecret(keyFile, pem("PRIVATE KEY", key));
            return new TlsFiles(certificateFile, keyFile, trusting(certificate));
        } catch (IOException | GeneralSecurityException e) {
            throw new DevServicesException("Cannot make a certificate: " + e.getMessage(), e);
        }
    }

    /** The JDK has no other door to a certificate of one's own than its keytool. */
    private static KeyStore generate(Path folder, String password) throws IOException, GeneralSecurityException {
        Path storeFile = folder.resolve("redis.p12");
        Path passwordFile = folder.resolve("password");
        WorkFolder.writeSecret(passwordFile, password);
        Command.run(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                ALIAS,
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=ip:127.0.0.1,dns:localhost",
                "-ext",
                "bc=ca:true",
                "-validity",
                "30",
                "-startdate",
                "-1d",
                "-storetype",
                "PKCS12",
                "-keystore",
                storeFile.toString(),
                "-storepass:file",
                passwordFile.toString()));
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream content = Files.newInputStream(storeFile)) {
            store.load(content, password.toCharArray());
        }
        Files.delete(storeFile);
        Files.delete(passwordFile);
        return store;
    }

    private static SSLContext trusting(Certificate certificate) throws IOException, GeneralSecurityException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry(ALIAS, certificate);
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    private static String pem(String kind, byte[] content) {
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        return "-----BEGIN " + kind + "-----\n" + base64 + "\n-----END " + kind + "-----\n";
    }
}
