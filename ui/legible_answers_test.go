package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"inventorybeacon/app/lists"
	"inventorybeacon/connector"
	"inventorybeacon/ui/connection"
	"inventorybeacon/ui/inventory"
	"inventorybeacon/ui/productnames"
)

// answerScenes are the pages that answer questions, and the dialogs that are opened from lists.
func answerScenes() []scene {
	on := func(id string) func(w *legible) {
		return func(w *legible) {
			w.shell.show(id)
			w.Settle()
			w.Key(fyne.KeyHome)
		}
	}
	dialog := func(name, page string, buttons ...string) scene {
		return scene{name, func(w *legible) {
			on(page)(w)
			w.Until("the list", func() bool { return !w.Says(lang.L("Loading...")) && !w.Says(lang.L("Counting...")) })
			w.Key(fyne.KeyHome, fyne.KeyDown)
			for _, button := range buttons {
				w.press(button)
			}
		}}
	}
	license := func(w *legible) {
		w.shell.openLicense(w.imported.ID, w.tenant.Licenses()[0].SKUID)
		w.Await(lang.L("How assigned"))
	}
	return []scene{
		{"page overview", on(pageOverview)},
		{"page reclaim", on(pageReclaim)},
		{"page costs", on(pageCosts)},
		{"page central", on(pageCentral)},
		{"page license", license},
		{"price of a license", func(w *legible) { license(w); w.press("Price..."); w.press("OK") }},
		{"commitment to a license", func(w *legible) { license(w); w.press("Commitment..."); w.press("OK") }},
		{"name of a license", func(w *legible) { license(w); w.press("Name...") }},
		{"a long filter", func(w *legible) {
			conditions := lists.FilterExpression{lists.Is("department", longName[:50]), lists.Is("displayName", arabicName)}
			w.shell.ways().Users(inventory.Wanted{Filter: conditions})
			w.Await(lang.L("Nothing found"))
		}},
		{"a filter that was taken off", func(w *legible) { w.press("Show All") }},
		dialog("filter", pageUsers, "Filter..."),
		dialog("filter as text", pageUsers, "Filter...", "As Text..."),
		{"group", func(w *legible) {
			dialog("", pageUsers, "Group By...").open(w)
			w.Until("the groups", func() bool { return !w.Says(lang.L("Counting...")) })
		}},
		{"views", func(w *legible) {
			dialog("", pageUsers, "Views").open(w)
			w.Until("the menu", func() bool { return w.Dialogs() == 1 })
		}},
		{"save a view", func(w *legible) {
			dialog("", pageUsers, "Views").open(w)
			w.Until("the menu", func() bool { return w.Dialogs() == 1 })
			w.Pick(lang.L("Save View..."))
			w.press("Save")
		}},
		{"columns", func(w *legible) {
			on(pageUsers)(w)
			w.shell.pages[pageUsers].(lister).List().Columns.Action()
		}},
		dialog("kept licenses", pageReclaim, "Kept..."),
		dialog("keep licenses", pageReclaim, "Keep License...", "Keep License"),
	}
}

// settingScenes are the dialogs in which is said how the program works.
func settingScenes() []scene {
	return []scene{
		{"a connection through a proxy", func(w *legible) {
			c := w.Entry(w.failed)
			c.Connection.Proxy = connector.Proxy{Use: true, From: connector.ProxyAsEntered, Server: "proxy"}
			connection.Edit(w.session(), c, func(string) {})
			w.press("OK")
		}},
		{"product names", func(w *legible) { productnames.Show(w.session(), func() {}) }},
	}
}
