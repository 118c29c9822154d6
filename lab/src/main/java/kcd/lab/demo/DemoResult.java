package kcd.lab.demo;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import kcd.lab.upstream.SeenRequest;

/// What came of a case: the device's side and the upstream's.
record DemoResult(DemoCase asked, DeviceAnswer answer, List<SeenRequest> seen) {

    private static final int FORBIDDEN = 403;
    private static final String INTERNAL_ERROR = "internal_error";

    DemoResult {
        seen = List.copyOf(seen);
    }

    boolean isAsExpected() {
        return asked.servedAs().isPresent() ? isServedAs(asked.servedAs().get()) : isRefused();
    }

    private boolean isServedAs(String principal) {
        boolean ok = answer instanceof DeviceAnswer.Response response && response.status() == 200;
        boolean named = seen.stream()
                .filter(request -> request.user().isPresent())
                .allMatch(request -> request.user().equals(Optional.of(principal)));
        return ok && named && users().contains(principal) && !forgedHeaderArrived();
    }

    private boolean isRefused() {
        // An alert that blames the server would send an administrator looking in the wrong place.
        boolean refused = (answer instanceof DeviceAnswer.Refused refusal
                        && !refusal.alert().equals(INTERNAL_ERROR))
                || (answer instanceof DeviceAnswer.Response response && response.status() == FORBIDDEN);
        return refused && seen.isEmpty();
    }

    /// For the table.
    String upstreamSaw() {
        if (seen.isEmpty()) {
            return "nothing";
        }
        return forgedHeaderArrived() ? "the device's own Authorization" : String.join(", ", users());
    }

    private Set<String> users() {
        Set<String> users = new TreeSet<>();
        seen.forEach(request -> users.add(request.user().orElse("no user")));
        return users;
    }

    private boolean forgedHeaderArrived() {
        return seen.stream()
                .anyMatch(
                        request -> request.head().headers().all("Authorization").contains(Device.FORGED));
    }
}
