package microsoft365

import (
	"errors"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"inventorybeacon/connector/connectortest"
	"inventorybeacon/connector/demotenant"
	"inventorybeacon/connector/microsoft365/internal/graph"
	"inventorybeacon/connector/microsoft365/internal/sourcetest"
)

func TestGraphKeepsTheReferenceOfARefusal(t *testing.T) {
	for _, status := range []int{http.StatusBadRequest, http.StatusForbidden, http.StatusNotFound, http.StatusNotImplemented} {
		t.Run(strconv.Itoa(status), func(t *testing.T) {
			server, source := demo(t, demotenant.Options{})
			server.Inject("/v1.0/organization", demotenant.Fault{Status: status, Code: "Some_Code", Message: "Graph's own words."})
			_, err := importInto(t.Context(), source, asApplication(server, source), sourcetest.NewSink())
			var refused *graph.StatusError
			if !errors.As(err, &refused) || refused.Status != status {
				t.Fatalf("got %v", err)
			}
			m := refused.Message()
			for _, part := range []string{"Some_Code: Graph's own words.", "request-id " + refused.RequestID, "client-request-id " +
				refused.ClientRequestID, "date "} {
				if refused.RequestID == "" || refused.ClientRequestID == "" || !strings.Contains(m.Reference, part) {
					t.Errorf("the reference lacks %q: %s", part, m.Reference)
				}
			}
			connectortest.CheckWords(t, m, true)
		})
	}
}
