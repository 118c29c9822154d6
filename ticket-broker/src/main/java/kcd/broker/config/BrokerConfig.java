package kcd.broker.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import kcd.revocation.RevocationConfig;
import kcd.service.secret.SecretsConfig;
import kcd.service.tracing.TracingConfig;
import kcd.service.trust.ClientTrustConfig;

/** The broker's settings as an administrator writes them; {@link BrokerSettings} is what becomes of them. */
@ConfigMapping(prefix = "kcd")
public interface BrokerConfig {

    ServiceAccount serviceAccount();

    /** By realm, upper case; a realm with dots is quoted in the key. */
    Map<String, Domain> domains();

    /** Realms by UPN suffix that is no realm: a hint that saves a question to the domain controllers. */
    Map<String, String> upnSuffixes();

    Identity identity();

    Kerberos kerberos();

    CertificateMapping certificateMapping();

    /** By a name of the administrator's choice; it appears in the audit log. */
    Map<String, Caller> callers();

    ClientCertificates clientCertificates();

    RevocationConfig revocation();

    Kdc kdc();

    Tickets tickets();

    /** How the broker ends. */
    Drain drain();

    /** Where spans go, if any are made. */
    TracingConfig tracing();

    /** What secrets in here are encrypted with. */
    SecretsConfig secrets();

    /** What happens after SIGTERM. */
    interface Drain {
        /**
         * How long calls are still taken while readiness is off: the edges notice by the name server, and ask others.
         * Calls under way at its end are finished.
         */
        @WithDefault("3s")
        String notice();
    }

    /** The account that may act for users. */
    interface ServiceAccount {
        /** {@code SVC_awseg@WORLDWIDE.CORP}. */
        Optional<String> principal();

        /** Keytab file; better than the password, since it need not be derived into keys anew. */
        Optional<String> keytab();

        /** Instead of the keytab. */
        Optional<String> password();

        /** For domains that refuse authentication outside FAST armour; none unless set. */
        Armor armor();
    }

    /** A second account of the same realm; its ticket armours the first one's authentication. */
    interface Armor {
        Optional<String> principal();

        Optional<String> keytab();
    }

    /** One domain of the forest, or one trusted by it. */
    interface Domain {
        /**
         * Host names or IP addresses, each with a port if it is not 88; the first is preferred among equals. Or the one
         * word {@code dns}: the service records of {@code _kerberos._tcp.REALM} name them.
         */
        Optional<List<String>> domainControllers();
    }

    /** How a certificate names its user. */
    interface Identity {
        /** Off, because a common name is whatever the enrolling party typed; SEG enable.upn.lookup.from.subject.cn. */
        @WithDefault("false")
        String fromSubjectCn();

        /**
         * Reads a UPN whose suffix is a configured realm as the name of an account there. Off, because it lets a UPN open
         * the mailbox of another user whose account name it resembles; on only for KDCs that know no enterprise names.
         */
        @WithDefault("false")
        String upnIsAccountName();

        /**
         * {@code off}, {@code warn} or {@code enforce}: whether the SID in the certificate, or from the directory, must be
         * the account's in the ticket's PAC. Off as in SEG; enforce is better wherever the CA writes SIDs (KB5014754).
         */
        @WithDefault("off")
        String sidCheck();

        /** Off: certificates issued before the CA wrote SIDs go on working until they are renewed. */
        @WithDefault("false")
        String sidRequired();
    }

    /** How old the cryptography may be. */
    interface Kerberos {
        /**
         * Off: an RC4 key is the unsalted hash of a password, and whoever has a ticket under one tries passwords by the
         * billion (RFC 8429). On only until the account, or the target, that has no other key is given an AES one.
         */
        @WithDefault("false")
        String allowRc4();
    }

    /** Whose certificate it is, by the directory. */
    interface CertificateMapping {
        /** Off as in SEG: the user principal name in the certificate decides. */
        @WithDefault("false")
        String enabled();

        /** Off, other than SEG: a certificate that the directory does not know is refused. */
        @WithDefault("false")
        String fallbackToUpn();

        /** In the order in which they are tried; the first that knows the certificate decides. */
        @WithDefault("user-certificate")
        List<String> sources();

