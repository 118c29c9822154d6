package kcd.kerberos.pac;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import kcd.kerberos.pac.NdrReader.ArrayPointer;
import kcd.kerberos.pac.NdrReader.UnicodeString;
import kcd.kerberos.wire.MalformedMessageException;

/**
 * What the user's domain says of the account: KERB_VALIDATION_INFO. MS-PAC section 2.5.
 *
 * @param user the account's SID, if the structure names one
 * @param accountName the sAMAccountName
 * @param accountControl the account's flags
 * @param groups primary group, groups of the user's domain, SIDs from elsewhere, resource groups
 */
public record LogonInfo(Optional<Sid> user, String accountName, AccountControl accountControl, SidSet groups) {

    static LogonInfo read(PacCursor buffer) throws MalformedMessageException {
        NdrReader in = NdrReader.open(buffer);
        return Fixed.read(in).follow(in);
    }

    /** The structure itself; what its pointers point to comes behind it, in the order of the pointers. */
    private record Fixed(
            List<UnicodeString> accountStrings,
            int userId,
            int primaryGroupId,
            ArrayPointer groups,
            int userFlags,
            List<UnicodeString> logonStrings,
            int accountControl,
            ArrayPointer extraSids,
            boolean hasResourceDomain,
            ArrayPointer resourceGroups) {

        /** The D and H bits of UserFlags: without them the arrays mean nothing. */
        private static final int EXTRA_SIDS = 0x20;

        private static final int RESOURCE_GROUPS = 0x200;

        /** Logon, logoff and kick-off, and three times of the password. */
        private static final int TIMES = 6 * 8;

        private static final int LOGON_COUNTS = 2 * 2;
        private static final int SESSION_KEY = 16;
        private static final int RESERVED1 = 8;
        /** SubAuthStatus, the times of two logons, the count of failed ones, Reserved3. */
        private static final int LOGON_HISTORY = 4 + 8 + 8 + 4 + 4;

        static Fixed read(NdrReader in) throws MalformedMessageException {
            in.skip(TIMES);
            // EffectiveName, then FullName, LogonScript, ProfilePath, HomeDirectory, HomeDirectoryDrive
            List<UnicodeString> accountStrings = strings(in, 6);
            in.skip(LOGON_COUNTS);
            int userId = in.bits32();
            int primaryGroupId = in.bits32();
            ArrayPointer groups = in.array("groups");
            int userFlags = in.bits32();
            in.skip(SESSION_KEY);
            // LogonServer, LogonDomainName
            List<UnicodeString> logonStrings = strings(in, 2);
            if (!in.pointer()) {
                throw new MalformedMessageException("an account without a domain");
            }
            in.skip(RESERVED1);
            int accountControl = in.bits32();
            in.skip(LOGON_HISTORY);
            return new Fixed(
                    accountStrings,
                    userId,
                    primaryGroupId,
                    groups,
                    userFlags,
                    logonStrings,
                    accountControl,
                    in.array("extra SIDs"),
                    in.pointer(),
                    in.array("resource groups"));
        }

        LogonInfo follow(NdrReader in) throws MalformedMessageException {
            String accountName = texts(in, accountStrings).getFirst();
            List<Integer> groupIds = in.rids(groups);
            texts(in, logonStrings);
            Sid domain = in.domainSid();
            List<Sid> extra = in.sids(extraSids);
            List<Sid> resource = resourceGroups(in);

            List<Sid> all = new ArrayList<>();
            all.add(domain.withRid(primaryGroupId));
            groupIds.forEach(rid -> all.add(domain.withRid(rid)));
            if ((userFlags & EXTRA_SIDS) != 0) {
                all.addAll(extra);
            }
            if ((userFlags & RESOURCE_GROUPS) != 0) {
                all.addAll(resource);
            }
            return new LogonInfo(user(domain, extra), accountName, new AccountControl(accountControl), SidSet.of(all));
        }

        /** An account of no domain of its own has no relative identifier; it comes first among the extra SIDs. */
        private Optional<Sid> user(Sid domain, List<Sid> extra) {
            return userId != 0
                    ? Optional.of(domain.withRid(userId))
                    : extra.stream().findFirst();
        }

        private List<Sid> resourceGroups(NdrReader in) throws MalformedMessageException {
            if (!hasResourceDomain) {
                if (resourceGroups.length() != 0) {
                    throw new MalformedMessageException("resource groups without a domain");
                }
                return List.of();
            }
            Sid domain = in.domainSid();
            return in.rids(resourceGroups).stream().map(domain::withRid).toList();
        }

        private static List<UnicodeString> strings(NdrReader in, int count) throws MalformedMessageException {
            List<UnicodeString> out = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                out.add(in.unicodeString());
            }
            return out;
        }

        private static List<String> texts(NdrReader in, List<UnicodeString> strings) throws MalformedMessageException {
            List<String> out = new ArrayList<>();
            for (UnicodeString string : strings) {
                out.add(in.text(string));
            }
            return out;
        }
    }
}
