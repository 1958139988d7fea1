package app

import (
	"errors"
	"testing"
	"time"

	"inventorybeacon/app/message"
	"inventorybeacon/app/workspace"
	"inventorybeacon/connector"
	"inventorybeacon/connector/microsoft365"
	"inventorybeacon/store"
)

// What a dialog shows is as old as the dialog: OK takes back nothing that it does not show.
func TestADialogTakesNothingBackThatChangedWhileItWasOpen(t *testing.T) {
	dir, source := t.TempDir(), microsoft365.New(microsoft365.Options{})
	window := openDir(t, dir, source)
	c, s := global(window, "Contoso"), nightly(window, "Nightly")
	save(t, window, c, store.SecretChanges{ClientSecret: secret("old")})
	putSchedule(t, window, s)
	check(t, window.Save(t.Context()))

	console := openWith(t, Options{Dir: dir, Source: source})
	other, later := c, s
	other.Disabled, other.LossShare = true, 44
	save(t, console, other, store.SecretChanges{})
	later.Time = 3 * 60
	putSchedule(t, console, later)
	check(t, window.Reload(t.Context()))

	edit, its := c, s // as the dialogs have shown them
	edit.Name, its.Name = "Contoso AG", "Every night"
	check(t, window.PutEdited(t.Context(), c, edit, store.SecretChanges{}))
	check(t, window.PutEditedSchedule(t.Context(), s, its))
	check(t, window.Save(t.Context()))

	want := other
	want.Name = "Contoso AG"
	later.Name = "Every night"
	if e, _ := window.Entry(c.ID); !workspace.SameConnection(e.Connection, want) {
		t.Errorf("saved is %+v, want %+v", e.Connection, want)
	}
	if e, err := window.ScheduleNamed("Every night"); err != nil || e.Schedule != later {
		t.Errorf("the schedule is %+v, want %+v (%v)", e.Schedule, later, err)
	}
	added := global(window, "Fabrikam")
	check(t, window.PutEdited(t.Context(), added, added, store.SecretChanges{ClientSecret: secret("new")}))
	if e, known := window.Entry(added.ID); !known || e.Edit != workspace.EditNew {
		t.Errorf("a connection that is new became %+v", e)
	}
}

// A command may wait for minutes between reading a connection and storing its edit.
func TestACommandTakesNothingBackThatChangedMeanwhile(t *testing.T) {
	dir, source := t.TempDir(), microsoft365.New(microsoft365.Options{})
	first, second := openWith(t, Options{Dir: dir, Source: source}), openWith(t, Options{Dir: dir, Source: source})
	c := global(first, "Contoso")
	save(t, first, c, store.SecretChanges{})
	check(t, second.Reload(t.Context()))
	signedIn := func(before connector.Connection) error {
		edit := before
		edit.SignIn = connector.SignIn{Account: "ann@contoso.com", TenantID: connector.NewGUID(), At: time.Now()}
		return second.SaveEdited(t.Context(), before, edit, store.SecretChanges{RefreshToken: secret("token")})
	}

	other := c
	other.Name, other.Disabled, other.LossShare = "Contoso AG", true, 44
	save(t, first, other, store.SecretChanges{})
	check(t, signedIn(c))
	e, _ := second.Entry(c.ID)
	if got := e.Connection; got.Name != "Contoso AG" || !got.Disabled || got.LossShare != 44 || got.SignIn.Account != "ann@contoso.com" {
		t.Errorf("stored is %+v", got)
	}

	other.ClientID = connector.NewGUID()
	save(t, first, other, store.SecretChanges{})
	if err := signedIn(e.Connection); message.Of(err).ID != "workspace.sign-in-changed" {
		t.Errorf("a token for another application: %v", err)
	}

	check(t, first.DeleteConnection(t.Context(), other, false))
	var gone *store.NotFoundError
	if err := signedIn(other); !errors.As(err, &gone) {
		t.Errorf("a connection that was deleted: %v", err)
	}
	check(t, second.Reload(t.Context()))
	if len(second.Entries()) != 0 {
		t.Error("it is there again")
	}
}
