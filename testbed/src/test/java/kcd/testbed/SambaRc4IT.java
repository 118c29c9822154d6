package kcd.testbed;

/** RC4 before Samba's own KDC. */
class SambaRc4IT extends Rc4Suite {
    SambaRc4IT() {
        super(Bed.ofSamba());
    }
}
