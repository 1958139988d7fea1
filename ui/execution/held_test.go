package execution

import (
	"slices"
	"strings"
	"testing"

	"inventorybeacon/app"
	"inventorybeacon/connector"
	"inventorybeacon/connector/demotenant"
	"inventorybeacon/connector/demotenant/demotenanttest"
	"inventorybeacon/ui/session/sessiontest"
)

// heldBack imports well through a connection, then without any license.
func heldBack(t *testing.T) (*sessiontest.Window, connector.Connection, app.Task) {
	t.Helper()
	w, tenant := open(t, 20)
	c := w.Connect("Contoso")
	w.Import(c)
	sessiontest.LoseLicenses(tenant)
	task := w.Import(c)
	if task.Status != app.StatusHeldBack {
		t.Fatalf("it is %s", task.Status)
	}
	return w, c, task
}

func licenses(t *testing.T, w *sessiontest.Window) int64 {
	t.Helper()
	n, err := w.Beacon.CountLicenses(t.Context(), app.LicenseQuery{})
	w.Must(err)
	return n
}

func TestAReviewShowsWhatWouldGoAndDecides(t *testing.T) {
	const title = "Import of Contoso held back"
	for _, given := range []struct {
		what   string
		decide func(w *sessiontest.Window)
		status app.Status
		lost   bool // licenses that nobody has; those that are assigned stay listed
	}{
		{"it is closed", func(w *sessiontest.Window) { w.Press("Close") }, app.StatusHeldBack, false},
		{"Esc is pressed", func(w *sessiontest.Window) { w.Key("Escape") }, app.StatusHeldBack, false},
		{"it is discarded", func(w *sessiontest.Window) { w.Press("Discard") }, app.StatusDiscarded, false},
		{"it is published", func(w *sessiontest.Window) { w.Press("Publish Anyway"); w.Press("Publish Anyway") }, app.StatusSucceeded, true},
		{"it is not after all", func(w *sessiontest.Window) { w.Press("Publish Anyway"); w.Press("Cancel") }, app.StatusHeldBack, false},
		{"Enter is pressed then", func(w *sessiontest.Window) { w.Press("Publish Anyway"); w.Key("Return") }, app.StatusHeldBack, false},
	} {
		t.Run(given.what, func(t *testing.T) {
			w, c, task := heldBack(t)
			Review(w.Session, task)
			w.Await(title, "19 of 19 licenses", "Licenses: 19 before, 0 after", "SPE_E5")
			if got := w.Enabled(); !slices.Equal(got, []string{"Publish Anyway", "Discard", "Close"}) {
				t.Errorf("offered are %q", got)
			}
			given.decide(w)
			w.Until("the decision to be carried out", func() bool {
				return w.Entry(c).LastTask.Status == given.status && len(w.Beacon.Running()) == 0
			})
			if n := licenses(t, w); n < 19 != given.lost || w.Dialogs() != 0 {
				t.Errorf("%d licenses, %d dialogs", n, w.Dialogs())
			}
		})
	}
}

func TestPublishingSaysWhatGoes(t *testing.T) {
	w, _, task := heldBack(t)
	Publish(w.Session, task)
	if !w.Says("Publish the import of Contoso anyway?", "What is missing in it is removed from the inventory.",
		"Licenses: 19 before, 0 after") {
		t.Errorf("it says:\n%s", w.Text())
	}
}

func TestADecisionThatComesTooLateIsSaid(t *testing.T) {
	for what, decide := range map[string]func(*sessiontest.Window, app.Task){
		"The import could not be published": func(w *sessiontest.Window, task app.Task) {
			Publish(w.Session, task)
			w.Press("Publish Anyway")
		},
		"The import could not be discarded": func(w *sessiontest.Window, task app.Task) { Discard(w.Session, task) },
	} {
		t.Run(what, func(t *testing.T) {
			w, _, task := heldBack(t)
			w.Must(w.Beacon.DiscardHeld(t.Context(), task.ID)) // as another window may have done
			decide(w, task)
			w.Await(what)
		})
	}
}

