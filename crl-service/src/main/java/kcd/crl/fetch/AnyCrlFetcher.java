package kcd.crl.fetch;

/** Gets each list the way its URL says: from a directory, or by HTTP. */
public final class AnyCrlFetcher implements CrlFetcher {

    private final CrlFetcher web;
    private final CrlFetcher directory;

    public AnyCrlFetcher(CrlFetcher web, CrlFetcher directory) {
        this.web = web;
        this.directory = directory;
    }

    @Override
    public FetchResult fetch(DistributionPoint point, Validators known) throws InterruptedException {
        return (PointUrl.isDirectory(point.url()) ? directory : web).fetch(point, known);
    }
}
