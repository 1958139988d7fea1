//go:build linux

package journey

import (
	"testing"

	"inventorybeacon/connector/demotenant"
)

// On computers without a browser that the program can watch, and in remote sessions, somebody signs in elsewhere.
func TestSignInByThePastedAddress(t *testing.T) {
	s, h := newScreen(t, 1280, 800), newHome(t)
	w := s.start(h, "demo", "--users", "150")
	w.create()
	w.fill("Connection Name", "Contoso 365")
	w.press("Other ways to sign in")
	w.use("menu item", "Copy the Sign-in Address for Another Computer")
	asked := w.until("the address of the sign-in", func(v view) bool {
		address, found := v.field("Sign-in address")
		return found && address.Value != ""
	})
	address, _ := asked.field("Sign-in address")
	answer, err := demotenant.NewVisitor().SignIn(t.Context(), address.Value)
	if err != nil {
		t.Fatal(err)
	}
	w.types(answer)
	w.keys("Return")
	w.until("the refresh token", func(v view) bool {
		token, _ := v.field("Refresh Token")
		return v.titled(createTitle) && token.Placeholder == "received for "+account
	})
	w.press("OK")
	w.page()
	w.save()
	w.press("Execute Now")
	w.succeeded("Contoso 365")
	w.open("Users")
	w.shows("150 users")
	w.picture("pasted")
	w.exit()
}