func TestLossesAreToldByKind(t *testing.T) {
	for _, given := range []struct {
		what string
		held connector.HeldBack
		want []string
	}{
		{"nothing", connector.HeldBack{}, []string{""}},
		{
			"users and licenses",
			connector.HeldBack{Losses: []connector.Loss{
				{Of: connector.UserRecords, Before: 1500, After: 900, Removed: 600}, {Of: connector.LicenseRecords, Before: 19, After: 0, Removed: 19},
			}},
			[]string{"Users: 1,500 before, 900 after", "Licenses: 19 before, 0 after"},
		},
		{
			"assignments and usage",
			connector.HeldBack{Losses: []connector.Loss{
				{Of: connector.AssignmentRecords, Before: 10, After: 1}, {Of: connector.UsageRecords, Before: 7, After: 2},
			}},
			[]string{"Assignments: 10 before, 1 after", "Usage: 7 before, 2 after"},
		},
		{
			"more users than are listed",
			connector.HeldBack{Losses: []connector.Loss{{Of: connector.UserRecords, Before: 9000, After: 1000, Removed: 8000}}},
			[]string{"Users: 9,000 before, 1,000 after", "Of the users that would be removed, 3,000 more are not listed."},
		},
	} {
		if got := strings.Split(lossLines(given.held), "\n"); !slices.Equal(got, given.want) {
			t.Errorf("of %s: %q", given.what, got)
		}
	}
}

func TestARemedyFitsTheEndOfATask(t *testing.T) {
	w, c, held := heldBack(t)
	for _, given := range []struct {
		what string
		task app.Task
		want string
	}{
		{"a success", app.Task{ConnectionID: c.ID, Status: app.StatusSucceeded}, ""},
		{"a failure", app.Task{ConnectionID: c.ID, Status: app.StatusFailed, Failure: connector.Advice{Message: "No network."}}, ""},
		{"one that is held back", held, "Review..."},
		{
			"another tenant",
			app.Task{ConnectionID: c.ID, Status: app.StatusFailed, Failure: connector.Advice{Code: connector.CodeOtherTenant}},
			"Replace Inventory...",
		},
	} {
		got := ""
		if button := Remedy(w.Session, given.task); button != nil {
			got = button.AccessibilityLabel()
		}
		if got != given.want {
			t.Errorf("after %s %q is offered, want %q", given.what, got, given.want)
		}
	}
	Remedy(w.Session, held).Tapped(nil)
	w.Await("Import of Contoso held back")
}

// connectTo points a connection to a tenant with a client secret, and saves it.
func connectTo(w *sessiontest.Window, c connector.Connection, tenant *demotenant.Server) {
	c.Cloud, c.Flow, c.ClientID = connector.CloudCustom, connector.ClientCredentials, demotenant.ConfidentialClientID
	c.TokenEndpoint, c.GraphEndpoint = tenant.TenantTokenEndpoint(), tenant.GraphEndpoint()
	c.AuthorizationEndpoint, c.RedirectURI = tenant.AuthorizationEndpoint(), tenant.RedirectURI()
	secret := connector.Secret(demotenant.ConfidentialClientSecret)
	w.Must(w.Beacon.SaveConnection(w.Context(), c, app.SecretChanges{ClientSecret: &secret}))
}

func TestTheInventoryOfAnotherTenantIsReplacedOnlyByADecision(t *testing.T) {
	// Given a connection that has imported Contoso and is pointed to Fabrikam,
	w, contoso := open(t, 20)
	fabrikam := demotenanttest.Start(t, demotenant.Options{Users: 30, TenantName: "Fabrikam", Seed: 1})
	c := w.Add("Tenant")
	connectTo(w, c, contoso)
	if task := w.Import(c); task.Status != app.StatusSucceeded {
		t.Fatalf("%s: %+v", task.Status, task.Failure)
	}
	connectTo(w, c, fabrikam)
	task := w.Import(c)
	if task.Failure.Code != connector.CodeOtherTenant {
		t.Fatalf("%s: %+v", task.Status, task.Failure)
	}
	// when its inventory may be replaced, that is asked, and Enter keeps it.
	Replace(w.Session, task)
	if !w.Says("Replace the inventory of Tenant?", "Contoso", "Fabrikam", "is lost when the import succeeds") {
		t.Errorf("it says:\n%s", w.Text())
	}
	w.Key("Return")
	if w.Dialogs() != 0 || w.Entry(c).LastTask.ID != task.ID {
		t.Errorf("%d dialogs are open, task %d was begun", w.Dialogs(), w.Entry(c).LastTask.ID)
	}
	Replace(w.Session, task)
	w.Press("Replace Inventory")
	w.Until("the import to begin", func() bool { return w.Entry(c).LastTask.ID > task.ID })
	if got := ended(w, c, w.Entry(c).LastTask.ID); got.Counts.Users.Total != 30 || w.Entry(c).Tenant != "Fabrikam" {
		t.Errorf("%s of %s: %+v", got.Status, w.Entry(c).Tenant, got.Counts)
	}
	// A disabled connection is not asked about.
	w.Must(w.Beacon.SetDisabled(t.Context(), c.ID, true))
	if Replace(w.Session, task); w.Dialogs() != 0 {
		t.Errorf("it says:\n%s", w.Text())
	}
}
