package command

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"inventorybeacon/connector"
	"inventorybeacon/connector/microsoft365"
	"inventorybeacon/store/sqlite"
	"inventorybeacon/store/vault"
)

// tokenTroubles has one row for all codes that say the same.
func tokenTroubles(t *testing.T) []trouble {
	general := advised("", &microsoft365.TokenError{OAuth: "invalid_grant"})
	var rows []trouble
	for _, code := range []int{
		50020, 50034, 50053, 50055, 50144, 50057, 50058, 50105, 50126, 90072, 50072, 50079, 50074, 50076, 50078, 50158,
		50097, 53000, 53001, 50131, 53003, 530032, 530035, 50135, 53004, 53011, 500021, 500022, 500212, 500213, 50002,
		70000, 70008, 700082, 70043, 50173, 50132, 50133, 50089, 54005, 501481, 9002313, 700084, 9002326, 9002327,
		65001, 65004, 65005, 650052, 650056, 650057, 90094, 90095, 50011, 50194, 700016, 70001, 7000112, 700025,
		7000215, 70002, 7000218, 7000222, 50059, 90002, 90038, 900382, 700005, 9001023, 90130, 500011, 70011, 700022,
		50196, 90006, 90024, 90033, 90090, 90055, 900144, 90102,
	} {
		row := advised(fmt.Sprintf("AADSTS%d", code),
			&microsoft365.TokenError{Host: "login.microsoftonline.com", Code: code, OAuth: "invalid_grant"})
		if row.says == general.says {
			t.Errorf("%s has no advice of its own", row.when)
		}
		if last := len(rows) - 1; last >= 0 && rows[last].says == row.says && rows[last].do == row.do {
			rows[last].when += ", " + strings.TrimPrefix(row.when, "AADSTS")
			continue
		}
		rows = append(rows, row)
	}
	for _, name := range []string{
		"invalid_grant", "interaction_required", "consent_required", "access_denied", "invalid_client",
		"unauthorized_client", "invalid_resource", "temporarily_unavailable", "invalid_request",
	} {
		rows = append(rows, advised(fmt.Sprintf("`%s` without a known number", name), &microsoft365.TokenError{OAuth: name}))
	}
	for _, one := range []struct {
		when    string
		refused microsoft365.TokenError
	}{
		{"AADSTS70000, at the end of a sign-in", microsoft365.TokenError{Code: 70000, AtSignIn: true}},
		{"AADSTS70008, at the end of a sign-in", microsoft365.TokenError{Code: 70008, AtSignIn: true}},
		{"AADSTS9002313, at the end of a sign-in", microsoft365.TokenError{Code: 9002313, AtSignIn: true}},
		{"`invalid_grant` without a known number, at the end of a sign-in", microsoft365.TokenError{OAuth: "invalid_grant", AtSignIn: true}},
		{"AADSTS53003, with Client Credentials", microsoft365.TokenError{Code: 53003, Unattended: true}},
		{"AADSTS65001, with Client Credentials", microsoft365.TokenError{Code: 65001, Unattended: true}},
		{"AADSTS7000218, with Client Credentials", microsoft365.TokenError{Code: 7000218, Unattended: true}},
		{"Anything else, with Client Credentials", microsoft365.TokenError{OAuth: "invalid_grant", Unattended: true}},
	} {
		rows = append(rows, advised(one.when, &one.refused))
	}
	return append(rows,
		advised("The token endpoint is out of order", &microsoft365.TokenError{Host: "login.microsoftonline.com", Status: http.StatusBadGateway}),
		advised("The sign-in page refuses without a known reason",
			&microsoft365.TokenError{Host: "login.microsoftonline.com", OAuth: "something_new", AtSignIn: true}),
		advised("The token endpoint answers something else",
			&microsoft365.TokenError{Host: "login.microsoftonline.com", Status: http.StatusNotFound}),
		advised("The new refresh token cannot be stored",
			&microsoft365.KeepError{Connection: "Contoso", Err: &sqlite.DiskFullError{Path: "/data/beacon.db", Err: errors.New("full")}}),
	)
}

