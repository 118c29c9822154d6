package kcd.crl.config;

import kcd.service.SegName;
import kcd.service.SegNames;

/** What Secure Email Gateway V2 calls settings of crl-service. */
public final class CrlSegNames extends SegNames {

    public CrlSegNames() {
        super(
                new SegName("remote.crl.distribution.http.uris", "kcd.crl.distribution-points"),
                new SegName("remote.crl.fetch.interval.in.minutes", "kcd.crl.fetch-interval", "m"),
                new SegName(
                        "fail.hard.on.crl.download.failure.during.server.startup",
                        "kcd.crl.fail-start-on-download-failure"),
                new SegName("cert.based.auth.crl.files.parent.dir.path", "kcd.crl.directory"));
    }
}
