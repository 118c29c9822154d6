package kcd.crl.fetch;

/**
 * What a server said about the copy it gave, to ask next time whether there is a newer one (RFC 9110 section 13).
 *
 * @param etag its ETag, empty if it had none
 * @param lastModified its Last-Modified, empty if it had none
 */
public record Validators(String etag, String lastModified) {

    /** Nothing: the next request asks for the list whatever it is. */
    public static final Validators NONE = new Validators("", "");
}