func graphTroubles(*testing.T) []trouble {
	at := func(when string, status int, code string) trouble {
		return advised(when, &microsoft365.GraphError{Status: status, Code: code, Path: "/v1.0/users", Tries: 4})
	}
	unattended := func(when string, status int, path string) trouble {
		return advised(when, &microsoft365.GraphError{Status: status, Path: path, Tries: 4, Unattended: true})
	}
	return []trouble{
		at("401 Unauthorized", http.StatusUnauthorized, ""),
		unattended("401 Unauthorized, with Client Credentials", http.StatusUnauthorized, "/v1.0/users"),
		at("403 Forbidden", http.StatusForbidden, "Authorization_RequestDenied"),
		at("403 Forbidden, because of the account's roles", http.StatusForbidden, "Authentication_RequestFromUnsupportedUserRole"),
		unattended("403 Forbidden, with Client Credentials", http.StatusForbidden, "/v1.0/users"),
		unattended("403 Forbidden for the reports, with Client Credentials", http.StatusForbidden, "/v1.0/reports/x"),
		at("404 Not Found", http.StatusNotFound, ""),
		at("410 Gone, an expired page token, or 400 for a page link", http.StatusGone, ""),
		at("429 Too Many Requests", http.StatusTooManyRequests, ""),
		told("429 or 503 with a Retry-After that is too long", "network.wait",
			connector.Data{"Host": "graph.microsoft.com", "Wait": 90 * time.Minute}),
		at("501 Not Implemented", http.StatusNotImplemented, ""),
		at("503 Service Unavailable", http.StatusServiceUnavailable, ""),
		at("302 Found, where there should be none", http.StatusFound, ""),
		at("400 Bad Request", http.StatusBadRequest, ""),
		told("A page continues at another host", "graph.foreign-link",
			connector.Data{"Host": "elsewhere.example", "Endpoint": "graph.microsoft.com"}),
		told("An answer is no data", "graph.answer.no-json", connector.Data{"What": "/v1.0/users"}),
		told("An import takes longer than it may", "import.time-limit", connector.Data{"Hours": 4}),
	}
}

func keyTroubles(*testing.T) []trouble {
	source := microsoft365.New(microsoft365.Options{})
	file := vault.Place{File: "/data/beacon.key"}
	key := func(when string, problem vault.Problem, place vault.Place) trouble {
		return advised(when, &vault.KeyError{Problem: problem, Place: place, Err: errors.New("what the system said")})
	}
	rows := []trouble{
		key("The keyring cannot be reached", vault.Unavailable, vault.Place{}),
		key("The key file cannot be read", vault.Unavailable, file),
		key("The key is gone from the keyring", vault.Lost, vault.Place{}),
		key("The key file is gone", vault.Lost, file),
		key("The key file is empty or damaged", vault.NoKey, file),
		key("The key is another one", vault.Wrong, file),
		key("Other accounts can read the key file", vault.Exposed, file),
		told("The key file holds another directory's key", "vault.other-key", connector.Data{"Path": file.File}),
		told("The key cannot go back to the keyring", "vault.no-keyring", nil),
		key("A stored secret was altered", vault.Altered, file),
		told("INVENTORY_BEACON_KEY says nothing known", "vault.variable", connector.Data{"Variable": vault.Variable, "Value": "vault"}),
	}
	for _, one := range []struct{ when, content string }{
		{"The certificate file is empty", ""},
		{"The certificate file is something else", "hidden"},
		{"The certificate file is cut off", "-----BEGIN CERTIFICATE-----\nhidden"},
		{"The private key is damaged", "-----BEGIN PRIVATE KEY-----\naGlkZGVu\n-----END PRIVATE KEY-----\n"},
	} {
		_, err := source.ReadCertificate([]byte(one.content), "")
		rows = append(rows, advised(one.when, err))
	}
	return rows
}
