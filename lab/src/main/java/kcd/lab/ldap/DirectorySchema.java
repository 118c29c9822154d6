package kcd.lab.ldap;

import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.schema.Schema;
import com.unboundid.ldif.LDIFException;
import java.util.Objects;

/// The standard schema with the attributes of Active Directory that the gateway reads. MS-ADSC, MS-ADA1 to 3.
final class DirectorySchema {

    private static final String TEXT = "EQUALITY caseIgnoreMatch SYNTAX 1.3.6.1.4.1.1466.115.121.1.15";
    private static final String BYTES = "EQUALITY octetStringMatch SYNTAX 1.3.6.1.4.1.1466.115.121.1.40";

    private DirectorySchema() {}

    static Schema create() throws LDAPException, LDIFException {
        return Objects.requireNonNull(Schema.mergeSchemas(
                Schema.getDefaultStandardSchema(),
                new Schema(new Entry(
                        "dn: cn=schema",
                        "objectClass: top",
                        "objectClass: ldapSubentry",
                        "objectClass: subschema",
                        "cn: schema",
                        attribute("1.2.840.113556.1.4.221", "sAMAccountName", TEXT + " SINGLE-VALUE"),
                        // A DN in Active Directory, which takes the short name in filters all the same.
                        attribute("1.2.840.113556.1.4.782", "objectCategory", TEXT + " SINGLE-VALUE"),
                        attribute("1.2.840.113556.1.4.656", "userPrincipalName", TEXT + " SINGLE-VALUE"),
                        attribute("1.2.840.113556.1.4.771", "servicePrincipalName", TEXT),
                        attribute("1.2.840.113556.1.4.867", "altSecurityIdentities", TEXT),
                        attribute("1.2.840.113556.1.4.146", "objectSid", BYTES + " SINGLE-VALUE"),
                        attribute(
                                "1.2.840.113556.1.4.8",
                                "userAccountControl",
                                "EQUALITY integerMatch SYNTAX 1.3.6.1.4.1.1466.115.121.1.27 SINGLE-VALUE"),
                        // The standard schema gives certificates no equality rule, so this server would compare them
                        // as text, and many a wrong certificate would match.
                        attribute("2.5.4.36", "userCertificate", BYTES),
                        "objectClasses: ( 1.2.840.113556.1.5.9 NAME 'user' SUP inetOrgPerson STRUCTURAL MAY ("
                                + " sAMAccountName $ objectCategory $ userPrincipalName $ servicePrincipalName $ userAccountControl"
                                + " $ altSecurityIdentities $ objectSid ) )"))));
    }

    private static String attribute(String oid, String name, String rest) {
        return "attributeTypes: ( " + oid + " NAME '" + name + "' " + rest + " )";
    }
}
