package support

import (
	"encoding/base64"
	"encoding/json"
	"strings"
	"testing"

	"inventorybeacon/connector"
)

// redacted is a text as it stands in a bundle when no key can be read.
func redacted(t *testing.T, text string) string {
	t.Helper()
	var out strings.Builder
	if err := newRedactor(nil).copy(&out, strings.NewReader(text)); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

const (
	azureSecret  = "aB18Q~kLmN0pQrStUvWxYz-1234567890.abc_dE"
	entraToken   = "1.AXkAq7Zs9mK3tE2yB5vN8wLxRgUIIIIIIIIIwAAAAAAAAAB5AAA.AgABAwEAAADW6jl31mB3T7ugrWTT8pFeAwDs_wUA9P8x"
	msaToken     = "M.C507_BL2.0.U.-CkRz!8uVq*4dTn1wXy7GmLb0sPj3KfHc9EaZ$$"
	jwtToken     = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJl"
	opaqueToken  = "OAQABAAAAAAAm-06blBE1TpVMil8KPQ41hOJ5GR8d3jKq2Zv7XcNwYtLs0PfMbAeIuHrW4xTkCyV9nD6Qg1EzSo3Ul"
	proxySecret  = "ge/he@im:8"
	privateKey   = "-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7VJTUt9Us8cKj\nMzEfYyjiWA4R4/M2bS1GB4t7NXp98C3SC6dVMvDuictGeurT8jNbvJZHtCSuYEvu\nNMoSfm76oqFvAp8Gy0iz\nkQ==\n-----END PRIVATE KEY-----\n"
	encryptedKey = "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,0123456789ABCDEF\n\nq7Zs9mK3tE2yB5vN8wLxRgUq7Zs9mK3tE2yB5vN8wLxRgUq7Zs9mK3tE2yB5vN8w\nabc=\n-----END RSA PRIVATE KEY-----\n"
)

// TestNothingIsLeftOfWhatLooksLikeASecret puts secrets into lines and JSON, quoted up
// to twice, and looks for what is left of them.
func TestNothingIsLeftOfWhatLooksLikeASecret(t *testing.T) {
	for _, secret := range []string{azureSecret, entraToken, msaToken, jwtToken, opaqueToken} {
		for _, text := range []string{
			secret, "the answer was " + secret + ", which is wrong", `{"any":"` + secret + `","n":1}`, `{\"any\":\"` + secret + `\"}`,
			`error="body: ` + secret + `\nnext"`, `msg="line\n` + secret + `"`, "?x=" + secret + "&y=1", "<v>" + secret + "</v>", "('" + secret +
				"')",
			"cut off in an escape: " + secret + `\u002`,
		} {
			wantNothingLeft(t, text, secret)
		}
	}
	for _, secret := range []string{"hunter2", `with "quotes" and \back\`, "spaces and, commas", proxySecret, "ends in \\"} {
		once := quoteJSON(secret)
		for _, name := range []string{
			"client_secret", "refresh_token", "access_token", "password", "proxyPassword", "clientSecret", "secretText",
			"Authorization",
		} {
			body := `{"a":1,"` + name + `":` + once + `,"b":"stays"}`
			for _, text := range []string{
				body, `{"` + name + `" : ` + once + `}`, `body=` + quoteJSON(body) + ` after=stays`,
				`msg=` + quoteJSON(`wrapped: `+quoteJSON(body)) + ` after=stays`, name + `=` + once + ` after=stays`,
			} {
				wantNothingLeft(t, text, once[1:len(once)-1])
			}
		}
	}
	for _, text := range []string{
		"via http://anna:" + proxySecret + "@proxy.corp:8080/", `{"proxy":"http://anna:` + proxySecret + `@proxy.corp:8080"}`,
		"anna:" + proxySecret + "@proxy.corp:8080", "proxy=anna:" + proxySecret + "@proxy", "CORP\\anna:" + proxySecret + "@proxy.corp",
		"http://anna@contoso.com:" + proxySecret + "@proxy.corp:8080 refused", "http://:" + proxySecret + "@proxy:8080",
		`parse "http://anna:` + proxySecret + `@x": invalid port ":` + proxySecret + `" after host`,
		"Proxy-Authorization: Basic " + base64.StdEncoding.EncodeToString([]byte("anna:"+proxySecret)),
	} {
		wantNothingLeft(t, text, proxySecret)
		wantNothingLeft(t, text, base64.StdEncoding.EncodeToString([]byte("anna:"+proxySecret)))
	}
}

func TestNothingIsLeftOfAPrivateKey(t *testing.T) {
	for _, key := range []string{privateKey, encryptedKey} {
		crlf := strings.ReplaceAll(key, "\n", "\r\n")
		cut, _, _ := strings.Cut(key, "-----END")
		for _, text := range []string{
			key, "read " + key + "and went on\n", crlf, strings.ReplaceAll(key, "\n", "\n    "), strings.ReplaceAll(key, "\n", "\n> "),
			`msg=` + quoteJSON(key) + " after=stays", `{"body":` + quoteJSON(`{"key":`+quoteJSON(key)+`}`) + `}`, cut + "\nafter it\n",
		} {
			got := redacted(t, text)
			for line := range strings.Lines(key) {
				if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "-----") && strings.Contains(got, line) {
					t.Errorf("%q is left of a key:\n%s", line, got)
				}
			}
		}
	}
	got := redacted(t, "before\n"+privateKey+"after it, at 12:30\n"+quoteJSON(privateKey)+" too\nlast\n")
	if !strings.HasPrefix(got, "before\n") || !strings.HasSuffix(got, "after it, at 12:30\n\"[secret]\\n\" too\nlast\n") {
		t.Errorf("what stands around a key:\n%s", got)
	}
}

func quoteJSON(text string) string {
	quoted, _ := json.Marshal(text) // a string always can be
	return string(quoted)
}

// wantNothingLeft looks for every part of eight characters, or all of a short secret.
func wantNothingLeft(t *testing.T, text, secret string) {
	t.Helper()
	got := redacted(t, text)
	const part = 8
	for i := 0; i == 0 || i+part <= len(secret); i++ {
		if piece := secret[i:min(len(secret), i+part)]; strings.Contains(got, piece) {
			t.Errorf("%q is left of a secret:\nin  %s\nout %s", piece, text, got)
			return
		}
	}
}

// What makes a bundle useful stays as it is.
func TestWhatIsNoSecretStays(t *testing.T) {
	for _, line := range []string{
		"time=2026-11-28T17:13:12.123+01:00 level=INFO msg=\"import ended\" connection=8f3e2a10-7a51-4b43-9d0c-0e8f5a3b7c11 users=15000",
		"anna.mueller@contoso.onmicrosoft.com has no license; user:anna@contoso.com, UPN:anna@contoso.com",
		`{"userPrincipalName":"anna@contoso.com","id":"8f3e2a10-7a51-4b43-9d0c-0e8f5a3b7c11","mail":"a@b.example"}`,
		`{"error":{"code":"Authorization_RequestDenied","message":"Insufficient privileges"}}`,
		"AADSTS7000215: Invalid client secret provided. Trace ID: 8f3e2a10-7a51-4b43-9d0c-0e8f5a3b7c11 Timestamp: 2026-11-28 17:13:12Z",
		`"secretsStored": {"refreshToken": "2026-11-28T17:13:12.5Z", "clientSecret": "2026-11-28"}`,
		`"clientSecretExpires": "2027-01-31", "tokenEndpoint": "https://login.microsoftonline.com/organizations/oauth2/v2.0/token"`,
		"GET https://graph.microsoft.com/v1.0/users/8f3e2a10-7a51-4b43-9d0c-0e8f5a3b7c11/licenseDetails status=403 code=403",
		"/subscriptions/8F3E2A10-7A51-4B43-9D0C-0E8F5A3B7C11/resourceGroups/Contoso01/providers/Microsoft.Web",
		`C:\Users\anna@contoso.com\AppData\Local\Inventory Beacon\inventory-beacon-2026-11-28T17-13-12.000.log`,
		"/home/anna/.local/share/inventory-beacon/staging/8f3e2a10-7a51-4b43-9d0c-0e8f5a3b7c11.db 48 MiB",
		"thumbprint 0123456789ABCDEF0123456789ABCDEF01234567 and 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
		"inventorybeacon/connector/microsoft365.(*Client).readUsersOfTheTenant2(0x16562ebd0918, {0x1285700?, 0x16562ebd0918?})",
		"Basic authentication is refused; a bearer token is missing; The token has expired; password must be entered",
		"ENTERPRISEPREMIUM_NOPSTNCONF, Microsoft_365_E5_(no_Teams), MICROSOFT_365_COPILOT_FOR_SALES_2026_EDITION_ADDON",
		"modules: github.com/go-json-experiment/json v0.0.0-20250725192818-e39067aee2d2, go1.26.8 linux/amd64",
		"http://proxy.corp:8080 answers, https://login.microsoftonline.com:443/contoso.example too",
		"tokens=3 retries=2 skipped=0 token_used=2026-11-28 secret=",
		"concealed names such as F4A1B2C3D4E5F60718293A4B5C6D7E8F in the report of 2026-11-25",
	} {
		if got := redacted(t, line); got != line {
			t.Errorf("in  %s\nout %s", line, got)
		}
	}
}

// Of two secrets of which one begins as the other, nothing is left.
func TestALongSecretIsNotTakenForAShortOne(t *testing.T) {
	r := newRedactor([]connector.Secret{"anna17", "anna17 and more", "anna17 and"})
	if got := r.text("it is anna17 and more, anna17 and, anna17"); got != "it is [secret], [secret], [secret]" {
		t.Errorf("got %q", got)
	}
}
