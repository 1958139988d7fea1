package user

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2/test"

	"inventorybeacon/app"
	"inventorybeacon/money"
	"inventorybeacon/ui/session"
)

// Details are read beside the window: a key that is held too long comes again
// before they are there.
func TestAnImpatientEnterOpensTheDetailsOnce(t *testing.T) {
	test.NewTempApp(t)
	s := session.New(t.Context(), session.Options{Window: test.NewTempWindow(t, nil)})
	t.Cleanup(s.Close)
	var u known
	u.DisplayName = "Aarav Gupta"
	for range 3 {
		openUser(s, u, nil)
	}
	if open := len(s.Window.Canvas().Overlays().List()); open != 1 {
		t.Errorf("%d dialogs are open", open)
	}
}

func TestWhatIsKnownOfAUserIsCopiedAsText(t *testing.T) {
	test.NewTempApp(t)
	s := session.New(t.Context(), session.Options{Window: test.NewTempWindow(t, nil)})
	t.Cleanup(s.Close)
	price := money.Price{Micros: 57_000_000, Currency: "EUR", Per: money.Month}
	u := known{User: app.User{}}
	u.DisplayName, u.UserPrincipalName = "Aarav Gupta", "aarav.gupta@contoso.example"
	dollars := money.Price{Micros: 12_000_000, Currency: "USD", Per: money.Year}
	u.Assignments = []app.UserAssignment{
		{SKUID: "e5", Product: "Microsoft 365 E5", Price: &price},
		{SKUID: "visio", Product: "Visio", Price: &price},
		{SKUID: "project", Product: "Project", Price: &dollars},
		{SKUID: "phone", Product: "Teams Phone"},
		{SKUID: "trial", Product: "Trial", Price: &price},
	}
	u.Paid = []string{"e5", "visio", "project", "phone"}
	text := asText(u)
	for _, want := range []string{
		"Aarav Gupta\nUser Principal Name: aarav.gupta@contoso.example", "\n\nLicenses\nMicrosoft 365 E5: ", "\n  Price a month: 57.00 EUR",
		"\nCosts a month: 114.00 EUR · 1368.00 EUR a year\nCosts a month: 1.00 USD · 12.00 USD a year\nWithout a price: 1, in no sum\n",
		"\n\nActivated products\nNo product is activated on a device.",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is missing in:\n%s", want, text)
		}
	}
}