        /** How long a disabled account, or a certificate taken off one, may still be mapped. */
        @WithDefault("10m")
        String cachedFor();

        /** How long after publishing a certificate its user may still be refused. */
        @WithDefault("60s")
        String unknownCachedFor();

        Ldap ldap();
    }

    /** The directory to ask. */
    interface Ldap {
        /** {@code ldaps://dc1:3269/dc=worldwide,dc=corp}; several of the same content separated by commas. */
        Optional<String> url();

        /** Protects {@code ldap://} before the password is sent. */
        @WithDefault("false")
        String startTls();

        /** Off: the password is the service account's, which opens every mailbox. */
        @WithDefault("false")
        String allowPlaintext();

        /** By distinguished name; SEG cert.mapping.ldap.user. */
        Optional<String> user();

        /** The service account's if not set, as in SEG. */
        Optional<String> password();

        /** Instead: a file that is read for each bind, so that a new password needs no restart. */
        Optional<String> passwordFile();

        /** What the server names if not set; a global catalog is searched over all its domains. */
        Optional<String> baseDn();

        /** PEM files; the JDK's if not set. */
        Optional<List<String>> trustStore();

        /** To each server. */
        @WithDefault("8")
        String connections();

        @WithDefault("2s")
        String connectTimeout();

        /** Without an index on userCertificate a large directory takes its time. */
        @WithDefault("3s")
        String answerTimeout();
    }

    /** A service that may ask for tokens. */
    interface Caller {
        /** DNS names or URIs in the subject alternative names of its certificate; any one of them will do. */
        Optional<List<String>> san();

        /** {@code HTTP/mail.example.com}; each in full, for a wildcard would let one edge reach every service. */
        Optional<List<String>> allowedSpns();

        /** Off: with it, whoever holds this caller's key can act as any user. */
        @WithDefault("false")
        String mayAssertUpn();

        /** Off: explanations tell of accounts and trusts, and each one costs the domain controllers work. */
        @WithDefault("false")
        String mayExplain();

        /**
         * A bucket that holds one second's worth; {@code none} for no limit. By default as many as one realm's controllers
         * may be asked: enough for all phones of a large site, and too few to collect tokens of all users at once.
         */
        @WithDefault("500")
        String maxMintsPerSecond();
    }

    /** Whose certificates are users' certificates. */
    interface ClientCertificates extends ClientTrustConfig {
        /** Which CA may issue users of which domain, by a name of the administrator's choice. None: any CA any user. */
        Map<String, Issuer> issuers();
    }

    /** A CA, by one of three handles, and the users it may issue. */
    interface Issuer {
        /** File of the CA's certificate, root or intermediate: this very one. */
        Optional<String> certificate();

        /** Its subject, as RFC 4514 writes names: survives a renewal of the CA. */
        Optional<String> subject();

        /** SHA-256 of its certificate. */
        Optional<String> sha256();

        /** The UPN suffixes, realms among them, that certificates below this CA may carry. */
        Optional<List<String>> upnSuffixes();
    }

    /** How long to wait for domain controllers, and how much to ask of them. */
    interface Kdc {
        /** Long enough for a controller across an ocean and one lost packet. */
        @WithDefault("2s")
        String connectTimeout();

        /** For one controller. */
        @WithDefault("5s")
        String answerTimeout();

        /** Over all controllers of a realm; below the deadline that the edge gives a request. */
        @WithDefault("10s")
        String totalTimeout();

        /** Of one broker to one realm; a controller answers some thousands, and others ask it too. */
        @WithDefault("500")
        String requestsPerSecond();

        /** At once after a quiet time; a user new to the broker takes two. */
        @WithDefault("1000")
        String burst();
    }

    /** How many tickets are kept, and how close to their end. */
    interface Tickets {
        /** Users' tickets in memory; a ticket takes a few KiB. */
        @WithDefault("30000")
        String maxCached();

        /** Bytes of memory for them, per kind; a quarter of the heap if not set. */
        Optional<String> maxBytes();

        /** Kerberos' customary tolerance between clocks. */
        @WithDefault("5m")
        String skew();
    }
}
