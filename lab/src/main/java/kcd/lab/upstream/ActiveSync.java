package kcd.lab.upstream;

import java.util.Optional;
import kcd.lab.http.Headers;
import kcd.lab.http.RequestHead;

/// The ActiveSync answers a phone needs to believe it has a mailbox. MS-ASHTTP section 2.2.1, MS-ASCMD sections
/// 2.2.1.5, .13, .21.
final class ActiveSync {

    static final String PATH = "/Microsoft-Server-ActiveSync";
    static final Headers CAPABILITIES = Headers.NONE
            .with("MS-Server-ActiveSync", "15.2")
            .with("MS-ASProtocolVersions", "2.5,12.0,12.1,14.0,14.1,16.0,16.1")
            .with(
                    "MS-ASProtocolCommands",
                    "Sync,SendMail,SmartForward,SmartReply,GetAttachment,GetHierarchy,CreateCollection,DeleteCollection,"
                            + "MoveCollection,FolderSync,FolderCreate,FolderDelete,FolderUpdate,MoveItems,"
                            + "GetItemEstimate,MeetingResponse,Search,Settings,Ping,ItemOperations,Provision,"
                            + "ResolveRecipients,ValidateCert,Find")
            .with("Public", "OPTIONS,POST");
    static final Headers WBXML = Headers.of("Content-Type", "application/vnd.ms-sync.wbxml");

    private ActiveSync() {}

    static boolean isOptions(RequestHead head) {
        return head.method().equals("OPTIONS") && head.path().equals(PATH);
    }

    /// The command of a request; MS-ASHTTP section 2.2.1.1.1.1.
    static Optional<String> command(RequestHead head) {
        return head.method().equals("POST") && head.path().equals(PATH) ? head.query("Cmd") : Optional.empty();
    }

    /// One folder, the inbox. Code page FolderHierarchy.
    static byte[] folderSync() {
        return new Wbxml(7)
                .open(0x16) // FolderSync
                .leaf(0x0c, "1") // Status
                .leaf(0x12, "1") // SyncKey
                .open(0x0e) // Changes
                .leaf(0x17, "1") // Count
                .open(0x0f) // Add
                .leaf(0x08, "1") // ServerId
                .leaf(0x09, "0") // ParentId
                .leaf(0x07, "Inbox") // DisplayName
                .leaf(0x0a, "2") // Type: default inbox
                .close()
                .close()
                .close()
                .bytes();
    }

    /// The inbox, empty. Code page AirSync.
    static byte[] sync() {
        return new Wbxml(0)
                .open(0x05) // Sync
                .open(0x1c) // Collections
                .open(0x0f) // Collection
                .leaf(0x0b, "1") // SyncKey
                .leaf(0x12, "1") // CollectionId
                .leaf(0x0e, "1") // Status
                .close()
                .close()
                .close()
                .bytes();
    }

    /// The heartbeat is over and nothing changed. Code page Ping.
    static byte[] nothingNew() {
        return new Wbxml(13)
                .open(0x05) // Ping
                .leaf(0x07, "1") // Status
                .close()
                .bytes();
    }
}
