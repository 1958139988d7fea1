//go:build linux

package journey

import (
	"slices"
	"testing"
)

// The dialog's fields and buttons in the order of the Tab key, while Use Proxy
// is off.
var tabOrder = []string{
	"Connection Name", "Source Type", "Use Proxy", "Cloud", "Token Endpoint", "Application (client) ID", "Redirect URI",
	"Authentication Flow", "Authorization Endpoint", "Refresh Token", "Generate...", "Other ways to sign in",
	"Removal limit (percent)", "Test Connection", "OK", "Cancel",
}

func TestEverythingWithTheKeyboard(t *testing.T) {
	s, h := newScreen(t, 1280, 800), newHome(t)
	w := s.start(h, "demo", "--users", "150")

	w.create()
	for i := range len(tabOrder) + 1 {
		wanted := tabOrder[i%len(tabOrder)]
		w.until("the focus on "+wanted, func(v view) bool { return v.focused() == wanted })
		w.keys("Tab")
	}
	w.keys("shift+Tab")
	w.until("the focus on the name", func(v view) bool { return v.focused() == "Connection Name" })
	w.types("Contoso")
	for range slices.Index(tabOrder, "Generate...") {
		w.keys("Tab")
	}
	w.keys("Return")
	w.dialog("Sign In")
	s.signIn()
	w.until("the refresh token", func(v view) bool { return v.titled(createTitle) && v.says("Granted:") })
	w.keys("shift+Tab", "Return") // from the field, Enter is OK
	w.page()
	w.shows("1 unsaved change")
	w.keys("ctrl+s")
	w.until("everything to be saved", func(v view) bool { return !v.says("unsaved") })
	w.keys("ctrl+r")
	w.succeeded("Contoso")
	w.keys("ctrl+e")
	w.dialog("Edit PowerShell Source Connection")
	w.keys("Escape")
	w.page()

	for i, page := range []string{
		"Inventory Systems", "Scheduling", "Overview", "Users", "Applications", "Licenses", "Usage", "Reclaim", "Changes", "Tasks",
	} {
		w.keys("ctrl+" + string("1234567890"[i]))
		w.until("page "+page, func(v view) bool {
			p, _ := v.find("page", page)
			if page == "Overview" { // it has no list
				return p.Selected && v.says("Users")
			}
			return p.Selected && v.focused() == "grid" && (len(v.rows()) > 0 || page == "Scheduling" && v.says("No schedules yet") ||
				page == "Changes" && v.says("No changes yet"))
		})
	}

	w.keys("alt+v")
	w.menu("Dark Colors")
	w.keys("l") // Licenses
	w.until("the page of the entry", func(v view) bool {
		p, _ := v.find("page", "Licenses")
		return p.Selected && v.Layer == "window"
	})
	w.keys("F10")
	w.until("the menu with nothing to save", func(v view) bool {
		save, _ := v.find("menu item", "Save")
		exit, found := v.find("menu item", "Exit")
		return found && !save.Enabled && exit.Enabled
	})
	w.keys("Right")
	w.menu("Execute Now")
	w.keys("alt")
	w.page()

	w.keys("ctrl+4", "Down", "Down", "Down", "Up")
	var second []string
	w.until("the second row to be selected", func(v view) bool {
		rows, selected := v.rows(), v.selected()
		if len(rows) < 3 || len(selected) == 0 {
			return false
		}
		second = rows[1]
		return slices.Equal(selected, second)
	})
	w.keys("End")
	w.until("the last row to be selected", func(v view) bool {
		rows := v.rows()
		return len(rows) > 0 && slices.Equal(v.selected(), rows[len(rows)-1]) && !slices.Equal(v.selected(), second)
	})
	w.keys("Home", "Return")
	w.until("the details of a user", func(v view) bool { return v.Layer == "dialog" && v.says("User Principal Name") })
	w.keys("Escape")
	w.page()

	w.keys("ctrl+1", "Delete")
	w.until("the question about the connection", func(v view) bool { return v.titled("Delete connection Contoso?") })
	w.keys("Escape")
	w.page()
	w.keys("ctrl+q")
	if code := w.exited(); code != 0 {
		t.Errorf("the program ended with %d", code)
	}
}
