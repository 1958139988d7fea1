package ui

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"inventorybeacon/app/centralsettings"
	"inventorybeacon/app/notify"
	"inventorybeacon/connector"
	"inventorybeacon/ui/central"
	"inventorybeacon/ui/notifications"
	"inventorybeacon/ui/widgets/form"
)

// centralScenes are those of what is beyond this computer.
func centralScenes() []scene {
	page := func(w *legible) {
		w.shell.show(pageCentral)
		w.Settle()
	}
	show := func(w *legible) {
		central.Show(w.session())
		w.Until("what is stored", func() bool { return slices.Contains(w.Enabled(), lang.L("Test")) })
	}
	return []scene{
		{"the central database", show},
		{"the central database with problems", func(w *legible) {
			show(w)
			w.press("OK")
		}},
		{"page central without one", page},
		{"page central with a server that is gone", func(w *legible) {
			settings := centralsettings.Settings{Server: "127.0.0.1:1", Database: longName[:60], User: longName[:60], Schema: "beacon"}
			password := connector.Secret("secret")
			w.Must(w.Beacon.CentralSettings.Set(w.Context(), settings, centralsettings.SecretChanges{Password: &password}))
			if err := w.Beacon.Central.Publish(w.Context()); err == nil {
				w.t.Error("it was published")
			}
			page(w)
			w.Await("127.0.0.1:1")
			w.Key(fyne.KeyHome)
		}},
		{"the central database that is stored", show},
		{"the statements of its schema", func(w *legible) {
			show(w)
			w.press("Create Schema...")
			w.Await("CREATE SCHEMA")
		}},
		{"take over a tenant", func(w *legible) {
			page(w)
			w.session().ConfirmLoss(lang.L("Take over {{.Tenant}}?", map[string]any{"Tenant": longName}),
				lang.L("From now on this computer publishes the tenant. A beacon that has published it before is told when it tries, and has to stop importing the tenant, or to take it over again."),
				lang.L("Take Over"), func() {})
		}},
		{"forget the central database", func(w *legible) {
			show(w)
			w.press("Forget...")
			w.Await(lang.L("Forget the central database?"))
			w.press("Forget")
			w.Until("it to be forgotten", func() bool { return w.Dialogs() == 0 })
		}},
	}
}

// notificationScenes are those of the word to people.
func notificationScenes() []scene {
	channels := func(w *legible) {
		notifications.Show(w.session())
		w.Settle()
	}
	listed := func(w *legible) {
		channels(w)
		w.Until("the channels", func() bool { return slices.Contains(w.Enabled(), lang.L("Send Test Message")) })
	}
	add := func(w *legible, more ...[2]string) {
		channels(w)
		w.press("Add...")
		for _, choice := range more {
			w.choose(choice[0], choice[1])
		}
		w.press("OK")
		w.Settle()
	}
	return []scene{
		{"no channel", channels},
		{"a mail server with problems", func(w *legible) { add(w) }},
		{"a mail server with a password", func(w *legible) { add(w, [2]string{"None", "Username and password"}) }},
		{"a mail server with an app registration", func(w *legible) { add(w, [2]string{"None", "OAuth2, by an app registration"}) }},
		{"a webhook with problems", func(w *legible) { add(w, [2]string{"E-mail", "Webhook"}) }},
		{"channels with long names", func(w *legible) {
			mail := notify.NewChannel()
			mail.Name, mail.Server, mail.From = longName[:80], "127.0.0.1:1", "beacon@contoso.example"
			mail.To = []string{"beteiligungsgesellschaft.vermoegensverwaltung@contoso.example", "anne@contoso.example"}
			w.Must(w.Beacon.Notify.PutChannel(w.Context(), mail, nil))
			hook := notify.NewChannel()
			hook.Name, hook.Kind = arabicName, notify.KindWebhook
			w.Must(w.Beacon.Notify.PutChannel(w.Context(), hook,
				notify.Secrets{notify.FieldAddress: "https://127.0.0.1:1/" + connector.Secret(longName)}))
			w.Beacon.Notify.Look(w.Context())
			listed(w)
		}},
		{"page systems with messages that could not be sent", func(w *legible) {
			w.shell.show(pageSystems)
			w.Until("the status bar to say so", func() bool { return w.shell.notifications.Unsent() > 0 })
		}},
		{"edit a channel", func(w *legible) {
			listed(w)
			w.press("Edit...")
		}},
		{"a test message that fails", func(w *legible) {
			listed(w)
			w.press("Send Test Message")
			w.Await(lang.L("The test message could not be sent"))
		}},
		{"remove a channel", func(w *legible) {
			listed(w)
			w.press("Remove...")
		}},
		{"what is told, weekly", func(w *legible) {
			channels(w)
			w.press("What Is Told...")
			w.Await(lang.L("Unused units above"))
			w.choose("Never", "Weekly")
		}},
		{"what is told, monthly", func(w *legible) {
			channels(w)
			w.press("What Is Told...")
			w.Await(lang.L("Unused units above"))
			w.Window.Window.Canvas().Focused().(*form.Entry).SetText("many")
			w.choose("Never", "Monthly")
			w.press("OK")
		}},
	}
}
