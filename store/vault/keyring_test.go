package vault

import (
	"strings"
	"testing"
)

func TestSystemKeyringSurvivesItsLibrary(t *testing.T) {
	block := make(chan struct{})
	defer close(block)
	k := systemKeyring{limit: 1}
	if _, err := k.within(t.Context(), func() (string, error) { <-block; return "", nil }); err == nil ||
		!strings.Contains(err.Error(), "not answered") {
		t.Errorf("a keyring that hangs: %v", err)
	}
	k.limit = keyringLimit
	if _, err := k.within(t.Context(), func() (string, error) { panic("bus closed") }); err == nil ||
		!strings.Contains(err.Error(), "bus closed") {
		t.Errorf("a keyring that panics: %v", err)
	}
}
