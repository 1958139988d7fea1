package connector

import "testing"

func TestIsMicrosoftLogin(t *testing.T) {
	for host, want := range map[string]bool{
		"login.microsoftonline.com":          true,
		"LOGIN.microsoftonline.US":           true,
		"login.partner.microsoftonline.cn":   true,
		"login.sovcloud-identity.fr":         true,
		"login.microsoftonline.com.evil.com": false,
		"evil-login.microsoftonline.com":     false,
		"login.microsoftonline.de":           false, // closed in 2021
		"":                                   false,
	} {
		if got := IsMicrosoftLogin(host); got != want {
			t.Errorf("IsMicrosoftLogin(%q) = %v", host, got)
		}
	}
}

func TestIsForeignLogin(t *testing.T) {
	for endpoint, want := range map[string]bool{
		"https://login.microsoftonline.us/common/oauth2/v2.0/token": false,
		"http://localhost:8080/token":                               false,
		"https://login.microsoftonline.com.evil.com/token":          true,
		"https://login.example.com":                                 true,
		"":                                                          false,
		"login":                                                     false, // refused elsewhere
	} {
		if got := IsForeignLogin(endpoint); got != want {
			t.Errorf("IsForeignLogin(%q) = %v", endpoint, got)
		}
	}
}

func TestIsLoopback(t *testing.T) {
	for host, want := range map[string]bool{
		"localhost": true, "LocalHost": true, "127.0.0.1": true, "127.9.9.9": true, "::1": true,
		"localhost.evil.com": false, "10.0.0.1": false, "::2": false, "": false, "128.0.0.1": false,
	} {
		if got := IsLoopback(host); got != want {
			t.Errorf("IsLoopback(%q) = %v", host, got)
		}
	}
}
