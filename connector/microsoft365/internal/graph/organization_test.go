package graph

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"inventorybeacon/connector"
	"inventorybeacon/connector/network"
)

func TestATenantIsCalledByItsDefaultDomain(t *testing.T) {
	for given, c := range map[string]struct{ domains, want string }{
		"none":                         {`[]`, ""},
		"one of no kind":               {`[{"name":"a.com"}]`, "a.com"},
		"several of no kind":           {`[{"name":"a.com"},{"name":"b.com"}]`, "a.com"},
		"the initial one first":        {`[{"name":"c.onmicrosoft.com","isInitial":true},{"name":"a.com"}]`, "c.onmicrosoft.com"},
		"the initial one last":         {`[{"name":"a.com"},{"name":"c.onmicrosoft.com","isInitial":true}]`, "c.onmicrosoft.com"},
		"a default beside the initial": {`[{"name":"a.com","isDefault":true},{"name":"c.onmicrosoft.com","isInitial":true}]`, "a.com"},
		"a default after the initial":  {`[{"name":"c.onmicrosoft.com","isInitial":true},{"name":"a.com","isDefault":true}]`, "a.com"},
		"a default, initial and a third": {
			`[{"name":"c.onmicrosoft.com","isInitial":true,"isDefault":true},{"name":"a.com"}]`,
			"c.onmicrosoft.com",
		},
		"a default that is not the first": {`[{"name":"a.com"},{"name":"b.com","isDefault":true},{"name":"d.com"}]`, "b.com"},
	} {
		t.Run("given "+given, func(t *testing.T) {
			var o Organization
			text := `{"id":"ABCDEF","displayName":"Contoso","countryLetterCode":"DE","verifiedDomains":` + c.domains + `}`
			if err := json.Unmarshal([]byte(text), &o); err != nil {
				t.Fatal(err)
			}
			want := connector.Tenant{ID: "abcdef", DisplayName: "Contoso", CountryCode: "DE", DefaultDomain: c.want}
			if got := o.Tenant(); got != want {
				t.Errorf("tenant %+v, want %+v", got, want)
			}
		})
	}
}

func TestAnEndpointThatIsNoAddressIsTold(t *testing.T) {
	for _, endpoint := range []string{"graph", "/graph", "https://", "https://a b", "https://[::1", "%"} {
		t.Run("given "+endpoint, func(t *testing.T) {
			g, err := New(connector.Connection{GraphEndpoint: endpoint}, http.DefaultClient, nil, network.InteractiveBudget)
			if g != nil || err == nil {
				t.Fatal("it is taken")
			}
			if m, ok := connector.MessageOf(err); !ok || !strings.HasPrefix(m.ID, "graph.") {
				t.Errorf("nobody is told what is wrong: %v", err)
			}
		})
	}
}
