//go:build linux

package journey

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"inventorybeacon/connector/demotenant"
)

func TestProblemsStandBesideTheirFields(t *testing.T) {
	s := newScreen(t, 1280, 1200)
	w := s.start(newHome(t), "demo", "--users", "50")
	w.resize(pictureWidth, pictureHeight)
	w.create()

	// Given a dialog with four fields that are wrong.
	w.use("check", "Use Proxy")
	w.resize(pictureWidth, 1140) // so that the dialog, which has become longer, shows everything without scrolling
	w.fill("Proxy Server", "proxy.contoso.com")
	w.fill("Token Endpoint", "http://login.example.com/token")
	w.fill("Authorization Endpoint", "login")
	// When OK is pressed, all are named at once and the first has the focus.
	w.press("OK")
	wrong := []string{"Authorization Endpoint", "Connection Name", "Proxy Server", "Token Endpoint"}
	v := w.until("all problems", func(v view) bool {
		return slices.Equal(slices.Sorted(maps.Keys(v.problems())), wrong)
	})
	if v.focused() != "Connection Name" || !v.titled(createTitle) {
		t.Errorf("the focus is on %q in %v", v.focused(), v.all("title"))
	}

	w.picture("dialog-problems")

	// When a name with a hyphen is accepted, its sentence is another and the rest stays.
	w.types("a-b")
	w.keys("Return")
	v = w.until("the sentence about the hyphen", func(v view) bool {
		return strings.Contains(v.problems()["Connection Name"], "must not contain")
	})
	if len(v.problems()) != len(wrong) {
		t.Errorf("problems were lost: %v", v.problems())
	}
	// When fields are mended one by one, each loses its problem and the others keep theirs.
	for i, mended := range []struct{ label, text string }{
		{"Connection Name", "a_b"},
		{"Proxy Server", "http://proxy.contoso.com:8080"},
		{"Token Endpoint", "https://login.example.com/contoso/oauth2/v2.0/token"},
		{"Authorization Endpoint", "https://login.example.com/contoso/oauth2/v2.0/authorize"},
	} {
		w.fill(mended.label, mended.text)
		w.until("no problem with "+mended.label, func(v view) bool {
			_, still := v.problems()[mended.label]
			return !still && len(v.problems()) == len(wrong)-1-i
		})
	}

	// When Esc is pressed, the dialog asks; Esc again goes on editing.
	w.keys("Escape")
	w.dialog("Discard what was entered?")
	w.keys("Escape")
	v = w.dialog(createTitle)
	if name, _ := v.field("Connection Name"); name.Value != "a_b" {
		t.Errorf("the name has become %q", name.Value)
	}
	w.keys("Escape")
	w.dialog("Discard what was entered?")
	w.press("Discard")
	if v := w.page(); !v.says("No connections yet") {
		t.Error("a discarded connection is listed")
	}
	w.exit()
}

func TestDialogSaysWhatACloudAndAFlowNeed(t *testing.T) {
	s := newScreen(t, 1280, 800)
	w := s.start(newHome(t), "demo", "--users", "50")
	w.resize(pictureWidth, pictureHeight)
	w.create()

	// Proxy Settings show what belongs to where the proxy is known from.
	w.use("check", "Use Proxy")
	for from, wanted := range map[string][3]bool{
		"Script (PAC)": {false, false, true}, "The system's settings": {false, false, false}, "As entered": {true, true, false},
	} {
		w.choose("Settings from", from)
		w.until("what belongs to "+from, func(v view) bool {
			var shown [3]bool
			for i, label := range []string{"Proxy Server", "Exceptions", "Script Address"} {
				_, shown[i] = v.field(label)
			}
			return shown == wanted
		})
	}

	w.choose("Cloud", "US Government GCC High")
	w.shows("Microsoft offers usage reports in this cloud only in beta")
	w.shows("Register an application in this cloud's Microsoft Entra admin center")
	if id, _ := w.dialog(createTitle).field("Application (client) ID"); id.Value != "" {
		t.Errorf("the application %s is filled in, which does not exist in this cloud", id.Value)
	}
	w.fill("Application (client) ID", demotenant.ClientID)
	w.shows("This application exists in the global cloud only")
	w.choose("Cloud", "Global")
	w.choose("Authentication Flow", "Client Credentials")
	w.shows("Client Credentials needs an app registration of your own")
	w.fill("Application (client) ID", "11111111-2222-4333-8444-555555555555")
	w.until("no hint for one's own application", func(v view) bool { return !v.says("app registration of your own") })
	w.choose("Cloud", "Custom")
	w.fill("Token Endpoint", "https://login.example.com/token")
	w.shows("This is not a sign-in service of Microsoft")
	w.keys("Escape")
	w.dialog("Discard what was entered?")
	w.press("Discard")
	w.page()
	w.exit()
}

// An untouched dialog has nothing to ask about.
func TestEscapeClosesAnUntouchedDialog(t *testing.T) {
	s := newScreen(t, 1280, 800)
	w := s.start(newHome(t), "demo", "--users", "50")
	w.create()
	w.keys("Escape")
	w.page()
	w.exit()
}
