package microsoft365

import (
	"strings"
	"testing"

	"inventorybeacon/connector"
)

func TestDefaultsOfANewConnection(t *testing.T) {
	got := New(Options{}).Defaults(connector.CloudGlobal)
	want := connector.Connection{
		SourceType:            connector.Microsoft365,
		Cloud:                 connector.CloudGlobal,
		TokenEndpoint:         "https://login.microsoftonline.com/common/oauth2/v2.0/token",
		ClientID:              "5bb1a5a2-0d97-4335-9448-119f7b27aff9",
		RedirectURI:           "https://login.microsoftonline.com/common/oauth2/nativeclient",
		Flow:                  connector.AuthorizationCode,
		AuthorizationEndpoint: "https://login.microsoftonline.com/common/oauth2/v2.0/authorize",
		GraphEndpoint:         "https://graph.microsoft.com",
	}
	if got.TokenEndpoint != want.TokenEndpoint || got.ClientID != want.ClientID || got.RedirectURI != want.RedirectURI ||
		got.Flow != want.Flow || got.AuthorizationEndpoint != want.AuthorizationEndpoint || got.GraphEndpoint != want.GraphEndpoint ||
		got.SourceType != want.SourceType || got.Cloud != want.Cloud || got.Name != "" || got.Proxy.Use {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
}

func TestEveryCloudFillsItsEndpoints(t *testing.T) {
	demonstration := connector.Cloud{
		ID: connector.CloudDemonstration, Label: "Demonstration tenant", Login: "http://127.0.0.1:8443",
		Graph: "http://127.0.0.1:8443",
	}
	s := New(Options{Clouds: []connector.Cloud{demonstration}})
	for id, want := range map[connector.CloudID][2]string{
		connector.CloudGlobal:        {"https://login.microsoftonline.com", "https://graph.microsoft.com"},
		connector.CloudGCCHigh:       {"https://login.microsoftonline.us", "https://graph.microsoft.us"},
		connector.CloudDoD:           {"https://login.microsoftonline.us", "https://dod-graph.microsoft.us"},
		connector.CloudChina:         {"https://login.partner.microsoftonline.cn", "https://microsoftgraph.chinacloudapi.cn"},
		connector.CloudDemonstration: {"http://127.0.0.1:8443", "http://127.0.0.1:8443"},
	} {
		c := s.Defaults(id)
		if c.Cloud != id || c.TokenEndpoint != want[0]+"/common/oauth2/v2.0/token" || c.GraphEndpoint != want[1] {
			t.Errorf("%s: %+v", id, c)
		}
		c.Name = "Contoso"
		if id != connector.CloudGlobal && id != connector.CloudDemonstration {
			if c.ClientID != "" {
				t.Errorf("%s: the application %s does not exist there", id, c.ClientID)
			}
			problems := s.Validate(c, connector.Secrets{})
			if len(problems) != 1 || problems[0].Field != connector.FieldClientID ||
				problems[0].Message.ID != "connection.client-id.national-cloud" {
				t.Errorf("%s without an application: problems %v", id, problems)
			}
			c.ClientID = "11111111-2222-4333-8444-555555555555"
		}
		if problems := s.Validate(c, connector.Secrets{}); len(problems) != 0 {
			t.Errorf("%s: problems %v", id, problems)
		}
	}
	custom := s.Defaults(connector.CloudCustom)
	if custom.TokenEndpoint != "" || custom.AuthorizationEndpoint != "" || custom.GraphEndpoint != "" ||
		custom.Cloud != connector.CloudCustom ||
		custom.RedirectURI != "https://login.microsoftonline.com/common/oauth2/nativeclient" {
		t.Errorf("custom: %+v", custom)
	}
	if clouds := s.Clouds(); clouds[0].ID != connector.CloudGlobal || len(clouds) != 6 {
		t.Errorf("clouds %v", clouds)
	}
}

func TestTheApplicationComesAndGoesWithItsCloud(t *testing.T) {
	s := New(Options{})
	global := s.Defaults(connector.CloudGlobal)
	const own = "11111111-2222-4333-8444-555555555555"
	for name, given := range map[string]struct {
		client   string
		from, to connector.CloudID
		want     string
	}{
		"from the global cloud":                           {applicationID, connector.CloudGlobal, connector.CloudGCCHigh, ""},
		"from a cloud that an older version filled":       {applicationID, connector.CloudGCCHigh, connector.CloudChina, ""},
		"the same one in capital letters":                 {strings.ToUpper(applicationID), connector.CloudGlobal, connector.CloudDoD, ""},
		"back to the global cloud":                        {"", connector.CloudDoD, connector.CloudGlobal, applicationID},
		"an own application to a cloud without a default": {own, connector.CloudGlobal, connector.CloudChina, own},
		"an own application back to the global cloud":     {own, connector.CloudChina, connector.CloudGlobal, own},
	} {
		t.Run("given "+name, func(t *testing.T) {
			c := s.Defaults(given.from)
			c.ClientID = given.client
			if got := c.WithCloud(s.Defaults(given.to), global); got.ClientID != given.want || got.Cloud != given.to {
				t.Errorf("client ID %q in %s, want %q", got.ClientID, got.Cloud, given.want)
			}
		})
	}
}

func TestUnknownCloudIsToldInTheDialogsOrder(t *testing.T) {
	s := New(Options{})
	c := s.Defaults(connector.CloudGlobal)
	c.Cloud, c.ClientID = "mars", "x"
	problems := s.Validate(c, connector.Secrets{})
	if len(problems) != 3 || problems[0].Field != connector.FieldName || problems[1].Field != connector.FieldCloud ||
		problems[2].Field != connector.FieldClientID {
		t.Errorf("problems %v", problems)
	}
}
