package support

import (
	"crypto/sha512"
	"encoding/base64"
	"strconv"
	"strings"
	"testing"
)

// TestNothingIsLeftOfASecretWithoutQuotationMarks tries the ways in which headers,
// forms within addresses, XML, YAML and fmt write a secret that has no form of its own.
func TestNothingIsLeftOfASecretWithoutQuotationMarks(t *testing.T) {
	const secret = "hunter2A"
	for _, text := range []string{
		"password: hunter2A", "Password : hunter2A", "client-secret: hunter2A, next", "proxyPassword: 'hunter2A'", "client_secret := hunter2A",
		`"client_secret" => "hunter2A"`, `"client_secret":["hunter2A"]`, "map[client_secret:[hunter2A] grant_type:[x]]",
		"{ClientID:a ClientSecret:hunter2A Flow:x}",
		"X-Api-Key: hunter2A", "Ocp-Apim-Subscription-Key: hunter2A", "x-functions-key=hunter2A", "pass=hunter2A",
		`{"user":"anna","pass":"hunter2A"}`,
		"Authorization: hunter2A", "authorization: BEARER hunter2A", "map[Authorization:[Custom hunter2A] Accept:[x]]",
		`"Authorization": ["Bearer hunter2A"]`,
		"Cookie: ESTSAUTH=hunter2A; buid=x", "Set-Cookie: FedAuth=hunter2A; path=/", `{"Set-Cookie":["a=hunter2A; path=/"]}`,
		"map[Cookie:[a=hunter2A]]",
		"<Password>hunter2A</Password>", `<wsse:Password Type="PasswordText">hunter2A</wsse:Password>`,
		`{"u":"https://b.example/?a=1\u0026sig=hunter2A\u0026x=1"}`, `{"u":"https://b.example/?a=1\u0026code=hunter2A"}`,
		`client_secret\u003dhunter2A\u0026x=1`,
		"to=https%3A%2F%2Fb.example%2F%3Fsig%3Dhunter2A%26x=1", "to=https%3A%2F%2Fb%3Fcode%253Dhunter2A%2526x",
		"body client_secret%3Dhunter2A%26x",
		"device_code=hunter2A&x=1", "id_token_hint=hunter2A&x=1",
		"https://c.sharepoint.com/_layouts/15/download.aspx?UniqueId=1&tempauth=hunter2A",
		"https://reportsweu.office.com/data/download/hunter2A_eJXKS034", `Get "https://reports.office.com/data/v1.0/download/hunter2A": EOF`,
		"Server=db;User Id=sa;Password=with hunter2A;Encrypt=true", "http%3A%2F%2Fanna%3Ahunter2A%40proxy.corp%3A8080",
		"AccountName=contoso;AccountKey=hunter2A/YWtl/eXRo+YXRp/c25v==;EndpointSuffix=core.windows.net",
		"SharedAccessKeyName=Root;SharedAccessKey=hunter2A/YWtl=",
	} {
		wantNothingLeft(t, text, secret)
	}
	for text, secret := range map[string]string{
		"authorization: BASIC YW5uYTpodW50ZXIyQQ==":                           "YW5uYTpodW50ZXIyQQ==",
		"Proxy-Authorization: NTLM TlRMTVNTUAADAAAAGAAYAEgAAAAYABgA":          "TlRMTVNTUAADAAAAGAAYAEgAAAAYABgA",
		"Authorization: Negotiate YIIFzgYGKwYBBQUCoIIF":                       "YIIFzgYGKwYBBQUCoIIF",
		`Digest username="anna", response="6629fae49393a05397450978507c4ef1"`: "6629fae49393a05397450978507c4ef1",
		"AQABAAAAAADX8GCi6Js6SK82TsD2Pb7rl3iJAAAAAAAAAAAAAAAAAAAAAAAAAAA":     "AADX8GCi6Js6SK82TsD2Pb7rl3iJAAAAAA",
	} {
		wantNothingLeft(t, text, secret)
	}
}

// Keys in base64 are known by their disorder, however the slashes fall.
func TestOfKeysInBase64OneOfAHundredIsMissedAtMost(t *testing.T) {
	const keys = 2000
	missed := 0
	for i := range keys {
		sum := sha512.Sum512([]byte(strconv.Itoa(i)))
		if key := base64.StdEncoding.EncodeToString(sum[:48]); strings.Contains(redacted(t, "it is "+key), key) {
			missed++
		}
	}
	if missed > keys/100 {
		t.Errorf("%d of %d keys were missed", missed, keys)
	}
}

// After a colon a sentence or another error goes on as often as a secret stands there.
func TestWhatFollowsTheNameOfASecretStaysWhenItIsNone(t *testing.T) {
	for _, line := range []string{
		"Token: 1 record", "Phase Token: done after 3s", "password: it must be entered", "Invalid client secret: create a new one.",
		"the token: expired",
		`msg="asking for a token: oauth2: invalid_client"`, "reading the certificate password: pkcs12: decryption password incorrect",
		"token: AADSTS7000218: more",
		"tokenEndpoint: https://login.microsoftonline.com/common/oauth2/v2.0/token",
		"grant_type=refresh_token&client_id=5bb1a5a2-0d97-4335-9448-119f7b27aff9",
		"error=invalid_client code=7000218", "code: 403 Forbidden", "signature: invalid", `"key": "beacon.key",`, "token: https://login.example/",
		"refresh token: 2026-11-28T17:13:12Z", "Authorization: the administrator has to consent", "a cookie: there is none", "<token></token>",
		"https://graph.microsoft.com/v1.0/reports/getOffice365ActiveUserDetail(period='D180')",
	} {
		if got := redacted(t, line); got != line {
			t.Errorf("in  %s\nout %s", line, got)
		}
	}
}
